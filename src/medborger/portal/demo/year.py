"""The meetings of a year: held with minutes, full with a waiting list, and still to come."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from medborger.forums.models import Forum
from medborger.meetings.models import ActionItem, AgendaItem, Decision, Meeting, SignUp
from medborger.portal.demo.tables import organisation, person

THURSDAY = 3
Item, Form, Answer = AgendaItem.Kind, Meeting.Form, SignUp.Answer


def at(days: int, clock: str) -> datetime:
    """The Thursday nearest to so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    day += timedelta(days=(THURSDAY - day.weekday() + 3) % 7 - 3)
    hour, minute = clock.split(".")
    return timezone.make_aware(datetime.combine(day, time(int(hour), int(minute))))


def meet(forum: Forum, days: int, begins: str, ends: str, title: str, **fields: object) -> Meeting:
    starts_at, ends_at = at(days, begins), at(days, ends)
    invited_at = starts_at - timedelta(days=35)
    return Meeting.objects.create(
        forum=forum,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        invited_at=min(invited_at, timezone.now() - timedelta(days=3)),
        **fields,
    )


def agenda(meeting: Meeting, *items: tuple[str, int, str, str, str]) -> list[AgendaItem]:
    """Kind, minutes, heading, who, text."""
    return [
        AgendaItem.objects.create(
            meeting=meeting,
            order=order,
            kind=kind,
            minutes_long=minutes,
            heading=heading,
            responsible=who,
            text=text,
        )
        for order, (kind, minutes, heading, who, text) in enumerate(items, 1)
    ]


def answers(meeting: Meeting, coming: list[str], *, declined: list[str] | None = None) -> None:
    for order, name in enumerate(coming):
        room = meeting.capacity is None or order < meeting.capacity
        _answer(meeting, name, Answer.ATTENDING if room else Answer.WAITING, order)
    for name in declined or []:
        _answer(meeting, name, Answer.DECLINED, 0)


def _answer(meeting: Meeting, name: str, answer: str, order: int) -> None:
    first = min(timezone.now(), meeting.starts_at) - timedelta(days=2)
    SignUp.objects.create(
        meeting=meeting,
        person=person(name),
        answer=answer,
        answered_at=first + timedelta(minutes=7 * order),
    )


def publish(meeting: Meeting) -> None:
    meeting.minutes_published_at = meeting.ends_at + timedelta(days=6)
    meeting.save(update_fields=["minutes_published_at"])


def minutes(item: AgendaItem, text: str, *, decision: str = "") -> None:
    item.minutes = text
    item.save()
    if decision:
        Decision.objects.create(item=item, text=decision)


def task(item: AgendaItem, text: str, owner: str, due_in: int, *, done: int | None = None) -> None:
    now = timezone.now()
    ActionItem.objects.create(
        item=item,
        text=text,
        owner=person(owner),
        due_on=timezone.localdate() + timedelta(days=due_in),
        done_at=now - timedelta(days=done) if done is not None else None,
    )


