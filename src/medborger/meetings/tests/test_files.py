"""Files of a meeting: planners give and take away, and whoever sees the meeting fetches them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from medborger.core.files import Checked
from medborger.core.models import StoredFile
from medborger.forums.models import Forum
from medborger.meetings import actions
from medborger.meetings.models import Meeting, MeetingFile
from medborger.meetings.tests.factories import make_agenda_item, make_meeting
from medborger.people.models import User

PAPER = Checked("Program.pdf", "application/pdf", b"%PDF-1.7 program")


@pytest.fixture
def meeting(forum: Forum) -> Meeting:
    return make_meeting(forum)


@pytest.fixture
def paper(meeting: Meeting, anna: User) -> MeetingFile:
    return actions.attach(anna, meeting, [PAPER])[0]


def upload(name: str = "Noter.txt", data: bytes = b"Noter") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_anna_gives_an_item_two_files_at_once(client: Client, meeting: Meeting, anna: User) -> None:
    item = make_agenda_item(meeting, "Oplæg")
    client.force_login(anna)
    address = f"/moeder/{meeting.pk}/filer/"

    sent = client.post(address, {"files": [upload(), upload("Tal.csv", b"a;b")], "item": item.pk})

    assert (sent.status_code, sent["Location"]) == (302, address)
    assert [str(one) for one in item.files.all()] == ["Noter.txt", "Tal.csv"]
    assert {one.stored.uploaded_by for one in item.files.all()} == {anna}
    page = client.get(f"/moeder/{meeting.pk}/").content.decode()
    assert page.count("Noter.txt") == 1
    assert "Tal.csv" in client.get(f"/moeder/{meeting.pk}/referat/").content.decode()


def test_a_refused_file_is_told_beside_its_field(
    client: Client, meeting: Meeting, anna: User, cpr: str
) -> None:
    item = make_agenda_item(meeting, "Oplæg")
    client.force_login(anna)
    given = {"files": [upload(), upload("Liste.txt", f"a\n{cpr}".encode())], "item": item.pk}

    page = client.post(f"/moeder/{meeting.pk}/filer/", given).content.decode()

    assert "Liste.txt: I filen står noget, der ligner et CPR-nummer: linje 2." in page
    assert "Noter.txt" not in page
    assert "Ingen af filerne er gemt. Ret fejlen, eller vælg filen fra" in page
    assert f'<option value="{item.pk}" selected>' in page
    assert cpr not in page
    assert MeetingFile.objects.count() == StoredFile.objects.count() == 0


def test_bo_reads_the_files_and_gives_none(
    client: Client, meeting: Meeting, paper: MeetingFile, bo: User
) -> None:
    client.force_login(bo)

    assert "Program.pdf" in client.get(f"/moeder/{meeting.pk}/").content.decode()
    fetched: Any = client.get(paper.get_absolute_url())
    assert b"".join(fetched.streaming_content) == PAPER.data
    assert fetched["Content-Disposition"] == 'attachment; filename="Program.pdf"'
    assert client.get(f"/moeder/{meeting.pk}/filer/").status_code == 403
    assert client.post(f"/moeder/filer/{paper.pk}/slet/").status_code == 403


def test_carla_does_not_know_that_there_is_a_file(
    client: Client, paper: MeetingFile, carla: User
) -> None:
    assert client.get(paper.get_absolute_url()).status_code == 404
    client.force_login(carla)

    assert client.get(paper.get_absolute_url()).status_code == 404
    assert client.get(f"/api/meetings/files/{paper.pk}/").status_code == 404


def test_everyone_fetches_the_files_of_an_open_meeting(
    client: Client, forum: Forum, anna: User
) -> None:
    Forum.objects.update(visibility=Forum.Visibility.PUBLIC)
    (paper,) = actions.attach(anna, make_meeting(forum, is_open=True), [PAPER])

    assert client.get(paper.get_absolute_url()).status_code == 200


def test_a_file_is_deleted_with_its_bytes(
    client: Client, paper: MeetingFile, anna: User, run_errands: Callable[[], None]
) -> None:
    client.force_login(anna)

    client.post(f"/moeder/filer/{paper.pk}/slet/")
    run_errands()

    assert MeetingFile.objects.count() == StoredFile.objects.count() == 0
    assert not default_storage.exists(paper.stored.key)
    assert client.get(paper.get_absolute_url()).status_code == 404


def test_the_file_of_an_item_that_goes_stays_with_the_meeting(meeting: Meeting, anna: User) -> None:
    item = make_agenda_item(meeting)
    (paper,) = actions.attach(anna, meeting, [PAPER], item=item)

    item.delete()

    paper.refresh_from_db()
    assert paper.item is None


def test_the_files_of_a_meeting_that_goes_are_cleared_away(
    meeting: Meeting, paper: MeetingFile
) -> None:
    assert StoredFile.objects.unattached().count() == 0

    meeting.delete()

    assert list(StoredFile.objects.unattached()) == [paper.stored]


def test_bytes_that_are_lost_are_not_found(client: Client, paper: MeetingFile, bo: User) -> None:
    default_storage.delete(paper.stored.key)
    client.force_login(bo)

    assert client.get(paper.get_absolute_url()).status_code == 404


def test_a_program_gives_lists_and_deletes_files(
    client: Client, meeting: Meeting, anna: User, cpr: str
) -> None:
    client.force_login(anna)
    address = f"/api/meetings/{meeting.pk}/files/"

    refused = client.post(address, {"file": upload("Liste.txt", cpr.encode())})
    made = client.post(address, {"file": upload()}).json()

    assert refused.status_code == 422
    assert cpr not in refused.content.decode()
    assert (made["name"], made["size"], made["item"]) == ("Noter.txt", 5, None)
    assert client.get(address).json() == [made]
    fetched: Any = client.get(f"/api/meetings/files/{made['id']}/")
    assert b"".join(fetched.streaming_content) == b"Noter"
    assert client.delete(f"/api/meetings/files/{made['id']}/").status_code == 204
    assert client.get(address).json() == []


@pytest.mark.parametrize("count", [1, 3])
def test_more_files_cost_no_more_queries(
    client: Client,
    meeting: Meeting,
    anna: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    actions.attach(anna, meeting, [PAPER] * count)
    client.force_login(anna)

    with django_assert_num_queries(6):
        client.get(f"/moeder/{meeting.pk}/filer/")
