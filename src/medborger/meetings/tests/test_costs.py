"""A page of a meeting costs the same for one and for three of everything on it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from medborger.forums.models import Forum
from medborger.meetings.models import ActionItem, Meeting, SignUp
from medborger.meetings.tests.factories import make_agenda_item, make_held_meeting, make_meeting
from medborger.people.models import User


@pytest.fixture(params=[1, 3])
def held(request: pytest.FixtureRequest, forum: Forum, bo: User) -> Meeting:
    """A meeting with published minutes, after one with tasks, before one that people answer."""
    before = make_held_meeting(forum)
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=30))
    held = make_held_meeting(forum, minutes_published_at=timezone.now())
    coming = make_meeting(forum, capacity=9)
    for number in range(request.param):
        for meeting in (before, held):
            item = make_agenda_item(meeting, f"Punkt {number}")
            item.decisions.create(text="Vi anbefaler det.")
            ActionItem.objects.create(item=item, text="Ring", owner=bo)
        make_agenda_item(coming)
        guest = User.objects.create_user(f"gaest{number}@example.org", f"Gæst {number}")
        coming.sign_ups.create(person=guest, answer=SignUp.Answer.ATTENDING)
    return held


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/moeder/{held}/", 12),
        ("/moeder/{held}/referat/", 9),
        ("/moeder/{held}/referat/offentliggoer/", 8),
        ("/moeder/{coming}/", 9),
        ("/moeder/{coming}/dagsorden/", 7),
        ("/moeder/{coming}/svar/alle/", 7),
        ("/moeder/{coming}/moede.ics", 4),
        ("/moeder/forum/{forum}/", 7),
    ],
)
def test_a_planner_reads_the_pages_of_a_meeting(
    client: Client,
    held: Meeting,
    anna: User,
    address: str,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    coming = held.forum.meetings.upcoming().get()
    client.force_login(anna)

    with django_assert_num_queries(number):
        page = client.get(address.format(held=held.pk, coming=coming.pk, forum=held.forum_id))

    assert page.status_code == 200
