"""What each page asks the database, whether it shows one of each thing or three."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from medborger.decisions.models import Consultation
from medborger.decisions.tests.factories import (
    make_answering_case,
    make_consultation,
    make_follow_up,
    make_recommendation,
)
from medborger.forums.models import Forum
from medborger.forums.tests.factories import make_forum, make_seat
from medborger.meetings.models import Meeting
from medborger.meetings.tests.factories import make_agenda_item, make_held_meeting, make_meeting
from medborger.people.models import User

pytestmark = pytest.mark.parametrize("count", [1, 3])


def fill(person: User, count: int) -> Forum:
    """`count` forums of one person, each with `count` of everything. Return the first."""
    forums = [make_forum(f"Forum {number}") for number in range(count)]
    for forum in forums:
        forum.memberships.create(person=person)
        for _ in range(count):
            make_seat(forum, holder=person)
            _fill_meetings(forum, person)
            _fill_recommendations(forum)
    return forums[0]


def _fill_meetings(forum: Forum, person: User) -> None:
    earlier = make_agenda_item(make_held_meeting(forum))
    earlier.action_items.create(text="Ring til skolen", owner=person)
    ahead = timezone.now() + timedelta(days=3 + forum.meetings.count())
    meeting = make_meeting(
        forum,
        is_open=True,
        starts_at=ahead,
        ends_at=ahead + timedelta(hours=1),
        invited_at=timezone.now(),
        answer_by=ahead.date(),
        capacity=20,
    )
    make_agenda_item(meeting).decisions.create(text="Vi spørger de unge.")
    meeting.sign_ups.create(person=person, answer="attending")


def _fill_recommendations(forum: Forum) -> None:
    recommendation = make_recommendation(forum)
    make_follow_up(recommendation)
    make_consultation(
        make_answering_case(recommendation),
        held_on=timezone.localdate(),
        due_on=timezone.localdate(),
        outcome=Consultation.Outcome.APPROVED,
    )


def test_front_page(
    client: Client,
    carla: User,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    """What it shows is kept for all, so mostly only the name of who is logged in is asked for."""
    fill(carla, count)

    with django_assert_num_queries(9):
        client.get("/")

    settings.PAGE_CACHE_SECONDS = 60
    client.force_login(carla)
    with django_assert_num_queries(11):
        client.get("/")
    with django_assert_num_queries(2):
        client.get("/")
    caches["pages"].clear()


def test_my_page(
    client: Client, carla: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    fill(carla, count)
    client.force_login(carla)

    with django_assert_num_queries(15):
        client.get("/min-side/")


def test_forum_page(
    client: Client, carla: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    forum = fill(carla, count)
    client.force_login(carla)

    with django_assert_num_queries(16):
        client.get(forum.get_absolute_url())


def test_meeting_page(
    client: Client, carla: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    fill(carla, count)
    client.force_login(carla)
    meeting = Meeting.objects.upcoming().first()
    assert meeting

    with django_assert_num_queries(9):
        client.get(meeting.get_absolute_url())


def test_lists(
    client: Client, carla: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    fill(carla, count)
    client.force_login(carla)

    for address, queries in {
        "/moeder/": 4,
        "/forummer/": 7,
        "/anbefalinger/": 9,
        "/sager/": 6,
    }.items():
        with django_assert_num_queries(queries):
            client.get(address)
