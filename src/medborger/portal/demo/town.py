"""Who lives in the demo: areas, organisations and people. All of them are made up."""

from datetime import timedelta

from django.utils import timezone

from medborger.areas.models import Area
from medborger.people.models import Affiliation, Competence, Organisation, User

Kind = Organisation.Kind
TOWN = "Fjordby"

DISTRICTS = {
    "Havnekvarteret": ["Kajen", "Lundely"],
    "Engparken": ["Søndre Have", "Åkrogen"],
    "Bakkebyen": ["Teglgården"],
}

# Name, kind, areas, what it offers, and whose roof it is under.
ORGANISATIONS = [
    ("Fjordby Kommune", Kind.AUTHORITY, [TOWN], "", ""),
    (
        "Kultur- og Fritidsforvaltningen",
        Kind.ADMINISTRATION,
        [TOWN],
        "Foreninger, klubber, biblioteker og borgerinddragelse i hele byen.",
        "",
    ),
    (
        "Teknik- og Miljøforvaltningen",
        Kind.ADMINISTRATION,
        [TOWN],
        "Byggeri, veje, parker og byfornyelse.",
        "",
    ),
    (
        "Børne- og Ungeforvaltningen",
        Kind.ADMINISTRATION,
        [TOWN],
        "Skoler, klubber og tidlig forebyggelse.",
        "",
    ),
    (
        "Medborgerhuset Kajen",
        Kind.CITIZEN_CENTRE,
        ["Havnekvarteret"],
        "Lokaler, café og hjælp til at komme i gang. Flere foreninger holder til her.",
        "",
    ),
    (
        "Boligforeningen Lundely",
        Kind.HOUSING,
        ["Lundely"],
        "412 boliger og et beboerhus, som andre gerne må låne.",
        "",
    ),
    (
        "Boligforeningen Teglgården",
        Kind.HOUSING,
        ["Teglgården"],
        "Boligsocial indsats med lektiecafé og kvindegruppe.",
        "",
    ),
    (
        "Engparkens Boligselskab",
        Kind.HOUSING,
        ["Engparken"],
        "Gårdråd, fællesværksted og nattevandring.",
        "",
    ),
    (
        "Fjordby Ungdomsråd",
        Kind.ASSOCIATION,
        [TOWN],
        "Unge fra 14 til 22 år, der siger deres mening til byrådet.",
        "Medborgerhuset Kajen",
    ),
    (
        "Frivilligcenter Fjordby",
        Kind.ASSOCIATION,
        [TOWN],
        "Finder frivillige til foreninger og foreninger til frivillige.",
        "Medborgerhuset Kajen",
    ),
    # Somebody wrote it a second time, so that a clerk has two to make one.
    ("Frivilligcentret Fjordby", Kind.ASSOCIATION, [TOWN], "", ""),
    (
        "Havnens Madfællesskab",
        Kind.ASSOCIATION,
        ["Havnekvarteret"],
        "Fællesspisning for 80 hver torsdag.",
        "Medborgerhuset Kajen",
    ),
    (
        "Forældrenetværket Engparken",
        Kind.ASSOCIATION,
        ["Engparken"],
        "Forældre, der hjælper forældre.",
        "",
    ),
    (
        "Idrætsforeningen Kajen",
        Kind.ASSOCIATION,
        ["Kajen"],
        "Fodbold, dans og åben hal om fredagen.",
        "",
    ),
    ("Ungdomsklubben Kajen", Kind.INSTITUTION, ["Kajen"], "Åbent fire aftener om ugen.", ""),
    ("Engskolen", Kind.INSTITUTION, ["Engparken"], "Skole og nabo.", ""),
    ("Biblioteket Havnen", Kind.INSTITUTION, ["Havnekvarteret"], "Åbent til kl. 22.", ""),
    (
        "Bydelsmødrene Bakkebyen",
        Kind.ASSOCIATION,
        ["Bakkebyen"],
        "Kvinder, der banker på hos nye naboer.",
        "",
    ),
    (
        "Boligsocial Rådgivning Øst",
        Kind.ADVICE,
        [TOWN],
        "Kurser, netværk og sparring for ansatte i boligområder.",
        "",
    ),
]

