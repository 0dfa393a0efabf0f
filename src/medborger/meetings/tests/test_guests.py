"""A guest is invited to one meeting and acts by a link, without a login."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from medborger.core.files import Checked
from medborger.core.models import Mail
from medborger.forums.models import Forum
from medborger.meetings import actions
from medborger.meetings.models import Guest, Meeting, SignUp
from medborger.meetings.tests.factories import (
    make_agenda_item,
    make_guest,
    make_held_meeting,
    make_meeting,
)
from medborger.people.models import User


@pytest.fixture
def meeting(forum: Forum) -> Meeting:
    return make_meeting(forum, capacity=2)


@pytest.fixture
def gerda(meeting: Meeting, anna: User) -> Guest:
    guest = Guest(meeting=meeting, name="Gerda Gæst", email="Gerda@Example.org")
    return actions.invite_guest(anna, guest)


def link_in_letter(to: str = "gerda@example.org") -> str:
    letter = Mail.objects.filter(to=to).latest("pk")
    found = re.search(r"http://\S+?(/gaest/\S+/)", letter.text)
    assert found
    return found[1]


def test_a_guest_reads_the_meeting_and_says_yes_without_a_login(
    client: Client, gerda: Guest
) -> None:
    link = link_in_letter()

    page = client.get(link)
    client.post(link, {"answer": "yes", "needs": "Rampe"})

    gerda.refresh_from_db()
    assert page.status_code == 200
    assert "Hvem mangler ved bordet?" in page.content.decode()
    assert (gerda.answer, gerda.needs) == ("attending", "Rampe")


def test_opening_the_link_answers_nothing(client: Client, gerda: Guest) -> None:
    """Mail scanners and browsers open links ahead of time."""
    for method in (client.get, client.head, client.options):
        method(link_in_letter())

    gerda.refresh_from_db()
    assert gerda.answered_at is None


def test_a_program_elsewhere_cannot_answer_for_the_guest(gerda: Guest) -> None:
    careful = Client(enforce_csrf_checks=True)

    sent = careful.post(link_in_letter(), {"answer": "no"})

    assert sent.status_code == 403


def test_the_link_opens_nothing_but_its_meeting(client: Client, gerda: Guest) -> None:
    client.get(link_in_letter())

    assert client.get(f"/moeder/{gerda.meeting_id}/").status_code == 404
    assert client.get(f"/forummer/{gerda.meeting.forum_id}/").status_code == 404


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "9" + token, str.upper])
def test_a_link_that_we_did_not_sign_opens_nothing(
    client: Client, gerda: Guest, spoil: Callable[[str], str]
) -> None:
    assert client.get(f"/gaest/{spoil(gerda.token)}/").status_code == 410


def test_what_is_signed_for_something_else_opens_nothing(client: Client, gerda: Guest) -> None:
    other = signing.Signer(salt="something.else").sign(f"{gerda.pk}-1")

    assert client.get(f"/gaest/{other}/").status_code == 410


def test_a_new_link_makes_the_old_one_void(client: Client, gerda: Guest, anna: User) -> None:
    old = link_in_letter()

    actions.renew_guest_link(anna, gerda)

    assert client.get(old).status_code == 410
    assert client.get(link_in_letter()).status_code == 200


def test_a_withdrawn_guest_is_told_and_the_link_is_closed(
    client: Client, gerda: Guest, anna: User
) -> None:
    link = link_in_letter()

    actions.withdraw_guest(anna, gerda)

    assert client.get(link).status_code == 410
    letter = Mail.objects.filter(to="gerda@example.org").latest("pk")
    assert letter.subject == "Invitationen er trukket tilbage: Hvem mangler ved bordet?"
    assert "METHOD:CANCEL" in letter.calendar


def test_the_link_closes_a_month_after_the_meeting(client: Client, forum: Forum) -> None:
    early = make_guest(make_held_meeting(forum))
    late = make_guest(make_meeting(forum, starts_at=timezone.now() - timedelta(days=31)))

    assert client.get(early.get_absolute_url()).status_code == 200
    assert client.get(late.get_absolute_url()).status_code == 410


def test_a_guest_keeps_a_place_from_the_waiting_list(
    gerda: Guest, meeting: Meeting, anna: User, bo: User
) -> None:
    actions.answer(anna, meeting, True)

    given = actions.answer(bo, meeting, True)

    assert given.answer == SignUp.Answer.WAITING
    actions.answer_as_guest(gerda, coming=False)
    given.refresh_from_db()
    assert given.answer == SignUp.Answer.ATTENDING


def test_a_guest_who_said_no_cannot_take_the_place_back_from_bo(
    gerda: Guest, meeting: Meeting, anna: User, bo: User
) -> None:
    actions.answer_as_guest(gerda, coming=False)
    actions.answer(anna, meeting, True)
    actions.answer(bo, meeting, True)

    with pytest.raises(actions.MeetingIsFull):
        actions.answer_as_guest(gerda, coming=True)


def test_a_full_meeting_invites_no_guest(
    client: Client, meeting: Meeting, anna: User, bo: User
) -> None:
    for person in (anna, bo):
        actions.answer(person, meeting, True)
    client.force_login(anna)

    sent = client.post(
        f"/moeder/{meeting.pk}/gaester/",
        {"name": "Gerda", "email": "gerda@example.org", "language": "da"},
    )

    assert "Alle pladser er taget" in sent.content.decode()
    assert 'value="gerda@example.org"' in sent.content.decode()
    assert not meeting.guests.exists()


def test_a_member_or_a_guest_is_not_invited_as_a_guest_again(
    gerda: Guest, meeting: Meeting, anna: User, bo: User
) -> None:
    for address in (bo.email, gerda.email):
        with pytest.raises(actions.AlreadyComes):
            actions.invite_guest(anna, Guest(meeting=meeting, name="X", email=address))


def test_guests_hear_when_the_meeting_moves_or_is_cancelled(
    gerda: Guest, meeting: Meeting, anna: User, when_settled: Callable[[], None]
) -> None:
    meeting.place = "Rådhuset"
    actions.change(anna, meeting)
    when_settled()
    actions.cancel(anna, meeting, "Sygdom")

    subjects = Mail.objects.filter(to="gerda@example.org").order_by("pk")
    assert [letter.subject for letter in subjects][1:] == [
        "Ændret: Hvem mangler ved bordet?",
        "Aflyst: Hvem mangler ved bordet?",
    ]
    assert all("/gaest/" in letter.text for letter in subjects)


def test_only_those_who_plan_see_and_invite_guests(
    client: Client, gerda: Guest, anna: User, bo: User, carla: User
) -> None:
    answers = {}
    for person in (anna, bo, carla):
        client.force_login(person)
        answers[person.first_name] = client.get(f"/moeder/{gerda.meeting_id}/gaester/").status_code

    assert answers == {"Anna": 200, "Bo": 403, "Carla": 404}


def test_a_guest_takes_the_calendar_entry_home(client: Client, gerda: Guest) -> None:
    entry = client.get(gerda.get_absolute_url() + "moede.ics")

    assert entry["Content-Type"] == "text/calendar; charset=utf-8"
    assert gerda.token[:20] in entry.content.decode().replace("\r\n ", "")


def test_the_page_of_a_guest_is_nobody_elses(client: Client, gerda: Guest) -> None:
    page = client.get(gerda.get_absolute_url())

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


def test_a_guest_fetches_the_files_of_the_meeting_and_no_others(
    client: Client, gerda: Guest, forum: Forum, anna: User
) -> None:
    paper = Checked("Program.pdf", "application/pdf", b"%PDF-1.7 program")
    item = make_agenda_item(gerda.meeting)
    for_all, for_item = (
        actions.attach(anna, gerda.meeting, [paper], item=one)[0] for one in (None, item)
    )
    (elsewhere,) = actions.attach(anna, make_meeting(forum), [paper])
    link = gerda.get_absolute_url()
    page = client.get(link).content.decode()

    addresses = [f"{link}filer/{one.pk}/" for one in (for_all, for_item)]
    assert [page.count(f'href="{address}"') for address in addresses] == [1, 1]
    for address in addresses:
        fetched: Any = client.get(address)
        assert b"".join(fetched.streaming_content) == paper.data
        assert fetched["Content-Disposition"] == 'attachment; filename="Program.pdf"'
        assert fetched["Content-Type"] == "application/octet-stream"
        assert (fetched["X-Robots-Tag"], "no-store" in fetched["Cache-Control"]) == (
            "noindex, nofollow",
            True,
        )
    assert client.get(f"{link}filer/{elsewhere.pk}/").status_code == 404
    assert client.get(for_all.get_absolute_url()).status_code == 404

    actions.withdraw_guest(anna, gerda)
    assert client.get(addresses[0]).status_code == 410
