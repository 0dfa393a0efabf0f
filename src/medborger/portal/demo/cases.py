"""What the forum recommended, the cases made of it, and what became of them."""

from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from civicmetrics.case_pages import read_case_pages
from medborger.areas.models import Area
from medborger.decisions import actions
from medborger.decisions.models import (
    Case,
    CaseRecommendation,
    Committee,
    Consultation,
    FollowUp,
    MotionPoint,
    Recommendation,
    Section,
)
from medborger.forums.models import Forum
from medborger.meetings.models import Meeting
from medborger.portal.demo.tables import person

Role, Outcome = Consultation.Role, Consultation.Outcome
PAGE_OF_2012 = Path(__file__).with_name("koebenhavn-2012.txt")


def days(count: int) -> date:
    return timezone.localdate() + timedelta(days=count)


def build_cases(town: Area, forum: Forum, meetings: dict[str, Meeting]) -> None:
    committees = {
        name: Committee.objects.create(name=name, municipality=town)
        for name in ("Teknik- og Miljøudvalget", "Børne- og Ungdomsudvalget", "Socialudvalget")
    }
    _club(forum, meetings, committees)
    _ask_first(forum, meetings, committees)
    _buses(forum, meetings, committees)
    _panel(forum, meetings)


def _recommend(
    forum: Forum, number: int, heading: str, text: str, meetings: list[Meeting], **fields: object
) -> Recommendation:
    recommendation = Recommendation.objects.create(
        forum=forum,
        number=number,
        year=days(-170).year,
        theme="Unge med i beslutningerne",
        heading=heading,
        text=text,
        recommended_on=timezone.localtime(meetings[-1].starts_at).date(),
        **fields,
    )
    recommendation.meetings.set(meetings)
    return recommendation


def _case(
    recommendation: Recommendation,
    opened: int,
    number: str,
    by: str,
    points: list[str],
    sections: dict[str, str],
) -> Case:
    case = Case.objects.create(
        title=recommendation.heading,
        case_number=f"{days(opened).year}-{number}",
        motion_by=by,
        signed_by="Direktør",
        opened_on=days(opened),
    )
    for order, text in enumerate(points, 1):
        MotionPoint.objects.create(case=case, number=order, text=text)
    kinds = {"Problemstilling": "problem", "Løsning": "solution", "Økonomi": "economy"}
    for order, (heading, text) in enumerate(sections.items(), 1):
        kind = kinds.get(heading, "process")
        Section.objects.create(case=case, order=order, kind=kind, heading=heading, text=text)
    CaseRecommendation.objects.create(
        case=case,
        number=recommendation.number,
        heading=recommendation.heading,
        text=recommendation.text,
        recommendation=recommendation,
    )
    return case


def _club(forum: Forum, meetings: dict[str, Meeting], committees: dict[str, Committee]) -> None:
    recommendation = _recommend(
        forum,
        1,
        "Længere åbent i ungdomsklubben",
        "Klubben på Kajen holder åbent til kl. 22 fredag og lørdag, hvor de unge ellers ikke har "
        "et sted at være.",
        [meetings["four"]],
    )
    case = _case(
        recommendation,
        -40,
        "05112",
        "Børne- og Ungeforvaltningen",
        ["at Børne- og Ungdomsudvalget drøfter, om klubben kan holde åbent to aftener mere"],
        {
            "Problemstilling": "Klubben lukker kl. 20. Forummet peger på fredag og lørdag aften.",
            "Økonomi": "To aftener mere koster 0,6 mio. kr. om året.",
        },
    )
    Consultation.objects.create(
        case=case,
        committee=committees["Børne- og Ungdomsudvalget"],
        due_on=days(28),
        question="Kan klubben holde åbent to aftener mere?",
    )


