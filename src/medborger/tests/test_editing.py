"""Two people change the same thing at once: the second is told, and neither loses a word."""

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from medborger.forums.models import Forum
from medborger.meetings.models import AgendaItem, Meeting
from medborger.meetings.tests.factories import make_agenda_item, make_meeting
from medborger.people.models import User
from medborger.tests.cast_in_town import logged_in, make_world
from medborger.tests.test_doors import doors

BOTH = "En anden har ændret dette imens. Sæt de to tekster sammen, og gem så."


def filled_in(client: Client, address: str) -> dict[str, Any]:
    """The form as a browser would send it back untouched."""
    form = client.get(address).context["form"]
    sent: dict[str, Any] = {}
    for bound in form:
        html = str(bound)
        parts = re.findall(r'<input type="text"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', html)
        sent |= dict(parts) if parts else {bound.html_name: bound.value()}
    return {name: value for name, value in sent.items() if value not in (None, False)}


@pytest.fixture
def item(forum: Forum) -> AgendaItem:
    return make_agenda_item(make_meeting(forum))


def test_the_second_to_save_sees_both_texts_and_puts_them_together(
    anna: User, dora: User, item: AgendaItem
) -> None:
    address = f"/dagsorden/{item.pk}/referat/"
    by_anna, by_dora = logged_in(anna), logged_in(dora)
    seen_by_anna, seen_by_dora = filled_in(by_anna, address), filled_in(by_dora, address)
    by_dora.post(address, seen_by_dora | {"minutes": "Doras tekst"})

    told = by_anna.post(address, seen_by_anna | {"minutes": "Annas tekst"})

    page = told.content.decode()
    item.refresh_from_db()
    assert item.minutes == "Doras tekst"
    assert BOTH in page
    assert ">\nAnnas tekst</textarea>" in page
    assert "Doras tekst" in page

    values_seen = told.context["form"]["values_seen"].value()
    by_anna.post(address, {"minutes": "Doras og Annas tekst", "values_seen": values_seen})
    item.refresh_from_db()
    assert item.minutes == "Doras og Annas tekst"


def test_whoever_saves_what_was_deleted_meanwhile_is_told_to_keep_the_text(
    anna: User, dora: User, item: AgendaItem
) -> None:
    address = f"/dagsorden/{item.pk}/"
    by_anna = logged_in(anna)
    written = filled_in(by_anna, address) | {"heading": "Annas overskrift"}
    logged_in(dora).post(f"{address}slet/")

    told = by_anna.post(address, written)

    assert told.status_code == 404
    assert "Nogen har måske slettet det" in told.content.decode()
    assert "Nogen har måske slettet det" not in by_anna.get(address).content.decode()


def test_what_only_the_other_has_changed_stays(anna: User, dora: User, item: AgendaItem) -> None:
    meeting = item.meeting
    address = f"/moeder/{meeting.pk}/ret/"
    by_anna, by_dora = logged_in(anna), logged_in(dora)
    seen_by_anna, seen_by_dora = filled_in(by_anna, address), filled_in(by_dora, address)
    by_dora.post(address, seen_by_dora | {"place": "Rådhuset", "starts": "00:05"})

    by_anna.post(address, seen_by_anna | {"title": "Hvem kommer?"})

    now = Meeting.objects.get(pk=meeting.pk)
    local = now.starts_at.astimezone(connection.timezone or None)
    assert (now.title, now.place) == ("Hvem kommer?", "Rådhuset")
    assert local.minute == 5


def test_two_who_write_the_same_are_not_troubled(anna: User, dora: User, item: AgendaItem) -> None:
    address = f"/dagsorden/{item.pk}/"
    by_anna, by_dora = logged_in(anna), logged_in(dora)
    seen_by_anna, seen_by_dora = filled_in(by_anna, address), filled_in(by_dora, address)
    by_dora.post(address, seen_by_dora | {"heading": "Runde om bordet"})

    saved = by_anna.post(address, seen_by_anna | {"heading": "Runde om bordet "})

    assert saved.status_code == 302


def test_a_form_that_nobody_else_touched_is_saved_as_it_is(anna: User, item: AgendaItem) -> None:
    by_anna = logged_in(anna)

    for address in (f"/dagsorden/{item.pk}/", f"/moeder/{item.meeting_id}/ret/"):
        assert by_anna.post(address, filled_in(by_anna, address)).status_code == 302


@pytest.mark.parametrize("spoilt", ["", "{", "[1]", '{"minutes": 7}', '{"other": "x"}'])
def test_marks_that_are_not_whole_stop_nobody(anna: User, item: AgendaItem, spoilt: str) -> None:
    address = f"/dagsorden/{item.pk}/referat/"

    logged_in(anna).post(address, {"minutes": "Annas tekst", "values_seen": spoilt})

    item.refresh_from_db()
    assert item.minutes == "Annas tekst"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_very_same_time_one_is_told(anna: User, dora: User, item: AgendaItem) -> None:
    address = f"/dagsorden/{item.pk}/referat/"
    seen = filled_in(logged_in(anna), address)
    start, answers = threading.Barrier(2), []

    def write(client: Client, text: str) -> None:
        start.wait()
        answers.append(client.post(address, seen | {"minutes": text}).status_code)
        connection.close()

    writers = [
        threading.Thread(target=write, args=(logged_in(person), f"{person}s tekst"))
        for person in (anna, dora)
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()

    assert sorted(answers) == [200, 302]


@pytest.mark.django_db(transaction=True)
def test_every_page_that_changes_a_row_holds_it(
    forum: Forum, anna: User, bo: User, carla: User, erik: User
) -> None:
    """A view without @in_one_transaction raises here, where no test holds a transaction for it."""
    world = make_world(forum, bo, carla)
    changing = set()
    for person in (anna, bo, erik):
        client = logged_in(person)
        for door in doors(world):
            if (
                door.method == "GET"
                and b'name="values_seen"' in client.get(door.address).getvalue()
            ):
                client.post(door.address, {})
                changing.add(door.name.split()[1])

    assert {"meetings:write_minutes", "forums:change", "people:profile"} <= changing
