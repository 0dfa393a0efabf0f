"""Findings and recommendations in Danish, klarsprog: I and du, verbs, short sentences."""

from collections.abc import Callable

from civicmetrics.networks.findings import Evidence, Finding
from civicmetrics.networks.speech import Speech, capital

Said = tuple[str, str, str]  # title, text, how sure
EVIDENCE = {
    Evidence.COUNT: "Optalt",
    Evidence.CLEAR: "Tydeligt",
    Evidence.LIKELY: "Tyder på",
    Evidence.UNCERTAIN: "Usikkert",
    Evidence.LOCKED: "Låst",
}


def change(f: Finding, s: Speech) -> Said:
    n = f.numbers
    before = len(s.survey.waves) - 2
    then, now = s.when(before), s.when(before + 1)
    if f.evidence is Evidence.LOCKED:
        return (
            "For få svarede til at sige, om samarbejdet har ændret sig",
            f"{capital(then)} svarede {s.number(n['answered_before'])} af {s.number(n['organisations_before'])}, "
            f"og {now} {s.number(n['answered_after'])} af {s.number(n['organisations_after'])}. "
            "Under 60 procent er for lidt til at sammenligne runderne.",
            "Kortet og tabellerne viser kun det, I har svaret.",
        )
    text = (
        f"{capital(then)} kendte vi {s.number(n['before'])} relationer. Nu kender vi {s.number(n['after'])}. "
        f"{s.number(n['followed'])} kan vi følge fra dengang: {s.number(n['kept'])} holder, "
        f"og {s.number(n['lost'])} er væk. Mellem de samme organisationer er "
        f"{s.count(n['new'], 'ny', 'nye')} kommet til."
    )
    return _change_title(f, s), text, _change_note(f, s)


def _change_title(f: Finding, s: Speech) -> str:
    n, share = f.numbers, f.numbers["lost"] / max(f.numbers["followed"], 1)
    if f.evidence is Evidence.UNCERTAIN:
        return "Vi kan ikke se, om der er blevet mere eller mindre samarbejde"
    if n["net"] > 0:
        return f"Der er kommet {s.count(n['new'], 'ny relation', 'nye relationer')} til"
    part = s.part(share)
    if part:
        return f"{capital(part)} relation, vi kan følge, er væk"
    return f"{s.number(n['lost'])} af {s.number(n['followed'])} relationer er væk"


def _change_note(f: Finding, s: Speech) -> str:
    n = f.numbers
    low, high = f.interval or (0.0, 0.0)
    filled = (
        f"Havde alle svaret som de andre, ville vi kende omkring {s.number(n['expected_before'])} "
        f"relationer dengang og {s.number(n['expected_after'])} nu."
    )
    if f.evidence is Evidence.UNCERTAIN:
        return (
            f"Forskellen kan ligge mellem {_signed(low, s)} og {_signed(high, s)} procent. "
            f"Den kan altså være tilfældig. {filled}"
        )
    word = "Faldet" if n["net"] < 0 else "Væksten"
    sure = "er tydelig" if n["net"] > 0 else "er tydeligt"
    held = f"{word} {sure if f.evidence is Evidence.CLEAR else 'kan være mindre, end det ser ud'}. "
    return f"{held}{filled}"


def _signed(share: float, s: Speech) -> str:
    return ("+" if share > 0 else "") + s.number(100 * share)


def left(f: Finding, s: Speech) -> Said:
    n = f.numbers
    return (
        f"{capital(s.count(n['leavers'], 'organisation', 'organisationer'))} er ikke med længere",
        f"{s.names(f.places)} havde {s.number(n['ties'])} relationer {'tilsammen ' if n['leavers'] > 1 else ''}"
        "til de andre. De er gået med.",
        "Det er en optælling: den bygger på listen over, hvem der er med.",
    )


