"""Two hundred people say yes in the same moment, each over a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from medborger.core.models import Mail
from medborger.forums.models import Forum
from medborger.meetings.models import Meeting, SignUp
from medborger.meetings.queries import places
from medborger.meetings.tests.factories import counted, make_meeting
from medborger.people.models import User

PEOPLE, PLACES = 200, 25


@pytest.fixture
def clients(transactional_db: None, forum: Forum) -> list[Client]:
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"P {number}") for number in range(PEOPLE)
    )
    forum.memberships.bulk_create(forum.memberships.model(forum=forum, person=p) for p in people)
    return [_logged_in(person) for person in people]


def _logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at_once(clients: list[Client], meeting: Meeting, answer: str) -> list[int]:
    together = Barrier(len(clients))

    def post(client: Client) -> int:
        together.wait(timeout=60)
        try:
            return client.post(f"/moeder/{meeting.pk}/svar/", {"answer": answer}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(post, clients))


@pytest.mark.django_db(transaction=True)
def test_twenty_five_get_a_place_and_the_rest_wait_in_order(
    forum: Forum, clients: list[Client]
) -> None:
    meeting = make_meeting(forum, capacity=PLACES)

    assert set(at_once(clients, meeting, "yes")) == {302}

    attending, waiting = meeting.sign_ups.attending(), list(meeting.sign_ups.waiting())
    assert (attending.count(), len(waiting)) == (PLACES, PEOPLE - PLACES)
    assert places(counted(meeting), waiting[-1].person).place_in_queue == PEOPLE - PLACES
    last_in = max(one.answered_at for one in attending)
    assert all(last_in <= one.answered_at for one in waiting)


@pytest.mark.django_db(transaction=True)
def test_places_given_back_at_once_go_to_the_first_who_wait(
    forum: Forum, clients: list[Client]
) -> None:
    meeting = make_meeting(forum, capacity=PLACES)
    at_once(clients, meeting, "yes")
    inside = set(meeting.sign_ups.attending().values_list("person", flat=True))
    first_in_line = [one.person_id for one in meeting.sign_ups.waiting()[:10]]
    leaving = [c for c in clients if int(c.session["_auth_user_id"]) in inside][:10]

    at_once(leaving, meeting, "no")

    assert meeting.sign_ups.attending().count() == PLACES
    promoted = meeting.sign_ups.attending().exclude(person__in=inside)
    assert {one.person_id for one in promoted} == set(first_in_line)
    assert Mail.objects.count() == 10
    assert SignUp.objects.count() == PEOPLE
