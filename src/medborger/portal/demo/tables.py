"""The forums of Fjordby, their seats and their members."""

from datetime import date, timedelta

from django.utils import timezone

from medborger.areas.models import Area
from medborger.forums.models import (
    Application,
    Criterion,
    Forum,
    Holding,
    Membership,
    Message,
    Seat,
    TermsOfReference,
    YearTheme,
)
from medborger.people.models import Organisation, User

Role, Kind = Membership.Role, Forum.Kind

YOUTH, HOUSING = "Kendskab til de unge", "Boligsocialt arbejde i praksis"
VOLUNTEERS, PARENTS = "Foreningsliv og frivillige", "Forældre og familier"
TOWN_HALL = "Kommunens forvaltninger"

# What the seat should bring, the area it should know, and who holds it.
STANDING_SEATS = [
    (TOWN_HALL, "", "Line Andresen"),
    (YOUTH, "Kajen", "Noor Rahman"),
    (TOWN_HALL, "", "Rasmus Toft"),
    (YOUTH, "Havnekvarteret", "Mehmet Kaya"),
    (HOUSING, "Lundely", "Amina Yusuf"),
    (TOWN_HALL, "", "Hanne Vester"),
    (VOLUNTEERS, "", "Tove Bjerg"),
    (HOUSING, "Teglgården", "Peter Holm"),
    (VOLUNTEERS, "Kajen", "Omar Said"),
    (HOUSING, "Engparken", "Birgit Sørensen"),
    (PARENTS, "Engparken", "Sofie Lindgaard"),
    (VOLUNTEERS, "Havnekvarteret", "Fatma Yildiz"),
    (YOUTH, "Engparken", ""),
    (PARENTS, "Bakkebyen", ""),
]
NETWORK_SEATS = [
    "Ida Winther", "Amina Yusuf", "Peter Holm", "Birgit Sørensen", "Yasmin Ali", "Kasper Friis",
    "Pia Ravn", "Mehmet Kaya", "Tove Bjerg", "Maja Krogh", "Samira Haddad", "Fatma Yildiz",
]  # fmt: skip
LOCAL_SEATS = [
    "Erik Dam", "Omar Said", "Jens Kjær", "Maja Krogh", "Kasper Friis", "Jonas Lind", "Dorte Berg", "",
]  # fmt: skip
THINK_TANK_SEATS = ["Hanne Vester", "Lars Høj", "Samira Haddad", "Noor Rahman", "Ida Winther"]


def person(name: str) -> User:
    return User.objects.get(name=name)


def organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def speaks_for(someone: User) -> Organisation | None:
    found = someone.affiliations.first()
    return found.organisation if found else None


def term() -> tuple[date, date]:
    today = timezone.localdate()
    return date(today.year - 1, 8, 1), date(today.year + 2, 7, 31)


def build_standing_forum(town: Area) -> Forum:
    forum = Forum.objects.create(
        name="Medborgerforum Fjordby",
        kind=Kind.STANDING,
        summary="Kommune og civilsamfund om fællesskab og tidlig forebyggelse.",
        purpose=(
            "Kommunen og civilsamfundet mødes om fællesskab i kvartererne og tidlig forebyggelse. "
            "Medlemmerne deler, hvad de ser, sparrer om det, der er svært, og giver kommunen råd, "
            "som den skal svare på."
        ),
        organisation=organisation("Kultur- og Fritidsforvaltningen"),
        area=town,
        target_groups="Foreninger, boligorganisationer, klubber, forvaltninger",
        way_in=Forum.WayIn.APPLICATION,
        physical_meetings=3,
        virtual_meetings=1,
        has_public_members=True,
    )
    _theme(
        forum,
        "Unge med i beslutningerne",
        "De unge bliver tit spurgt, når alt er besluttet. I år undersøger vi, hvordan de kan være "
        "med fra begyndelsen, og hvad det kræver af os andre.",
    )
    _terms(forum)
    forum.group_roles.create(
        issuer="https://login.fjordby.example",
        group="Fritid, konsulenter",
        role=Membership.Role.REPRESENTATIVE,
    )
    criteria = {
        name: Criterion.objects.create(forum=forum, name=name)
        for name in (YOUTH, HOUSING, VOLUNTEERS, PARENTS, TOWN_HALL)
    }
    for number, (criterion, area, holder) in enumerate(STANDING_SEATS, 1):
        seat = _seat(forum, number, holder)
        seat.criteria.add(criteria[criterion])
        if area:
            seat.areas.add(Area.objects.within(town).get(name=area))
    _former_holder(forum)
    _roles(forum, {"Fatma Yildiz": Role.CHAIR, "Line Andresen": Role.COORDINATOR})
    _roles(forum, {"Hanne Vester": Role.REPRESENTATIVE, "Noor Rahman": Role.PLANNER})
    _apply(forum)
    _message(forum)
    return forum


def build_network(town: Area) -> Forum:
    forum = Forum.objects.create(
        name="Netværk: Lokalsamfund og medborgerskab",
        kind=Kind.NETWORK,
        summary="For dig, der arbejder i et boligområde. Oplæg, rundvisning og kollegasnak.",
        purpose=(
            "Vi mødes på skift hos hinanden. Værten viser rundt, en eller to holder oplæg, og så "
            "taler vi om det, vi står i. Medlemmerne vælger selv temaerne."
        ),
        organisation=organisation("Boligsocial Rådgivning Øst"),
        area=town,
        target_groups="Medarbejdere i boligområder, klubber, biblioteker og foreninger",
        way_in=Forum.WayIn.TARGET_GROUP,
        physical_meetings=2,
        virtual_meetings=1,
    )
    _theme(forum, "Naboskab, der holder", "Hvad får naboer til at hilse, hjælpe og blive boende?")
    for number, holder in enumerate(NETWORK_SEATS, 1):
        _seat(forum, number, holder)
    _roles(forum, {"Ida Winther": Role.COORDINATOR, "Peter Holm": Role.PLANNER})
    return forum