def reason(f: Finding, s: Speech) -> Said:
    n, kind, name = f.numbers, f.names["kind"], s.quoted(f.names["name"])
    lost, cells = s.number(n["lost"]), s.number(n["cells"])
    other, rest = s.number(n["other_lost"]), s.number(n["other_cells"])
    who = s.names(f.places)
    titles = {
        "weak": "De løse kontakter er faldet væk",
        "attribute": f"Flest kontakter er væk, hvor der står {name}",
        "sector": f"Relationer til {f.names['name']} er oftere væk",
        "unconfirmed": "Relationer, som kun den ene fortalte om, er oftere væk",
        "same_sector": "Relationer inden for samme sektor er oftere væk",
    }
    texts = {
        "weak": f"{lost} af de {cells} løseste relationer er væk. Af de {rest} fastere er det {other}.",
        "attribute": f"Det gælder {who}. {lost} af deres {cells} relationer er væk. Af de andre {rest} er det {other}.",
        "sector": f"{lost} af {cells} relationer er væk. Af de andre {rest} er det {other}.",
        "unconfirmed": f"{lost} af {cells} er væk. Af de {rest}, som begge fortalte om, er det {other}.",
        "same_sector": f"{lost} af {cells} er væk. Af de {rest} på tværs af sektorer er det {other}.",
    }
    return titles[kind], texts[kind], _chance(f)


def _chance(f: Finding) -> str:
    p = f.numbers["holm"]
    seldom = "mindre end 1 ud af 100 gange" if p <= 0.01 else "højst 5 ud af 100 gange"
    text = f"Så stor en forskel opstår {seldom} ved et tilfælde. "
    if f.evidence is Evidence.CLEAR:
        return text + "Manglende svar kan ikke vende den."
    if f.evidence is Evidence.LIKELY:
        return text + "Det er et tegn, ikke et bevis."
    return text + "Men de manglende svar kunne vende billedet."


def observation(f: Finding, s: Speech) -> Said:
    n = f.numbers
    return (
        "Noget af forskellen er manglende svar",
        f"{capital(s.count(n['open'], 'relation', 'relationer'))} kan vi ikke følge, fordi dem, der fortalte om dem, "
        f"ikke svarede igen. De tæller hverken som bevaret eller væk. "
        f"{capital(s.count(n['silent'], 'organisation mangler', 'organisationer mangler'))} at svare.",
        "Det siger noget om svarene, ikke om samarbejdet.",
    )


def few_new(f: Finding, s: Speech) -> Said:
    n = f.numbers
    return (
        "Der kommer få nye relationer til",
        f"{s.number(n['gone'])} er væk. {s.number(n['came'])} er kommet til, "
        f"heraf {s.number(n['newcomers'])} med nye organisationer.",
        "Det er en optælling af det, vi kan se i begge runder.",
    )


def focus(f: Finding, s: Speech) -> Said:
    n, name = f.numbers, s.name(f.places[0])
    before = ""
    if "degree_before" in n:
        then = s.when(len(s.survey.waves) - 2)
        before = f" {capital(then)} var det {s.number(n['degree_before'])} af {s.number(n['others_before'])}."
    title = (
        f"Meget går gennem {name}" if n["rank"] <= 3 and n["share"] > 0.2 else f"{name} i netværket"
    )
    text = (
        f"{name} samarbejder med {s.number(n['degree'])} af de andre {s.number(n['others'])}.{before} "
        f"I højst to led er der vej til {s.percent(n['reach'])} af alle."
    )
    return title, text + _without(f, s), _focus_note(f, s)


def _without(f: Finding, s: Speech) -> str:
    if "cut" not in f.numbers:
        return ""
    if not f.numbers["cut"]:
        return f" Uden {s.name(f.places[0])} hænger de andre stadig sammen."
    lost = s.count(f.numbers["cut"], "anden", "andre")
    return f" Uden {s.name(f.places[0])} mister {lost} forbindelsen til resten."


def _focus_note(f: Finding, s: Speech) -> str:
    n = f.numbers
    low, high = f.interval or (n["rank"], n["rank"])
    silent = ""
    if n["silent"]:
        silent = f"{capital(s.count(n['silent'], 'organisation', 'organisationer'))} har ikke svaret, så tallet kan være højere. "
    if high <= 1 and not n["silent"]:
        return "Ingen står oftere mellem to andre."
    if high <= 1:
        return (
            silent
            + "Ingen står oftere mellem to andre, heller ikke når vi prøver med flere manglende svar."
        )
    if not n["silent"]:
        return f"Som mellemled er pladsen nr. {s.number(n['rank'])}."
    return silent + (
        f"Som mellemled er pladsen nr. {s.number(n['rank'])}. Med flere manglende svar kunne den "
        f"være fra nr. {s.number(low)} til nr. {s.number(high)}."
    )


