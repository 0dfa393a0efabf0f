"""Findings and recommendations in plain English."""

from collections.abc import Callable

from civicmetrics.networks.findings import Evidence, Finding
from civicmetrics.networks.speech import Speech, capital

Said = tuple[str, str, str]  # title, text, how sure
EVIDENCE = {
    Evidence.COUNT: "Counted",
    Evidence.CLEAR: "Clear",
    Evidence.LIKELY: "Likely",
    Evidence.UNCERTAIN: "Uncertain",
    Evidence.LOCKED: "Locked",
}


def change(f: Finding, s: Speech) -> Said:
    n = f.numbers
    before = len(s.survey.waves) - 2
    then, now = s.when(before), s.when(before + 1)
    if f.evidence is Evidence.LOCKED:
        return (
            "Too few answered to say whether collaboration has changed",
            f"{capital(then)} {s.number(n['answered_before'])} of {s.number(n['organisations_before'])} answered, "
            f"and {now} {s.number(n['answered_after'])} of {s.number(n['organisations_after'])}. "
            "Under 60 percent is too little to compare the rounds.",
            "The map and the tables only show what was answered.",
        )
    text = (
        f"{capital(then)} we knew of {s.number(n['before'])} ties. Now we know of {s.number(n['after'])}. "
        f"{s.number(n['followed'])} can be followed: {s.number(n['kept'])} hold and {s.number(n['lost'])} are gone. "
        f"Between the same organisations {s.count(n['new'], 'new one has', 'new ones have')} been made."
    )
    return _change_title(f, s), text, _change_note(f, s)


def _change_title(f: Finding, s: Speech) -> str:
    n, share = f.numbers, f.numbers["lost"] / max(f.numbers["followed"], 1)
    if f.evidence is Evidence.UNCERTAIN:
        return "We cannot see whether there is more or less collaboration"
    if n["net"] > 0:
        return f"{capital(s.count(n['new'], 'new tie has', 'new ties have'))} been made"
    part = s.part(share)
    if part:
        return f"{capital(part)} tie we can follow is gone"
    return f"{s.number(n['lost'])} of {s.number(n['followed'])} ties are gone"


def _change_note(f: Finding, s: Speech) -> str:
    n = f.numbers
    low, high = f.interval or (0.0, 0.0)
    filled = (
        f"Had everyone answered like the others, we would know of about {s.number(n['expected_before'])} "
        f"ties then and {s.number(n['expected_after'])} now."
    )
    if f.evidence is Evidence.UNCERTAIN:
        return (
            f"The difference may lie between {_signed(low, s)} and {_signed(high, s)} percent, "
            f"so it may be chance. {filled}"
        )
    word = "decline" if n["net"] < 0 else "growth"
    sure = "is clear" if f.evidence is Evidence.CLEAR else "may be smaller than it looks"
    return f"The {word} {sure}. {filled}"


def _signed(share: float, s: Speech) -> str:
    return ("+" if share > 0 else "") + s.number(100 * share)


def left(f: Finding, s: Speech) -> Said:
    n = f.numbers
    return (
        f"{capital(s.count(n['leavers'], 'organisation', 'organisations'))} left",
        f"{s.names(f.places)} had {s.number(n['ties'])} ties to the others. They went with them.",
        "This is a count, from the list of who takes part.",
    )


def reason(f: Finding, s: Speech) -> Said:
    n, kind, name = f.numbers, f.names["kind"], s.quoted(f.names["name"])
    lost, cells = s.number(n["lost"]), s.number(n["cells"])
    other, rest = s.number(n["other_lost"]), s.number(n["other_cells"])
    titles = {
        "weak": "The loose contacts fell away",
        "attribute": f"Most contacts are gone where it says {name}",
        "sector": f"Ties to {f.names['name']} are gone more often",
        "unconfirmed": "Ties that only one side reported are gone more often",
        "same_sector": "Ties inside a sector are gone more often",
    }
    texts = {
        "weak": f"{lost} of the {cells} loosest ties are gone. Of the {rest} firmer ones it is {other}.",
        "attribute": f"This is {s.names(f.places)}. {lost} of their {cells} ties are gone. Of the other {rest} it is {other}.",
        "sector": f"{lost} of {cells} ties are gone. Of the other {rest} it is {other}.",
        "unconfirmed": f"{lost} of {cells} are gone. Of the {rest} that both reported it is {other}.",
        "same_sector": f"{lost} of {cells} are gone. Of the {rest} across sectors it is {other}.",
    }
    return titles[kind], texts[kind], _chance(f)