def build_standing_year(forum: Forum) -> dict[str, Meeting]:
    who = meet(
        forum,
        -290,
        "16.30",
        "19.00",
        "Hvem mangler vi at høre?",
        place="Medborgerhuset Kajen",
        host=organisation("Medborgerhuset Kajen"),
        is_open=True,
    )
    welcome, heard, theme = agenda(
        who,
        (Item.WELCOME, 15, "Velkommen og kaffe", "Fatma Yildiz, forperson", ""),
        (Item.EXCHANGE, 90, "Hvem taler vi aldrig med?", "Alle", ""),
        (Item.DECISION, 45, "Årets tema", "Line Andresen", ""),
    )
    minutes(welcome, "Fatma bød velkommen til 11 medlemmer og 6 gæster.")
    minutes(
        heard,
        "Tre medlemmer fortalte det samme: **De unge bliver hørt for sent.** Når tegningerne hænger "
        "på væggen, er der ikke mere at mene noget om.",
    )
    minutes(
        theme,
        "Forummet talte om tre temaer.",
        decision="Årets tema er »Unge med i beslutningerne«.",
    )
    publish(who)

    four = meet(
        forum,
        -170,
        "16.30",
        "19.00",
        "Hvad skal vi anbefale?",
        place="Engskolen",
        host=organisation("Engskolen"),
        is_open=True,
    )
    talk, decide = agenda(
        four,
        (Item.TALK, 45, "Oplæg: 34 unge og 61 forslag", "Noor Rahman, Fjordby Ungdomsråd", ""),
        (Item.DECISION, 90, "Anbefalinger til udvalgene", "Fatma Yildiz", ""),
    )
    minutes(talk, "34 unge gav 61 forslag ved gårdmødet i Engparken, før arkitekten gik i gang.")
    minutes(decide, "11 stemte for, 1 undlod.", decision="Forummet sender fire anbefalinger.")
    publish(four)

    last = meet(
        forum,
        -45,
        "16.30",
        "18.00",
        "Hvad virkede, og hvad gjorde ikke?",
        form=Form.VIRTUAL,
        host=organisation("Frivilligcenter Fjordby"),
        link="https://example.org/moede",
        is_open=True,
    )
    status, next_steps = agenda(
        last,
        (Item.ROUND, 60, "Status på anbefalingerne", "Line Andresen", ""),
        (Item.EXCHANGE, 30, "Gårdmøder: hvem prøver næste gang?", "Alle", ""),
    )
    minutes(
        status,
        "Teknik- og Miljøudvalget sagde ja til inddragelsesplaner. Bussagen blev et nej, fordi "
        "pengene ikke er der. Udvalget peger på samkørsel.",
    )
    minutes(next_steps, "Fire steder vil gerne afprøve et gårdmøde til foråret.")
    task(next_steps, "Spørg tre klubber, om de vil afprøve gårdmøder", "Mehmet Kaya", -10, done=14)
    task(next_steps, "Del plakaten fra gårdmødet i Engparken", "Amina Yusuf", -3)
    task(status, "Find ud af, hvad et ungepanel koster", "Line Andresen", 9)
    publish(last)

    coming = meet(
        forum,
        11,
        "16.30",
        "19.00",
        "Hvordan hører vi de unge, før planen er tegnet?",
        place="Beboerhuset, Lundely 12",
        host=organisation("Boligforeningen Lundely"),
        getting_there="Indgang fra gården. Der er elevator og handicaptoilet. Bus 14 stopper ved Lundely.",
        text="Fællesspisning fra kl. 18.30. Alle er velkomne, også hvis du kun vil lytte.",
        is_open=True,
        capacity=25,
        answer_by=at(11, "12.00").date() - timedelta(days=6),
    )
    agenda(
        coming,
        (Item.WELCOME, 15, "Velkommen og kaffe", "Fatma Yildiz, forperson", ""),
        (
            Item.TALK,
            30,
            "Oplæg: Gårdmøder, der virkede",
            "Noor Rahman, Fjordby Ungdomsråd",
            "Hvad 34 unge i Engparken sagde, og hvad der skete bagefter.",
        ),
        (
            Item.TOUR,
            30,
            "Rundvisning i Lundely",
            "Jens Kjær, driftsleder",
            "Vi går en tur gennem gårdene. Turen er 600 meter uden trin.",
        ),
        (
            Item.EXCHANGE,
            30,
            "Erfaringer i små grupper",
            "",
            "Hvornår spørger I? Hvem spørger I? Hvad gør I med svarene?",
        ),
        (
            Item.DECISION,
            15,
            "Skal vi anbefale et fast ungepanel?",
            "Line Andresen",
            "Forummet tager stilling til udkastet.",
        ),
        (Item.BREAK, 30, "Fællesspisning", "Havnens Madfællesskab", "Slut kl. 19."),
    )
    answers(
        coming,
        [
            "Fatma Yildiz",
            "Line Andresen",
            "Noor Rahman",
            "Mehmet Kaya",
            "Peter Holm",
            "Birgit Sørensen",
            "Sofie Lindgaard",
            "Jens Kjær",
            "Rasmus Toft",
            "Omar Said",
            "Lars Høj",
            "Maja Krogh",
            "Samira Haddad",
            "Erik Dam",
            "Ida Winther",
            "Bent Østergaard",
            "Yasmin Ali",
            "Kasper Friis",
            "Pia Ravn",
        ],
        declined=["Hanne Vester"],
    )
    coming.guests.create(
        name="Gry Bak",
        email="gry.bak@example.org",
        brings="oplæg om unge og byrum",
        invited_by=person("Line Andresen"),
    )
    meet(
        forum,
        74,
        "10.00",
        "11.00",
        "Status på anbefalingerne",
        form=Form.VIRTUAL,
        link="https://example.org/moede",
    )
    return {"who": who, "four": four, "last": last, "coming": coming}


