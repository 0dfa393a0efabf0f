"""A copy of what is held about me, and nothing about anybody else."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client

from medborger.core.mail import write
from medborger.core.models import LogEntry
from medborger.meetings.models import Guest
from medborger.people.actions import issue_token
from medborger.people.models import Invitation, Organisation, User
from medborger.portal.people import own_data
from medborger.portal.people.held import HELD, KEPT_FROM_COPY, relations
from medborger.portal.people.labels import LABELS, is_unnamed
from medborger.tests import fjordby


def unpacked(zipped: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def as_json(person: User) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(unpacked(own_data.as_zip(person))["medborger.json"])
    return document


def test_every_relation_to_a_person_is_in_the_copy_or_says_why_not() -> None:
    assert relations() == HELD.keys() | KEPT_FROM_COPY.keys()
    assert all(len(reason.split()) > 3 for reason, _way in KEPT_FROM_COPY.values())


@pytest.mark.django_db
def test_the_copy_holds_what_the_demo_knows_about_a_coordinator() -> None:
    fjordby.build()
    line = User.objects.get(email=fjordby.CAST["coordinator"])

    copy = as_json(line)

    assert copy["person"][0]["email"] == line.email
    assert copy["affiliations"][0]["organisation"] == "Kultur- og Fritidsforvaltningen"
    for key, rows in (
        ("memberships", line.memberships),
        ("sign_ups", line.sign_ups),
        ("tasks", line.action_items),
        ("seats", line.holdings),
    ):
        assert len(copy[key]) == rows.count() > 0, key
    assert {row["competence"] for row in copy["competences"]} == {
        "Borgerinddragelse",
        "Politisk sagsbehandling",
    }


@pytest.mark.django_db
def test_every_key_is_explained_in_danish() -> None:
    fjordby.build()
    line = User.objects.get(email=fjordby.CAST["coordinator"])

    copy = as_json(line)

    parts = copy.keys() - {"medborger", "explained"}
    assert copy["explained"].keys() == parts
    for key in parts:
        assert copy["explained"][key]["title"], key
        for row in copy[key]:
            assert row.keys() == copy["explained"][key]["fields"].keys()
    assert copy["explained"]["memberships"]["title"] == "Mine forummer"


def test_every_column_has_a_name_that_people_understand() -> None:
    models: list[type[Model]] = [Guest]
    models += [apps.get_model(relation.rpartition(".")[0]) for relation in HELD]
    unnamed = {
        field.name
        for model in models
        for field in model._meta.concrete_fields
        if is_unnamed(field) and field.related_model is not User
    }
    not_told = {name for held in HELD.values() for name in held.without} | {"link_number"}

    assert {name for name in unnamed if not name.endswith("_html")} - not_told <= LABELS.keys()


def test_letters_and_secrets(bo: User, anna: User) -> None:
    _token, secret = issue_token(bo, "Kalender", ["read"], 30)
    write(bo, "people/mail/login_code.txt", code="x")
    write(anna, "people/mail/login_code.txt", code="y")

    copy = as_json(bo)

    assert [token["name"] for token in copy["tokens"]] == ["Kalender"]
    assert len(copy["letters"]) == 1
    assert secret not in json.dumps(copy)
    assert bo.tokens.get().digest not in json.dumps(copy)


def test_nobody_elses_name_or_address_is_in_the_copy(
    anna: User, bo: User, carla: User, association: Organisation
) -> None:
    Invitation.objects.create(email="gerda@example.org", digest="1", invited_by=bo)
    Invitation.objects.create(email=bo.email, digest="2", invited_by=anna, accepted_by=bo)
    bo.applications.create(forum=bo.memberships.get().forum, text="Jeg vil med", answered_by=anna)

    copy = json.dumps(as_json(bo))

    assert "Jeg vil med" in copy
    for other in ("gerda", "Anna", "anna@", "Carla"):
        assert other not in copy


def test_the_page_gives_a_file_and_the_log_says_so(client: Client, bo: User) -> None:
    client.force_login(bo)

    asked = client.get("/profil/mine-data/")
    taken = client.post("/profil/mine-data/")

    assert asked["Content-Type"].startswith("text/html")
    assert taken["Content-Type"] == "application/zip"
    files = unpacked(taken.content)
    assert set(files) == {"medborger.json", "medborger.html"}
    assert '<html lang="da">' in files["medborger.html"]
    assert "Bo Birk" in files["medborger.html"]
    assert LogEntry.objects.filter(by=bo, what="people.export_own_data").count() == 1


def test_the_readable_page_is_in_the_language_of_the_person(bo: User) -> None:
    bo.language = "en"

    page = unpacked(own_data.as_zip(bo))["medborger.html"]

    assert '<html lang="en">' in page
    assert "<h2>My forums (1)</h2>" in page


def test_without_a_fresh_proof_there_is_no_copy(client: Client, bo: User) -> None:
    client.force_login(bo)
    session = client.session
    session["proved_at"] = 0
    session.save()

    assert client.post("/profil/mine-data/")["Content-Type"].startswith("text/html")
    assert not LogEntry.objects.filter(what="people.export_own_data").exists()