def _chance(f: Finding) -> str:
    p = f.numbers["holm"]
    seldom = "less than 1 time in 100" if p <= 0.01 else "at most 5 times in 100"
    text = f"So large a difference comes about by chance {seldom}. "
    if f.evidence is Evidence.CLEAR:
        return text + "Missing answers cannot turn it around."
    if f.evidence is Evidence.LIKELY:
        return text + "It is a sign, not a proof."
    return text + "But the missing answers could turn the picture around."


def observation(f: Finding, s: Speech) -> Said:
    n = f.numbers
    return (
        "Part of the difference is missing answers",
        f"{capital(s.count(n['open'], 'tie', 'ties'))} cannot be followed, because those who reported them did not "
        f"answer again. They count neither as kept nor as gone. "
        f"{capital(s.count(n['silent'], 'organisation has', 'organisations have'))} not answered.",
        "This says something about the answers, not about the collaboration.",
    )


def few_new(f: Finding, s: Speech) -> Said:
    n = f.numbers
    return (
        "Few new ties are made",
        f"{s.number(n['gone'])} are gone. {s.number(n['came'])} have been made, "
        f"{s.number(n['newcomers'])} of them with new organisations.",
        "This is a count of what both rounds can show.",
    )


def focus(f: Finding, s: Speech) -> Said:
    n, name = f.numbers, s.name(f.places[0])
    before = ""
    if "degree_before" in n:
        then = s.when(len(s.survey.waves) - 2)
        before = f" {capital(then)} it was {s.number(n['degree_before'])} of {s.number(n['others_before'])}."
    title = (
        f"Much goes through {name}"
        if n["rank"] <= 3 and n["share"] > 0.2
        else f"{name} in the network"
    )
    text = (
        f"{name} works with {s.number(n['degree'])} of the other {s.number(n['others'])}.{before} "
        f"In at most two steps it reaches {s.percent(n['reach'])} of all."
    )
    return title, text + _without(f, s), _focus_note(f, s)


def _without(f: Finding, s: Speech) -> str:
    if "cut" not in f.numbers:
        return ""
    if not f.numbers["cut"]:
        return f" Without {s.name(f.places[0])} the others still hang together."
    lost = s.count(f.numbers["cut"], "other loses its", "others lose their")
    return f" Without {s.name(f.places[0])} {lost} way to the rest."


def _focus_note(f: Finding, s: Speech) -> str:
    n = f.numbers
    low, high = f.interval or (n["rank"], n["rank"])
    silent = ""
    if n["silent"]:
        silent = f"{capital(s.count(n['silent'], 'organisation has', 'organisations have'))} not answered, so the number may be higher. "
    if high <= 1 and not n["silent"]:
        return "Nobody stands more often between two others."
    if high <= 1:
        return (
            silent
            + "Nobody stands more often between two others, even when we try with more missing answers."
        )
    if not n["silent"]:
        return f"As a go-between it is number {s.number(n['rank'])}."
    return silent + (
        f"As a go-between it is number {s.number(n['rank'])}. With more missing answers it could "
        f"be from number {s.number(low)} to number {s.number(high)}."
    )


def fragile(f: Finding, s: Speech) -> Said:
    n = f.numbers
    holder, held = int(f.names["holder"]), [int(at) for at in f.names["held"].split()]
    title = f"{capital(s.count(n['single'], 'organisation has', 'organisations have'))} only one partner"
    if n["most"] > 1:
        text = f"{capital(s.count(n['most'], 'of them has', 'of them have'))} only {s.name(holder)}: {s.names(held)}."
    else:
        partners = [f"{s.name(at)} (only {s.name(_other(f, at))})" for at in f.places]
        text = f"{s.listed(partners)}. If that contact ends, they are out."
    return title, text, "They answered themselves. Others who did not answer may know them."