def build_other_meetings(network: Forum, local: Forum, tank: Forum) -> None:
    _network_year(network)
    path = meet(
        local,
        18,
        "19.30",
        "20.30",
        "Aftenmøde om den nye sti langs havnen",
        form=Form.VIRTUAL,
        link="https://example.org/moede",
        is_open=True,
    )
    agenda(
        path,
        (Item.TALK, 20, "Tegningerne", "Rasmus Toft", ""),
        (Item.ROUND, 40, "Hvad mangler?", "", ""),
    )
    light = meet(
        local, -60, "19.00", "21.00", "Lys på stien", place="Biblioteket Havnen", is_open=True
    )
    (item,) = agenda(light, (Item.EXCHANGE, 120, "Hvor er der mørkt?", "Erik Dam", ""))
    minutes(item, "28 beboere satte nåle på et kort. Mørkest er der bag biblioteket.")
    publish(light)
    meet(
        tank,
        53,
        "17.00",
        "19.00",
        "Hvem mangler ved bordet?",
        place="Biblioteket Havnen",
        text="Tænketanken vælger næste års tema.",
        is_open=True,
    )


def _network_year(network: Forum) -> None:
    held = meet(
        network,
        -75,
        "9.00",
        "12.00",
        "Naboskab, der holder",
        place="Boligforeningen Teglgården",
        host=organisation("Boligforeningen Teglgården"),
        text="Lektiecaféen viser rundt.",
    )
    talk, tour = agenda(
        held,
        (Item.TALK, 40, "Oplæg: Fra hilsen til hjælp", "Peter Holm", ""),
        (Item.TOUR, 60, "Rundvisning i lektiecaféen", "Peter Holm", ""),
    )
    minutes(talk, "Naboer hilser først, når de har et navn. En liste i opgangen gjorde forskellen.")
    minutes(tour, "Lektiecaféen har 30 børn og 9 frivillige.")
    task(talk, "Del skabelonen til opgangslisten", "Peter Holm", 12)
    publish(held)
    full = meet(
        network,
        67,
        "9.00",
        "12.00",
        "Hvordan får vi fædrene med?",
        place="Engskolen",
        host=organisation("Engskolen"),
        text="Oplæg, rundvisning og kollegasnak. Der er plads til ti i lokalet.",
        capacity=10,
        answer_by=at(60, "12.00").date(),
    )
    agenda(
        full,
        (Item.WELCOME, 15, "Morgenkaffe", "Lars Høj, skoleleder", ""),
        (Item.TALK, 45, "Oplæg: Fars aften", "Yasmin Ali", ""),
        (Item.TOUR, 45, "Rundvisning på Engskolen", "Lars Høj", ""),
        (Item.EXCHANGE, 60, "Erfaringer i små grupper", "", ""),
        (Item.ROUND, 15, "Tema til næste gang", "Ida Winther", ""),
    )
    answers(
        full,
        [
            "Ida Winther",
            "Peter Holm",
            "Birgit Sørensen",
            "Yasmin Ali",
            "Kasper Friis",
            "Pia Ravn",
            "Mehmet Kaya",
            "Tove Bjerg",
            "Maja Krogh",
            "Samira Haddad",
            "Fatma Yildiz",
        ],
    )
    meet(
        network,
        158,
        "10.00",
        "11.30",
        "Virtuel kollegasnak",
        form=Form.VIRTUAL,
        link="https://example.org/moede",
    )
