"""Attachments of a case: open ones for whoever sees the case, closed ones for the municipality."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from medborger.core.files import Checked
from medborger.core.models import StoredFile
from medborger.decisions import actions
from medborger.decisions.models import Case, CaseFile
from medborger.decisions.tests.factories import make_case
from medborger.people.models import User

PAPER = Checked("Økonomi.txt", "text/plain", b"210.000 kr.")


@pytest.fixture
def case(db: None) -> Case:
    return make_case()


def upload(name: str = "Notat.txt", data: bytes = b"Notat") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_frida_attaches_a_closed_file_and_opens_it(client: Client, case: Case, frida: User) -> None:
    client.force_login(frida)

    client.post(f"/sager/{case.pk}/filer/", {"files": upload(), "title": "Internt notat"})
    (file,) = case.files.all()
    assert (file.title, file.is_open, file.stored.name) == ("Internt notat", False, "Notat.txt")

    assert Client().get(file.get_absolute_url()).status_code == 404
    client.post(f"/sager/filer/{file.pk}/aabn/")
    assert Client().get(file.get_absolute_url()).status_code == 200
    client.post(f"/sager/filer/{file.pk}/aabn/", {"luk": "1"})
    assert Client().get(file.get_absolute_url()).status_code == 404


def test_the_page_shows_each_the_attachments_they_may_read(
    client: Client, case: Case, frida: User, bo: User
) -> None:
    actions.attach(frida, case, [PAPER])
    actions.attach(frida, case, [PAPER], title="Internt notat", is_open=False)

    seen = {}
    for person in (frida, bo):
        client.force_login(person)
        page = client.get(f"/sager/{case.pk}/").content.decode()
        seen[person] = ("Økonomi" in page, "Internt notat" in page)
        listed = [
            one["title"] for one in client.get(f"/api/decisions/cases/{case.pk}/files/").json()
        ]
        assert listed == ["Økonomi", "Internt notat"][: sum(seen[person])]

    assert seen == {frida: (True, True), bo: (True, False)}


def test_an_attachment_of_a_closed_case_is_closed(client: Client, frida: User, bo: User) -> None:
    (file,) = actions.attach(frida, make_case(is_open=False), [PAPER])
    client.force_login(bo)
    assert client.get(file.get_absolute_url()).status_code == 404

    client.force_login(frida)
    assert client.get(file.get_absolute_url()).status_code == 200


def test_only_the_municipality_gives_and_takes(
    client: Client, case: Case, frida: User, bo: User
) -> None:
    (file,) = actions.attach(frida, case, [PAPER])
    client.force_login(bo)
    assert client.post(f"/sager/{case.pk}/filer/", {"files": upload()}).status_code == 403
    assert client.post(f"/sager/filer/{file.pk}/slet/").status_code == 403

    client.force_login(frida)
    client.post(f"/sager/filer/{file.pk}/slet/")
    assert CaseFile.objects.count() == StoredFile.objects.count() == 0


def test_a_program_gives_and_deletes_an_attachment(client: Client, case: Case, frida: User) -> None:
    client.force_login(frida)
    address = f"/api/decisions/cases/{case.pk}/files/"

    made = client.post(address, {"file": upload(), "title": "Notat til sagen"}).json()
    fetched: Any = client.get(f"/api/decisions/files/{made['id']}/")
    assert client.post(address, {"file": upload()}).json()["title"] == "Notat"

    assert (made["title"], made["is_open"], made["content_type"]) == (
        "Notat til sagen",
        True,
        "text/plain",
    )
    assert b"".join(fetched.streaming_content) == b"Notat"
    assert client.delete(f"/api/decisions/files/{made['id']}/").status_code == 204