def _other(f: Finding, place: int) -> int:
    return next(b if a == place else a for a, b in f.pairs if place in (a, b))


def movers(f: Finding, s: Speech) -> Said:
    n = f.numbers
    down, up = int(f.names["down"]), int(f.names["up"])
    lost = f"{s.name(down)} lost {s.count(n['down_lost'], 'tie', 'ties')} and made {_new(n['down_new'], s)}."
    gained = f"{s.name(up)} made {s.count(n['up_new'], 'new tie', 'new ties')} and lost {s.count(n['up_lost'], '', '').strip() if n['up_lost'] else 'none'}."
    note = "Only ties that both rounds can show are counted."
    if down in f.places and up in f.places:
        return (
            f"{s.name(up)} has come closer, {s.name(down)} has drifted away",
            f"{gained} {lost}",
            note,
        )
    if down in f.places:
        return f"{s.name(down)} lost most contacts", lost, note
    return f"{s.name(up)} has come closer", gained, note


def _new(count: float, s: Speech) -> str:
    return s.count(count, "new one", "new ones") if count else "no new ones"


def sectors(f: Finding, s: Speech) -> Said:
    n = f.numbers
    text = (
        f"There are {s.count(n['ties'], 'tie', 'ties')} between {f.names['one']} and {f.names['two']}. "
        f"Spread evenly, there would be about {s.number(n['expected'])}."
    )
    if f.evidence is Evidence.UNCERTAIN:
        return (f"{f.names['one']} and {f.names['two']} may work less together than others", text,
                "The difference is so small that it may be chance.")  # fmt: skip
    return (f"{f.names['one']} and {f.names['two']} seldom work together", text,
            "This is less than chance usually gives.")  # fmt: skip


def core(f: Finding, s: Speech) -> Said:
    n = f.numbers
    if f.evidence is Evidence.UNCERTAIN:
        return (
            "There is no firm core",
            "The network looks no more like a core with an edge than other networks with as many ties would.",
            "So we name nobody as core.",
        )
    return (
        f"{capital(s.count(n['members'], 'organisation is', 'organisations are'))} a firm core",
        f"They work mostly with each other: {s.names(f.places, 12)}.",
        "The pattern is clearer than chance usually gives, but the edge of the core is not sharp.",
    )


def trust(f: Finding, s: Speech) -> Said:
    n = f.numbers
    before = (
        f" {capital(s.when(len(s.survey.waves) - 2))} it was {s.number(n['before'], 1)}."
        if "before" in n
        else ""
    )
    return (
        f"Trust is {s.number(n['mean'], 1)} on a scale from 1 to 4",
        f"This is the mean of {s.number(n['ratings'])} ratings of reliability, shared mission and openness.{before}",
        "An organisation's own number is shown only when at least three have rated it.",
    )


def confirmation(f: Finding, s: Speech) -> Said:
    n = f.numbers
    total = n["confirmed"] + n["unconfirmed"]
    return (
        f"{s.number(n['confirmed'])} of {s.number(total)} ties are confirmed by both",
        f"In {s.number(n['unconfirmed'])} cases only one names the other although both answered.",
        "It says how far you agree on who works together.",
    )


FINDINGS: dict[str, Callable[[Finding, Speech], Said]] = {
    "change": change, "left": left, "reason": reason, "observation": observation, "few_new": few_new,
    "focus": focus, "fragile": fragile, "movers": movers, "sectors": sectors, "core": core,
    "trust": trust, "confirmation": confirmation,
}  # fmt: skip

PERSON = ("person", "leder", "medarbejder", "ansat", "formand", "staff", "leader", "coordinator")


def _hand_over(f: Finding, s: Speech) -> tuple[str, str]:
    if any(word in f.names["name"].lower() for word in PERSON):
        return (
            "Do not let contacts hang on one person.",
            f"Agree who carries the contacts on at {s.names(f.places)}. Put two names on every agreement.",
        )
    return (
        f"Look after those where it says {s.quoted(f.names['name'])}.",
        f"Ask {s.names(f.places)} what it would take to keep in touch.",
    )