def fragile(f: Finding, s: Speech) -> Said:
    n = f.numbers
    holder, held = int(f.names["holder"]), [int(at) for at in f.names["held"].split()]
    title = f"{capital(s.count(n['single'], 'organisation', 'organisationer'))} har kun én samarbejdspartner"
    if n["most"] > 1:
        text = f"{capital(s.count(n['most'], 'af dem har', 'af dem har'))} kun {s.name(holder)}: {s.names(held)}."
    else:
        partners = [f"{s.name(at)} (kun {s.name(_other(f, at))})" for at in f.places]
        text = f"{s.listed(partners)}. Stopper den ene kontakt, er de helt ude."
    return title, text, "De har selv svaret. Andre, der ikke har svaret, kan kende dem."


def _other(f: Finding, place: int) -> int:
    return next(b if a == place else a for a, b in f.pairs if place in (a, b))


def movers(f: Finding, s: Speech) -> Said:
    n = f.numbers
    down, up = int(f.names["down"]), int(f.names["up"])
    lost = f"{s.name(down)} har mistet {s.count(n['down_lost'], 'relation', 'relationer')} og fået {_new(n['down_new'], s)}."
    gained = f"{s.name(up)} har fået {s.count(n['up_new'], 'ny relation', 'nye relationer')} og mistet {s.count(n['up_lost'], '', '').strip() if n['up_lost'] else 'ingen'}."
    note = "Kun relationer, vi kan se i begge runder, er talt med."
    if down in f.places and up in f.places:
        return (
            f"{s.name(up)} er kommet tættere på, {s.name(down)} er gledet ud",
            f"{gained} {lost}",
            note,
        )
    if down in f.places:
        return f"{s.name(down)} har mistet flest kontakter", lost, note
    return f"{s.name(up)} er kommet tættere på", gained, note


def _new(count: float, s: Speech) -> str:
    return s.count(count, "ny", "nye") if count else "ingen nye"


def sectors(f: Finding, s: Speech) -> Said:
    n = f.numbers
    text = (
        f"Der er {s.count(n['ties'], 'relation', 'relationer')} mellem {f.names['one']} og {f.names['two']}. "
        f"Var samarbejdet spredt jævnt, ville der være omkring {s.number(n['expected'])}."
    )
    if f.evidence is Evidence.UNCERTAIN:
        return (f"{f.names['one']} og {f.names['two']} arbejder måske mindre sammen end andre", text,
                "Forskellen er så lille, at den kan være tilfældig.")  # fmt: skip
    return (f"{f.names['one']} og {f.names['two']} arbejder sjældent sammen", text,
            "Det er mindre, end tilfældet plejer at give.")  # fmt: skip


def core(f: Finding, s: Speech) -> Said:
    n = f.numbers
    if f.evidence is Evidence.UNCERTAIN:
        return (
            "Der er ikke en fast kerne",
            "Netværket ligner ikke mere en kerne med en kant, end andre netværk med lige så mange relationer ville.",
            "Derfor udpeger vi ikke nogen som kerne.",
        )
    return (
        f"{capital(s.count(n['members'], 'organisation', 'organisationer'))} er en fast kerne",
        f"De samarbejder mest med hinanden: {s.names(f.places, 12)}.",
        "Mønstret er tydeligere, end tilfældet plejer at give, men kanten af kernen er ikke skarp.",
    )


def trust(f: Finding, s: Speech) -> Said:
    n = f.numbers
    before = (
        f" {capital(s.when(len(s.survey.waves) - 2))} var den {s.number(n['before'], 1)}."
        if "before" in n
        else ""
    )
    return (
        f"Tilliden er {s.number(n['mean'], 1)} på en skala fra 1 til 4",
        f"Det er gennemsnittet af {s.number(n['ratings'])} vurderinger af pålidelighed, fælles mål og åbenhed.{before}",
        "En organisation får kun vist sit eget tal, når mindst tre har vurderet den.",
    )


def confirmation(f: Finding, s: Speech) -> Said:
    n = f.numbers
    total = n["confirmed"] + n["unconfirmed"]
    return (
        f"{s.number(n['confirmed'])} af {s.number(total)} relationer er bekræftet af begge",
        f"I {s.number(n['unconfirmed'])} tilfælde nævner kun den ene den anden, selv om begge har svaret.",
        "Det er et mål for, om I er enige om, hvem der samarbejder.",
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
            "Lad ikke kontakter hænge på én person.",
            f"Aftal, hvem der tager kontakterne videre hos {s.names(f.places)}. Skriv to navne på hver aftale.",
        )
    return (
        f"Tag hånd om dem, hvor der står {s.quoted(f.names['name'])}.",
        f"Spørg {s.names(f.places)}, hvad der skal til for at holde kontakten.",
    )