def _ask_first(
    forum: Forum, meetings: dict[str, Meeting], committees: dict[str, Committee]
) -> None:
    recommendation = _recommend(
        forum,
        2,
        "Spørg de unge, før planen er tegnet",
        "Alle større projekter får en plan for inddragelse, før der bliver tegnet. Planen siger "
        "hvorfor, hvem og hvordan.",
        [meetings["who"], meetings["four"]],
        quote="Vi bliver altid spurgt, når tegningerne hænger på væggen.",
        quote_source="Sagt af de unge ved gårdmødet i Engparken",
    )
    case = _case(
        recommendation,
        -155,
        "04417",
        "Teknik- og Miljøforvaltningen",
        [
            "at Teknik- og Miljøudvalget godkender, at projekter over 2 mio. kr. får en plan for inddragelse",
            "at Teknik- og Miljøudvalget spørger Børne- og Ungdomsudvalget, om reglen også skal gælde skoler og klubber",
        ],
        {
            "Problemstilling": "Unge bliver hørt, når tegningerne er færdige.",
            "Løsning": "Hvert projekt begynder med en plan, der siger hvorfor, hvem og hvordan.",
            "Økonomi": "Der afsættes 1,4 mio. kr. over to år.",
            "Videre proces": "Forvaltningen fortæller forummet, hvordan det går.",
        },
    )
    Consultation.objects.create(
        case=case,
        committee=committees["Socialudvalget"],
        role=Role.HEARING,
        held_on=days(-90),
        outcome=Outcome.NOTED,
        decision="Udvalget støttede forslaget og bad om, at boligorganisationerne bliver spurgt med.",
    )
    Consultation.objects.create(
        case=case,
        committee=committees["Teknik- og Miljøudvalget"],
        held_on=days(-69),
        place="Rådhuset, mødelokale 2",
        outcome=Outcome.APPROVED_WITH_CHANGES,
        decision="Godkendt med den ændring, at grænsen bliver 5 mio. kr.",
        proposed="Alle projekter over 2 mio. kr.",
        became="Alle projekter over 5 mio. kr.",
        reason="Små projekter ville blive forsinket for meget. Grænsen ses efter om to år.",
    )
    Consultation.objects.create(
        case=case,
        committee=committees["Børne- og Ungdomsudvalget"],
        role=Role.HEARING,
        due_on=days(8),
        question="Skal reglen også gælde for skoler og klubber?",
    )
    FollowUp.objects.create(
        recommendation=recommendation,
        happens_on=days(-52),
        heading="Inddragelsesplan for større projekter",
        text="Større byggeprojekter skal have en plan for inddragelse, før der bliver tegnet.",
        done=3,
        out_of=5,
    )
    FollowUp.objects.create(
        recommendation=recommendation,
        happens_on=days(74),
        heading="Status i forummet",
        text="Forvaltningen fortæller, hvordan det går. Alle, der var med, får besked.",
    )


def _buses(forum: Forum, meetings: dict[str, Meeting], committees: dict[str, Committee]) -> None:
    recommendation = _recommend(
        forum,
        3,
        "Gratis busser til aftenmøder",
        "Unge fra Bakkebyen kan ikke komme hjem efter kl. 20. Busserne skal være gratis på "
        "aftener med møder og klub.",
        [meetings["four"]],
    )
    case = _case(
        recommendation,
        -120,
        "04633",
        "Teknik- og Miljøforvaltningen",
        ["at Teknik- og Miljøudvalget tager stilling til gratis busser på mødeaftener"],
        {"Økonomi": "Det koster 3,1 mio. kr. om året."},
    )
    Consultation.objects.create(
        case=case,
        committee=committees["Teknik- og Miljøudvalget"],
        held_on=days(-55),
        outcome=Outcome.REJECTED,
        decision="Udvalget sagde nej.",
        reason=(
            "Det ville koste 3,1 mio. kr. om året, og pengene var ikke der. Udvalget foreslår "
            "samkørsel til aftenmøder i stedet."
        ),
    )


def _panel(forum: Forum, meetings: dict[str, Meeting]) -> None:
    _recommend(
        forum,
        4,
        "Et fast ungepanel",
        "Tolv unge følger byens projekter hele vejen og får løn for deres tid.",
        [meetings["four"]],
    )


def import_copenhagen(copenhagen: Area, forum: Forum) -> None:
    """Import the page of 2012 as a clerk would, link it to its think tank, and forward it."""
    clerk = person("Kirsten Lund")
    (page,) = read_case_pages(PAGE_OF_2012.read_text(encoding="utf-8"))
    case = actions.import_page(clerk, page, municipality=copenhagen).case
    actions.make_recommendations(
        clerk,
        case,
        forum,
        year=2012,
        theme="Byens borgerinddragelse",
        recommended_on=date(2012, 6, 22),
    )
    committee, _new = Committee.objects.get_or_create(
        name="Teknik- og Miljøudvalget", municipality=copenhagen
    )
    Consultation.objects.create(
        case=case,
        committee=committee,
        role=Role.INFORMATION,
        question="Anbefalingerne er sendt videre, så de kan bruges i forvaltningens arbejde.",
    )
