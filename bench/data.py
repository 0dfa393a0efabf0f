"""Data like that of quality.md: 2,000 people, 100 forums, 3,000 meetings. Loaded once into an empty database."""

from datetime import timedelta
from itertools import product

from django.utils import timezone

from medborger.forums.models import Forum, Membership
from medborger.meetings.models import AgendaItem, Meeting, SignUp
from medborger.people.models import Organisation, User

PEOPLE, FORUMS, MEETINGS_EACH = 2000, 100, 30
MEMBERS_EACH, ITEMS_EACH, ANSWERS_EACH = 40, 5, 12


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
    _meetings(forums, people)


def _member(people: list[User], forum: int, number: int) -> User:
    return people[(forum * 17 + number) % len(people)]


def _role(person: User, forum: Forum) -> str:
    return (
        Membership.Role.CHAIR
        if person.pk % MEMBERS_EACH == forum.pk % MEMBERS_EACH
        else Membership.Role.MEMBER
    )


def _meetings(forums: list[Forum], people: list[User]) -> None:
    now = timezone.now()
    meetings = Meeting.objects.bulk_create(
        Meeting(
            forum=forum,
            title=f"Hvad gør vi ved sag {n}?",
            starts_at=now + timedelta(days=14 * (n - MEETINGS_EACH // 2) + 7),
            ends_at=now + timedelta(days=14 * (n - MEETINGS_EACH // 2) + 7, hours=2),
            place="Kulturhuset, 1. sal",
            is_open=n % 3 == 0,
            capacity=25,
            invited_at=now,
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