ADVICE: dict[str, Callable[[Finding, Speech], tuple[str, str]]] = {
    "hand_over": _hand_over,
    "firm_up": lambda f, s: (
        "Make the loose contacts firm.",
        f"Choose those you will not do without and set a date together. {capital(s.count(f.numbers['cells'] - f.numbers['lost'], 'loose tie still holds', 'loose ties still hold'))}.",
    ),
    "take_over": lambda f, s: (
        f"Find out who takes over from {s.names(f.places, 3)}.",
        f"Ask the organisations that lost a contact. It is {s.number(f.numbers['ties'])} ties.",
    ),
    "share_load": lambda f, s: (
        f"Give {s.name(f.places[0])} a partner.",
        f"{capital(s.percent(f.numbers['share']))} of all have contact there. Let another take over some of the regular meetings.",
    ),
    "second_way": lambda f, s: (
        f"Give {s.names(f.places, 4)} one more contact.",
        "Invite them to something that is already there.",
    ),
    "reach_sector": lambda f, s: (
        f"Ask {f.names['name']} what it would take.",
        f"{s.number(f.numbers['lost'])} of {s.number(f.numbers['cells'])} ties there are gone.",
    ),
    "bring_together": lambda f, s: (
        f"Give {f.names['one']} and {f.names['two']} a task together.",
        "Begin with two organisations that serve the same people.",
    ),
    "confirm": lambda f, s: (
        "Make agreements plain to both sides.",
        "Ties that only one side knows of hold worst.",
    ),
    "make_occasions": lambda f, s: (
        "Make more occasions to meet.",
        f"{s.number(f.numbers['came'])} ties were made while {s.number(f.numbers['gone'])} fell away.",
    ),
    "call_silent": lambda f, s: (
        f"Call the {s.count(f.numbers['silent'], 'organisation', 'organisations')} that did not answer.",
        f"Then you know whether {s.count(f.numbers['open'], 'uncertain tie', 'uncertain ties')} still exist.",
    ),
    "ask_again": lambda f, s: (
        "Get more answers before you conclude.",
        "At least 60 percent must answer in both rounds, better 80.",
    ),
}


def headline(found: tuple[Finding, ...], s: Speech) -> str:
    kinds = {f.kind: f for f in reversed(found)}
    centre, moved = kinds.get("focus"), kinds.get("change")
    strong = (
        centre is not None
        and centre.numbers["share"] >= 1 / 3
        and centre.evidence is not Evidence.UNCERTAIN
    )
    name = s.name(centre.places[0]) if centre else ""
    if moved is None:
        return (
            f"Much collaboration goes through {name}"
            if strong
            else "How collaboration hangs together"
        )
    if moved.evidence is Evidence.LOCKED:
        return "Too few answered to say whether collaboration has changed"
    net = moved.numbers["net"]
    if moved.evidence is Evidence.UNCERTAIN:
        swapped = (
            moved.numbers["lost"] > moved.numbers["kept"]
            and moved.numbers["new"] > moved.numbers["kept"]
        )
        start = (
            "About as much collaboration, but with others"
            if swapped
            else "We cannot see whether there is more or less collaboration"
        )
    else:
        word = "a little " if abs(net) < 0.12 else ""
        start = f"Collaboration has become {word}{'thinner' if net < 0 else 'denser'}"
    return f"{start}, and much goes through {name}" if strong else start


def lead(s: Speech) -> str:
    network = s.survey.waves[-1].network
    there, spoke = network.organisations, int(network.answered.sum())
    if "answers" in s.survey.assumptions:
        return f"{s.number(there)} organisations take part. The files do not say who answered, so we take it that all did."
    when = f"{capital(s.when(len(s.survey.waves) - 1))}" if len(s.survey.waves) > 1 else "Of these"
    return f"{s.number(there)} organisations were asked whom they work with. {when} {s.number(spoke)} answered. That is {s.percent(spoke / max(there, 1))}."
