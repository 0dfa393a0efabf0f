"""What members share: files in versions, for members only."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from medborger.core.files import Checked
from medborger.core.models import StoredFile
from medborger.forums import actions
from medborger.forums.models import Forum, ForumFile
from medborger.people.models import User

PAPER = Checked("Tjekliste.txt", "text/plain", b"Skilte")
NEWER = Checked("Tjekliste 2.txt", "text/plain", b"Skilte og kaffe")


@pytest.fixture
def paper(forum: Forum, bo: User) -> ForumFile:
    return actions.share(bo, forum, [PAPER])[0]


def upload(name: str = "Noter.txt", data: bytes = b"Noter") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_bo_shares_two_files_at_once(client: Client, forum: Forum, bo: User) -> None:
    client.force_login(bo)

    sent = client.post(
        f"/forummer/{forum.pk}/filer/del/", {"files": [upload(), upload("Tal.csv", b"a;b")]}
    )

    assert sent["Location"] == f"/forummer/{forum.pk}/filer/"
    assert [file.title for file in forum.files.all()] == ["Noter", "Tal"]
    page = client.get(f"/forummer/{forum.pk}/filer/").content.decode()
    assert page.index("Tal") < page.index("Noter")


def test_a_newer_version_stands_in_front_and_the_older_stays(
    client: Client, forum: Forum, paper: ForumFile, bo: User
) -> None:
    client.force_login(bo)

    client.post(paper.get_absolute_url(), {"file": upload("Tjekliste.txt", NEWER.data)})

    newest, older = paper.versions.all()
    assert (newest.number, older.number) == (2, 1)
    assert fetched(client, newest) == NEWER.data
    assert fetched(client, older) == PAPER.data
    page = client.get(f"/forummer/{forum.pk}/filer/").content.decode()
    assert newest.get_absolute_url() in page
    assert older.get_absolute_url() not in page


def fetched(client: Client, version: Any) -> bytes:
    response: Any = client.get(version.get_absolute_url())
    return b"".join(response.streaming_content)


def test_carla_sees_nothing_of_it_also_in_a_public_forum(
    client: Client, forum: Forum, paper: ForumFile, carla: User
) -> None:
    Forum.objects.update(visibility=Forum.Visibility.PUBLIC)
    client.force_login(carla)
    version = paper.versions.get()

    addresses = [f"/forummer/{forum.pk}/filer/del/", f"/forummer/{forum.pk}/filer/"]
    assert [client.get(address).status_code for address in addresses] == [403, 403]
    addresses = [
        paper.get_absolute_url(),
        version.get_absolute_url(),
        f"/api/forums/files/versions/{version.pk}/",
    ]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert ">Filer<" not in client.get(f"/forummer/{forum.pk}/").content.decode()


def test_who_shared_it_and_who_leads_take_it_away(
    client: Client, forum: Forum, bo: User, anna: User, run_errands: Callable[[], None]
) -> None:
    of_anna, of_bo = (actions.share(person, forum, [PAPER])[0] for person in (anna, bo))
    client.force_login(bo)
    assert client.post(f"/forummer/filer/{of_anna.pk}/slet/").status_code == 403
    assert client.post(of_anna.get_absolute_url(), {"file": upload()}).status_code == 403

    client.force_login(anna)
    keys = list(StoredFile.objects.values_list("key", flat=True))
    client.post(f"/forummer/filer/{of_bo.pk}/slet/")
    client.post(f"/forummer/filer/{of_anna.pk}/slet/")
    run_errands()

    assert ForumFile.objects.count() == StoredFile.objects.count() == 0
    assert [default_storage.exists(key) for key in keys] == [False, False]


def test_nothing_is_shared_in_an_archived_forum(
    client: Client, forum: Forum, paper: ForumFile, anna: User
) -> None:
    actions.archive(anna, forum)
    client.force_login(anna)

    assert client.get(f"/forummer/{forum.pk}/filer/").status_code == 200
    assert client.get(f"/forummer/{forum.pk}/filer/del/").status_code == 403
    assert client.post(f"/forummer/filer/{paper.pk}/slet/").status_code == 403


def test_a_program_shares_replaces_and_deletes(client: Client, forum: Forum, bo: User) -> None:
    client.force_login(bo)

    made = client.post(
        f"/api/forums/{forum.pk}/files/", {"file": upload(), "title": "Noter fra os"}
    ).json()
    newer = client.post(
        f"/api/forums/files/{made['file']}/versions/", {"file": upload(data=b"Nye")}
    ).json()
    listed = client.get(f"/api/forums/{forum.pk}/files/").json()

    assert (made["title"], made["number"], newer["number"]) == ("Noter fra os", 1, 2)
    assert (listed["count"], listed["items"]) == (1, [newer])
    got: Any = client.get(f"/api/forums/files/versions/{newer['id']}/")
    assert b"".join(got.streaming_content) == b"Nye"
    assert client.delete(f"/api/forums/files/{made['file']}/").status_code == 204


@pytest.mark.parametrize("count", [1, 3])
def test_more_files_cost_no_more_queries(
    client: Client,
    forum: Forum,
    bo: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    actions.share(bo, forum, [PAPER] * count)
    client.force_login(bo)

    with django_assert_num_queries(6):
        client.get(f"/forummer/{forum.pk}/filer/")
