from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from medborger.core.models import Mail
from medborger.forums.actions import membership
from medborger.forums.models import Forum
from medborger.meetings import actions
from medborger.meetings.models import Meeting, SignUp
from medborger.meetings.queries import places
from medborger.meetings.tests.factories import counted, make_held_meeting, make_meeting
from medborger.people.models import User

Answer = SignUp.Answer


def answers(meeting: Meeting) -> dict[str, str]:
    return {one.person.first_name: one.answer for one in meeting.sign_ups.select_related("person")}


def test_a_program_cannot_write_more_than_a_person(client: Client, forum: Forum, bo: User) -> None:
    """SQLite keeps no length by itself, and what is too long must not end in the log of errors."""
    meeting = make_meeting(forum)
    client.force_login(bo)

    for needs, status in ((201 * "x", 422), (200 * "x", 200)):
        sent = {"coming": True, "needs": needs}
        address = f"/api/meetings/{meeting.pk}/answer/"
        answer = client.put(address, sent, content_type="application/json")
        assert answer.status_code == status
    assert meeting.sign_ups.get().needs == 200 * "x"


def test_saying_yes_twice_takes_one_place(forum: Forum, bo: User) -> None:
    meeting = make_meeting(forum, capacity=2)

    first, again = (
        actions.answer(bo, meeting, True),
        actions.answer(bo, meeting, True, needs="Rampe"),
    )

    assert first.pk == again.pk
    assert places(counted(meeting), bo).taken == 1
    assert again.needs == "Rampe"


def test_a_yes_to_a_full_meeting_waits_in_line(
    forum: Forum, anna: User, bo: User, carla: User
) -> None:
    meeting = make_meeting(forum, capacity=1)

    for person in (anna, bo, carla):
        actions.answer(person, meeting, True)

    assert answers(meeting) == {
        "Anna": Answer.ATTENDING,
        "Bo": Answer.WAITING,
        "Carla": Answer.WAITING,
    }
    assert (
        places(counted(meeting), bo).place_in_queue,
        places(counted(meeting), carla).place_in_queue,
    ) == (1, 2)


def test_a_no_gives_the_place_to_the_first_who_waits_and_tells_them(
    forum: Forum, anna: User, bo: User, carla: User
) -> None:
    meeting = make_meeting(forum, capacity=1)
    for person in (anna, bo, carla):
        actions.answer(person, meeting, True)

    actions.answer(anna, meeting, False)

    assert answers(meeting) == {
        "Anna": Answer.DECLINED,
        "Bo": Answer.ATTENDING,
        "Carla": Answer.WAITING,
    }
    letter = Mail.objects.get()
    assert letter.to == bo.email
    assert letter.subject == f"Du har fået plads: {meeting.title}"
    assert "BEGIN:VCALENDAR" in letter.calendar


def test_who_comes_back_stands_last_in_line(
    forum: Forum, anna: User, bo: User, carla: User
) -> None:
    meeting = make_meeting(forum, capacity=1)
    for person in (anna, bo, carla):
        actions.answer(person, meeting, True)

    actions.answer(bo, meeting, False)
    actions.answer(bo, meeting, True)

    assert places(counted(meeting), carla).place_in_queue == 1
    assert places(counted(meeting), bo).place_in_queue == 2


def test_more_places_let_those_who_wait_in(forum: Forum, anna: User, bo: User, carla: User) -> None:
    meeting = make_meeting(forum, capacity=1)
    for person in (anna, bo, carla):
        actions.answer(person, meeting, True)

    meeting.capacity = 2
    actions.change(anna, meeting)

    assert answers(meeting)["Bo"] == Answer.ATTENDING
    assert answers(meeting)["Carla"] == Answer.WAITING


def test_fewer_places_throw_nobody_out(forum: Forum, anna: User, bo: User) -> None:
    meeting = make_meeting(forum, capacity=2)
    for person in (anna, bo):
        actions.answer(person, meeting, True)

    meeting.capacity = 1
    actions.change(anna, meeting)

    assert set(answers(meeting).values()) == {Answer.ATTENDING}
    assert places(counted(meeting), anna).free == 0


@pytest.mark.parametrize(
    "closed",
    [
        pytest.param({"answer_by": timezone.localdate() - timedelta(days=1)}, id="deadline passed"),
        pytest.param({"starts_at": timezone.now() - timedelta(minutes=5)}, id="has begun"),
        pytest.param({"cancelled_at": timezone.now()}, id="cancelled"),
    ],
)
def test_nobody_answers_too_late(forum: Forum, bo: User, closed: dict[str, object]) -> None:
    meeting = make_meeting(forum, **closed)

    with pytest.raises(actions.AnswersAreClosed):
        actions.answer(bo, meeting, True)

    assert answers(meeting) == {}


def test_page_and_api_are_two_doors_to_one_action(
    client: Client, forum: Forum, anna: User, bo: User
) -> None:
    meeting = make_meeting(forum)

    client.force_login(anna)
    client.post(f"/moeder/{meeting.pk}/svar/", {"answer": "yes", "needs": ""})
    client.force_login(bo)
    client.put(
        f"/api/meetings/{meeting.pk}/answer/", {"coming": True}, content_type="application/json"
    )

    assert answers(meeting) == {"Anna": Answer.ATTENDING, "Bo": Answer.ATTENDING}


def test_an_outsider_answers_an_open_meeting_of_a_public_forum_only(
    client: Client, forum: Forum, carla: User
) -> None:
    client.force_login(carla)
    closed, open_one = make_meeting(forum), make_meeting(forum, is_open=True)
    address = f"/moeder/{open_one.pk}/svar/"

    assert client.post(address, {"answer": "yes"}).status_code == 404
    Forum.objects.update(visibility=Forum.Visibility.PUBLIC)
    assert client.post(address, {"answer": "yes"}).status_code == 302
    assert client.post(f"/moeder/{closed.pk}/svar/", {"answer": "yes"}).status_code == 404
    assert answers(open_one) == {"Carla": Answer.ATTENDING}