def build_local_committee(town: Area) -> Forum:
    forum = Forum.objects.create(
        name="Lokaludvalg Havnekvarteret",
        kind=Kind.LOCAL_COMMITTEE,
        summary="Beboere og foreninger om havnen, stierne og de grønne pletter.",
        purpose="Lokaludvalget taler kvarterets sag og holder åbne møder, hvor alle kan komme.",
        organisation=organisation("Fjordby Kommune"),
        area=Area.objects.within(town).get(name="Havnekvarteret"),
        target_groups="Beboere i Havnekvarteret",
        physical_meetings=4,
        virtual_meetings=1,
        has_public_members=True,
    )
    for number, holder in enumerate(LOCAL_SEATS, 1):
        _seat(forum, number, holder)
    _roles(forum, {"Erik Dam": Role.CHAIR, "Maja Krogh": Role.COORDINATOR})
    return forum


def build_think_tank(town: Area) -> Forum:
    forum = Forum.objects.create(
        name="Tænketank for inddragelse",
        kind=Kind.THINK_TANK,
        summary="Fem fagfolk vælger et tema om året og giver byrådet anbefalinger.",
        purpose="Tænketanken samler viden om ét tema om året og afslutter med anbefalinger.",
        organisation=organisation("Børne- og Ungeforvaltningen"),
        area=town,
        way_in=Forum.WayIn.APPOINTED,
        physical_meetings=3,
        has_public_members=True,
    )
    _theme(forum, "Hvem mangler ved bordet?", "Nogle stemmer hører vi aldrig. Hvorfor ikke?")
    for number, holder in enumerate(THINK_TANK_SEATS, 1):
        _seat(forum, number, holder)
    _roles(forum, {"Hanne Vester": Role.COORDINATOR, "Lars Høj": Role.CHAIR})
    return forum


def build_copenhagen_think_tank(copenhagen: Area) -> Forum:
    """The think tank behind the public case of 2012. It has no members in the demo."""
    run_by, _new = Organisation.objects.get_or_create(
        name="Beskæftigelses- og Inklusionsforvaltningen (København)",
        defaults={"kind": Organisation.Kind.ADMINISTRATION},
    )
    return Forum.objects.create(
        name="Eksperttænketank for Integration, København",
        kind=Kind.THINK_TANK,
        summary="Tænketanken bag fire anbefalinger om borgerinddragelse i København i 2012.",
        purpose="Bygger på en offentlig sag fra 2012, gengivet med vores egne ord.",
        organisation=run_by,
        area=copenhagen,
        way_in=Forum.WayIn.APPOINTED,
        archived_at=timezone.now(),
    )


def _theme(forum: Forum, heading: str, text: str) -> None:
    YearTheme.objects.create(
        forum=forum, year=timezone.localdate().year, heading=heading, text=text
    )


def _terms(forum: Forum) -> None:
    begins, _ends = term()
    TermsOfReference.objects.create(
        forum=forum,
        version=1,
        adopted_on=begins - timedelta(days=400),
        text="Forummet rådgiver kommunen om medborgerskab. 12 pladser. To møder om året.",
    )
    TermsOfReference.objects.create(
        forum=forum,
        version=2,
        adopted_on=begins,
        text=(
            "## Opgave\n\nForummet rådgiver kommunen om medborgerskab og tidlig forebyggelse.\n\n"
            "## Medlemmer\n\n14 pladser. Forvaltningen udpeger efter viden om kvartererne, "
            "kontakt til unge og erfaring fra foreningslivet.\n\n"
            "## Møder\n\nTre møder om året. Forummet kan invitere eksperter og beboere."
        ),
    )


def _seat(forum: Forum, number: int, holder: str) -> Seat:
    begins, ends = term()
    seat = Seat.objects.create(
        forum=forum,
        number=number,
        appointed_by=forum.organisation,
        term_starts_on=begins,
        term_ends_on=ends,
    )
    if holder:
        someone = person(holder)
        Holding.objects.create(
            seat=seat, person=someone, organisation=speaks_for(someone), since=begins
        )
        Membership.objects.create(
            forum=forum, person=someone, organisation=speaks_for(someone), joined_on=begins
        )
    return seat


def _roles(forum: Forum, roles: dict[str, str]) -> None:
    for name, role in roles.items():
        forum.memberships.filter(person__name=name).update(role=role)


def _former_holder(forum: Forum) -> None:
    someone, begins = person("Lars Høj"), term()[0]
    Holding.objects.create(
        seat=forum.seats.get(number=13),
        person=someone,
        organisation=speaks_for(someone),
        since=begins,
        until=timezone.localdate() - timedelta(days=60),
    )


def _apply(forum: Forum) -> None:
    someone = person("Samira Haddad")
    Application.objects.create(
        forum=forum,
        seat=forum.seats.get(number=14),
        person=someone,
        organisation=speaks_for(someone),
        text="Jeg møder hver uge forældre i Bakkebyen, som ikke kommer til kommunens møder.",
    )


def _message(forum: Forum) -> None:
    message = Message.objects.create(
        forum=forum,
        sender=person("Line Andresen"),
        subject="Tak for et godt møde",
        text="Referatet ligger klar. Husk at svare på, om I kommer næste gang.",
        recipient_count=11,
    )
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(days=9))
