"""Data like that of quality.md: 2,000 people, 100 forums, 3,000 meetings. Loaded once into an empty database."""

from datetime import datetime, timedelta
from itertools import product

from django.db import connection
from django.utils import timezone

from medborger.decisions.models import (
    Case,
    CaseRecommendation,
    Committee,
    Consultation,
    Recommendation,
)
from medborger.forums.models import Forum, Holding, Membership, Seat
from medborger.meetings.models import AgendaItem, Meeting, SignUp
from medborger.people.models import Organisation, User

PEOPLE, FORUMS, MEETINGS_EACH = 2000, 100, 30
MEMBERS_EACH, ITEMS_EACH, ANSWERS_EACH = 40, 5, 12
SEATS_EACH, TAKEN_EACH, RECOMMENDATIONS_EACH = 14, 12, 10


def load() -> None:
    people = User.objects.bulk_create(
        User(email=f"person{n}@example.org", name=f"Person Nummer {n}", password="!")
        for n in range(PEOPLE)
    )
    runs_it = Organisation.objects.create(
        name="Forvaltningen i Fjordby", kind=Organisation.Kind.ADMINISTRATION
    )
    forums = Forum.objects.bulk_create(
        Forum(name=f"Forum {n:03}", summary="Vi taler om kvarteret.", organisation=runs_it)
        for n in range(FORUMS)
    )
    members = [
        (forum, _member(people, f, n))
        for f, forum in enumerate(forums)
        for n in range(MEMBERS_EACH)
    ]
    Membership.objects.bulk_create(
        Membership(forum=forum, person=person, role=_role(person, forum))
        for forum, person in members
    )
    _seats(forums, people)
    _meetings(forums, people)
    _recommendations(forums)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself after a while


def _seats(forums: list[Forum], people: list[User]) -> None:
    seats = Seat.objects.bulk_create(
        Seat(forum=forum, number=number)
        for forum, number in product(forums, range(1, SEATS_EACH + 1))
    )
    Holding.objects.bulk_create(
        Holding(
            seat=seat,
            person=_member(people, seat.forum_id - forums[0].pk, seat.number),
            organisation=seat.forum.organisation,
        )
        for seat in seats
        if seat.number <= TAKEN_EACH
    )


def _recommendations(forums: list[Forum]) -> None:
    """Every other is treated, and every fourth decided."""
    today = timezone.localdate()
    committee = Committee.objects.create(name="Teknik- og Miljøudvalget")
    made = Recommendation.objects.bulk_create(
        Recommendation(
            forum=forum,
            number=n,
            year=today.year,
            heading=f"Spørg de unge, før plan {n} er tegnet",
            text="Alle større projekter får en plan for inddragelse, før der bliver tegnet.",
            recommended_on=today - timedelta(days=20 * n + forum.pk % 20),
        )
        for forum, n in product(forums, range(1, RECOMMENDATIONS_EACH + 1))
    )
    treated = [one for one in made if one.number % 2]
    cases = Case.objects.bulk_create(
        Case(title=f"Svar på {one.heading}", opened_on=one.recommended_on) for one in treated
    )
    CaseRecommendation.objects.bulk_create(
        CaseRecommendation(
            case=case, number=1, heading=one.heading, text=one.text, recommendation=one
        )
        for case, one in zip(cases, treated, strict=True)
    )
    Consultation.objects.bulk_create(
        Consultation(
            case=case,
            committee=committee,
            asked_on=case.opened_on,
            due_on=case.opened_on + timedelta(days=90),
            held_on=case.opened_on + timedelta(days=10) if n % 2 else None,
            outcome=Consultation.Outcome.APPROVED if n % 2 else Consultation.Outcome.NONE,
            decision="Udvalget tiltrådte indstillingen." if n % 2 else "",
        )
        for n, case in enumerate(cases)
    )


def _member(people: list[User], forum: int, number: int) -> User:
    return people[(forum * 17 + number) % len(people)]


def _role(person: User, forum: Forum) -> str:
    return (
        Membership.Role.CHAIR
        if person.pk % MEMBERS_EACH == forum.pk % MEMBERS_EACH
        else Membership.Role.MEMBER
    )


def _day(number: int) -> timedelta:
    """Every fourth week, half of them held."""
    return timedelta(days=28 * (number - MEETINGS_EACH // 2) + 7)


def _invited(now: datetime, number: int) -> datetime | None:
    """Three weeks before the meeting."""
    invited = now + _day(number) - timedelta(days=21)
    return invited if invited < now else None


def _meetings(forums: list[Forum], people: list[User]) -> None:
    now = timezone.now()
    meetings = Meeting.objects.bulk_create(
        Meeting(
            forum=forum,
            title=f"Hvad gør vi ved sag {n}?",
            starts_at=now + _day(n),
            ends_at=now + _day(n) + timedelta(hours=2),
            place="Kulturhuset, 1. sal",
            is_open=n % 3 == 0,
            capacity=25,
            invited_at=_invited(now, n),
        )
        for forum, n in product(forums, range(MEETINGS_EACH))
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order=n, heading=f"Punkt {n}", minutes_long=20)
        for meeting, n in product(meetings, range(1, ITEMS_EACH + 1))
    )
    SignUp.objects.bulk_create(
        SignUp(
            meeting=meeting,
            person=_member(people, meeting.forum_id - forums[0].pk, n),
            answer=SignUp.Answer.ATTENDING,
        )
        for meeting, n in product(meetings, range(ANSWERS_EACH))
    )