def test_needs_are_guarded_and_what_was_typed_is_kept(
    client: Client, forum: Forum, bo: User, cpr: str
) -> None:
    meeting = make_meeting(forum)
    client.force_login(bo)

    page = client.post(f"/moeder/{meeting.pk}/svar/", {"answer": "yes", "needs": f"Rampe {cpr}"})

    assert page.status_code == 422
    assert f"Rampe {cpr}" in page.content.decode()
    assert answers(meeting) == {}


def test_needs_are_seen_by_those_who_plan_and_nobody_else(
    client: Client, forum: Forum, anna: User, bo: User, carla: User
) -> None:
    forum.memberships.create(person=carla)
    meeting = make_meeting(forum)
    actions.answer(bo, meeting, True, needs="Vegetarmad")

    client.force_login(anna)
    assert "Vegetarmad" in client.get(f"/moeder/{meeting.pk}/svar/alle/").content.decode()
    client.force_login(carla)
    assert client.get(f"/moeder/{meeting.pk}/svar/alle/").status_code == 403
    assert "Vegetarmad" not in client.get(f"/moeder/{meeting.pk}/").content.decode()


LINK = "https://video.example.org/klima"


def test_the_link_is_for_members_and_those_with_a_place(
    client: Client,
    forum: Forum,
    anna: User,
    bo: User,
    carla: User,
    erik: User,
    when_settled: Callable[[], None],
) -> None:
    Forum.objects.update(visibility=Forum.Visibility.PUBLIC)
    meeting = make_meeting(forum, is_open=True, form="virtual", link=LINK, capacity=1, place="")
    addresses = [meeting.get_absolute_url(), f"/moeder/{meeting.pk}/moede.ics"]
    addresses += [f"/api/meetings/{meeting.pk}/", f"/api/meetings/{meeting.pk}/agenda/"]

    def sees() -> list[bool]:
        return [LINK in client.get(address).content.decode() for address in addresses]

    assert sees() == [False, False, False, False]
    client.force_login(bo)
    assert sees() == [True, True, False, False]
    actions.answer(carla, meeting, True)
    client.force_login(carla)
    assert sees() == [True, True, False, False]
    actions.answer(erik, meeting, True)
    client.force_login(erik)
    assert sees() == [False, False, False, False]

    meeting.title = "Et andet spørgsmål"
    actions.change(anna, meeting)
    when_settled()
    sent = {one.to: (LINK in one.text, LINK in one.calendar) for one in Mail.objects.all()}
    assert sent == {carla.email: (True, True), erik.email: (False, False)}


def test_an_archived_forum_takes_no_answers(client: Client, forum: Forum, bo: User) -> None:
    meeting = make_meeting(forum)
    Forum.objects.update(archived_at=timezone.now())
    client.force_login(bo)

    client.post(f"/moeder/{meeting.pk}/svar/", {"answer": "yes"})
    sent = client.put(
        f"/api/meetings/{meeting.pk}/answer/", {"coming": True}, content_type="application/json"
    )

    assert sent.status_code == 409
    assert answers(meeting) == {}
    assert "Ja, jeg kommer" not in client.get(meeting.get_absolute_url()).content.decode()


def test_who_leaves_the_forum_gives_the_place_to_the_next_and_hears_no_more(
    forum: Forum, anna: User, bo: User, carla: User, dora: User
) -> None:
    forum.memberships.create(person=carla)
    meeting = make_meeting(forum, capacity=1, invited_at=timezone.now())
    held = make_held_meeting(forum)
    held.sign_ups.create(person=bo, answer=Answer.ATTENDING)
    for person in (bo, carla):
        actions.answer(person, meeting, True)

    membership.leave(bo, forum)
    actions.cancel(anna, meeting, "")

    assert answers(meeting) == {"Carla": Answer.ATTENDING}
    assert answers(held) == {"Bo": Answer.ATTENDING}
    assert bo.email not in {letter.to for letter in Mail.objects.all()}


def test_an_outsider_hears_no_more_when_the_forum_closes_its_doors(
    forum: Forum, anna: User, carla: User
) -> None:
    meeting = make_meeting(forum, is_open=True)
    meeting.sign_ups.create(person=carla, answer=Answer.ATTENDING)

    actions.cancel(anna, meeting, "")

    assert not Mail.objects.exists()


def test_a_closed_account_is_given_no_place(
    forum: Forum, anna: User, bo: User, carla: User
) -> None:
    meeting = make_meeting(forum, capacity=1)
    for person in (anna, bo, carla):
        actions.answer(person, meeting, True)
    User.objects.filter(pk=bo.pk).update(is_active=False)

    actions.answer(anna, meeting, False)

    assert answers(meeting)["Bo"] == Answer.WAITING
    assert answers(meeting)["Carla"] == Answer.ATTENDING


def test_a_held_meeting_asks_no_more(client: Client, forum: Forum, bo: User) -> None:
    meeting = make_held_meeting(forum)
    client.force_login(bo)

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert "Mødet er holdt." in page
    assert "Ja, jeg kommer" not in page


def test_what_one_needs_stands_in_the_field_next_time(
    client: Client, forum: Forum, bo: User
) -> None:
    meeting = make_meeting(forum)
    actions.answer(bo, meeting, True, needs="Teleslynge")
    client.force_login(bo)

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert 'value="Teleslynge"' in page