ADVICE: dict[str, Callable[[Finding, Speech], tuple[str, str]]] = {
    "hand_over": _hand_over,
    "firm_up": lambda f, s: (
        "Gør de løse kontakter faste.",
        f"Vælg dem, I ikke vil undvære, og sæt en fælles dato i kalenderen. {capital(s.count(f.numbers['cells'] - f.numbers['lost'], 'løs relation', 'løse relationer'))} holder endnu.",
    ),
    "take_over": lambda f, s: (
        f"Find ud af, hvem der tager over efter {s.names(f.places, 3)}.",
        f"Spørg de organisationer, der mistede en kontakt. Det er {s.number(f.numbers['ties'])} relationer.",
    ),
    "share_load": lambda f, s: (
        f"Giv {s.name(f.places[0])} en makker.",
        f"{s.percent(f.numbers['share']).capitalize()} af alle har kontakt dertil. Lad en anden overtage nogle af de faste møder.",
    ),
    "second_way": lambda f, s: (
        f"Giv {s.names(f.places, 4)} en kontakt mere.",
        "Inviter dem med til noget, der allerede findes.",
    ),
    "reach_sector": lambda f, s: (
        f"Spørg {f.names['name']}, hvad der skal til.",
        f"{s.number(f.numbers['lost'])} af {s.number(f.numbers['cells'])} relationer dertil er væk.",
    ),
    "bring_together": lambda f, s: (
        f"Sæt {f.names['one']} og {f.names['two']} sammen om en opgave.",
        "Begynd med to organisationer, der deler målgruppe.",
    ),
    "confirm": lambda f, s: (
        "Gør aftaler tydelige for begge parter.",
        "Relationer, som kun den ene kender til, holder dårligst.",
    ),
    "make_occasions": lambda f, s: (
        "Lav flere anledninger til at mødes.",
        f"Der kom {s.number(f.numbers['came'])} nye relationer, mens {s.number(f.numbers['gone'])} faldt væk.",
    ),
    "call_silent": lambda f, s: (
        f"Ring til de {s.count(f.numbers['silent'], 'organisation', 'organisationer')}, der ikke svarede.",
        f"Så ved I, om {s.count(f.numbers['open'], 'uvis relation', 'uvisse relationer')} findes endnu.",
    ),
    "ask_again": lambda f, s: (
        "Få flere svar, før I konkluderer.",
        "Mindst 60 procent skal svare i begge runder, helst 80.",
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
            f"Meget samarbejde går gennem {name}" if strong else "Sådan hænger samarbejdet sammen"
        )
    if moved.evidence is Evidence.LOCKED:
        return "For få svarede til at sige, om samarbejdet har ændret sig"
    net = moved.numbers["net"]
    if moved.evidence is Evidence.UNCERTAIN:
        swapped = (
            moved.numbers["lost"] > moved.numbers["kept"]
            and moved.numbers["new"] > moved.numbers["kept"]
        )
        start = (
            "Der samarbejdes omtrent lige meget, men med andre"
            if swapped
            else "Vi kan ikke se, om der er blevet mere eller mindre samarbejde"
        )
    else:
        word = "lidt " if abs(net) < 0.12 else ""
        start = f"Samarbejdet er blevet {word}{'tyndere' if net < 0 else 'tættere'}"
    return f"{start}, og meget går gennem {name}" if strong else start


def lead(s: Speech) -> str:
    network = s.survey.waves[-1].network
    there, spoke = network.organisations, int(network.answered.sum())
    asked = f"{s.number(there)} organisationer er med."
    if "answers" in s.survey.assumptions:
        return f"{asked} Filerne siger ikke, hvem der har svaret, så vi regner med, at alle har."
    when = (
        f"{capital(s.when(len(s.survey.waves) - 1))} svarede"
        if len(s.survey.waves) > 1
        else "Der svarede"
    )
    return f"{s.number(there)} organisationer er spurgt, hvem de samarbejder med. {when} {s.number(spoke)}. Det er {s.percent(spoke / max(there, 1))}."