# Name, organisation, title. Made up; every address is at example.org.
PEOPLE = [
    ("Amina Yusuf", "Boligforeningen Lundely", "boligsocial medarbejder"),
    ("Fatma Yildiz", "Medborgerhuset Kajen", "leder"),
    ("Line Andresen", "Kultur- og Fritidsforvaltningen", "fuldmægtig"),
    ("Peter Holm", "Boligforeningen Teglgården", "boligsocial medarbejder"),
    ("Kirsten Lund", "Teknik- og Miljøforvaltningen", "udvalgssekretær"),
    ("Astrid Skov", "Fjordby Kommune", "it-koordinator"),
    ("Noor Rahman", "Fjordby Ungdomsråd", "forperson"),
    ("Mehmet Kaya", "Ungdomsklubben Kajen", "klubmedarbejder"),
    ("Birgit Sørensen", "Engparkens Boligselskab", "beboerrådgiver"),
    ("Sofie Lindgaard", "Forældrenetværket Engparken", "frivillig"),
    ("Jens Kjær", "Boligforeningen Lundely", "driftsleder"),
    ("Rasmus Toft", "Teknik- og Miljøforvaltningen", "byplanlægger"),
    ("Hanne Vester", "Børne- og Ungeforvaltningen", "områdechef"),
    ("Omar Said", "Idrætsforeningen Kajen", "træner"),
    ("Tove Bjerg", "Frivilligcenter Fjordby", "konsulent"),
    ("Lars Høj", "Engskolen", "skoleleder"),
    ("Maja Krogh", "Biblioteket Havnen", "bibliotekar"),
    ("Samira Haddad", "Bydelsmødrene Bakkebyen", "koordinator"),
    ("Erik Dam", "Havnens Madfællesskab", "frivillig"),
    ("Ida Winther", "Boligsocial Rådgivning Øst", "konsulent"),
    ("Bent Østergaard", "Boligforeningen Teglgården", "beboer og afdelingsformand"),
    ("Yasmin Ali", "Engparkens Boligselskab", "boligsocial medarbejder"),
    ("Kasper Friis", "Medborgerhuset Kajen", "vært"),
    ("Pia Ravn", "Ungdomsklubben Kajen", "klubleder"),
    ("Dorte Berg", "Fjordby Ungdomsråd", "sekretær"),
    ("Jonas Lind", "Idrætsforeningen Kajen", "kasserer"),
]


# What people can be asked about, and who of them has chosen it.
COMPETENCES = {
    "Borgerinddragelse": ["Line Andresen", "Fatma Yildiz", "Ida Winther", "Amina Yusuf"],
    "Frivillige": ["Tove Bjerg", "Fatma Yildiz", "Erik Dam"],
    "Unge og fritid": ["Mehmet Kaya", "Pia Ravn", "Omar Said", "Lars Høj"],
    "Boligsocialt arbejde": ["Amina Yusuf", "Peter Holm", "Yasmin Ali", "Birgit Sørensen"],
    "Byplanlægning": ["Rasmus Toft"],
    "Fondsansøgninger": ["Ida Winther", "Tove Bjerg"],
    "Konfliktmægling": ["Birgit Sørensen", "Samira Haddad"],
    "Politisk sagsbehandling": ["Kirsten Lund", "Line Andresen"],
}
SHOWN_TO_EVERYONE = ["Line Andresen", "Tove Bjerg", "Ida Winther", "Fatma Yildiz"]
SHOWN_TO_NOBODY = ["Sofie Lindgaard", "Bent Østergaard"]
NOT_LISTED = ["Noor Rahman"]

LETTERS: dict[str, str | int | None] = {"æ": "ae", "ø": "oe", "å": "aa", " ": "."}


def email_of(name: str) -> str:
    plain = name.lower().translate(str.maketrans(LETTERS))
    return f"{plain}@example.org"


def build_areas() -> Area:
    denmark = Area.objects.get(kind=Area.Kind.COUNTRY)
    town = Area.objects.create(
        name=TOWN,
        kind=Area.Kind.MUNICIPALITY,
        parent=denmark,
        about="En by ved vandet. Fjordby findes kun her i eksemplet.",
    )
    for district, neighbourhoods in DISTRICTS.items():
        above = Area.objects.create(name=district, kind=Area.Kind.DISTRICT, parent=town)
        for name in neighbourhoods:
            Area.objects.create(name=name, kind=Area.Kind.NEIGHBOURHOOD, parent=above)
    return town


def build_organisations(town: Area) -> None:
    areas = {area.name: area for area in Area.objects.within(town)}
    for name, kind, places, offers, roof in ORGANISATIONS:
        organisation = Organisation.objects.create(
            name=name,
            kind=kind,
            offers=offers,
            under_roof_of=Organisation.objects.get(name=roof) if roof else None,
        )
        organisation.areas_served.set([areas[place] for place in places])


def build_people() -> None:
    since = timezone.localdate() - timedelta(days=900)
    for name, organisation, title in PEOPLE:
        person = User.objects.create_user(email_of(name), name, is_staff=title == "it-koordinator")
        Affiliation.objects.create(
            person=person,
            organisation=Organisation.objects.get(name=organisation),
            title=title,
            since=since,
            confirmed_at=timezone.now(),
        )
    for name, people in COMPETENCES.items():
        Competence.objects.create(name=name).people.set(User.objects.filter(name__in=people))
    choice = User.ContactVisibility
    for names, chosen in ((SHOWN_TO_EVERYONE, choice.EVERYONE), (SHOWN_TO_NOBODY, choice.NOBODY)):
        User.objects.filter(name__in=names).update(contact_visibility=chosen)
    User.objects.filter(name__in=NOT_LISTED).update(is_listed=False)
