"""The same permissions and actions by program."""

import pytest
from django.test import Client
from django.utils import timezone

from medborger.areas.models import Area
from medborger.decisions.models import Case
from medborger.decisions.tests import pages
from medborger.decisions.tests.factories import (
    make_answering_case,
    make_case,
    make_committee,
    make_consultation,
    make_recommendation,
)
from medborger.forums.models import Forum
from medborger.people.models import User

API = "/api/decisions"


@pytest.fixture
def bos(client: Client, bo: User) -> Client:
    client.force_login(bo)
    return client


def test_recommendations_and_their_story(bos: Client, forum: Forum, carla: User) -> None:
    own = make_recommendation(forum)
    make_consultation(make_answering_case(own), held_on=timezone.localdate(), outcome="approved")

    listed = bos.get(f"{API}/recommendations/?forum={forum.pk}").json()
    told = bos.get(f"{API}/recommendations/{own.pk}/").json()

    assert [one["id"] for one in listed["items"]] == [own.pk]
    assert (told["reached"], told["is_stopped"], told["owes"]) == (4, False, None)
    assert [one["outcome"] for one in told["consultations"]] == ["approved"]
    bos.force_login(carla)
    assert bos.get(f"{API}/recommendations/").json()["items"] == []
    assert bos.get(f"{API}/recommendations/{own.pk}/").status_code == 404


def test_a_page_is_read_through_for_those_who_may_import_it(
    bos: Client, frida: User, cpr: str
) -> None:
    def sent(text: str) -> tuple[int, object]:
        answer = bos.post(f"{API}/cases/import/", {"text": text}, content_type="application/json")
        return answer.status_code, answer.json().get("detail") if answer.status_code == 422 else ""

    assert sent(cpr) == (403, "")
    bos.force_login(frida)
    found = {"type": "cpr", "msg": "Delete the CPR number in line 2", "ctx": {"line": 2}}
    assert sent(f"Dagsorden\n{cpr}") == (422, [{**found, "loc": ["body", "sent", "text"]}])
    assert not Case.objects.exists()


def test_cases_and_committees(bos: Client, carla: User, forum: Forum) -> None:
    own = make_recommendation(forum)
    case, closed = make_answering_case(own), make_case(is_open=False)
    committee = make_committee()
    make_consultation(case, committee, outcome="approved")

    found = bos.get(f"{API}/cases/?committee={committee.pk}&outcome=approved").json()["items"]
    whole = bos.get(f"{API}/cases/{case.pk}/").json()

    assert [one["id"] for one in found] == [case.pk]
    assert [one["id"] for one in bos.get(f"{API}/cases/").json()["items"]] == [case.pk]
    assert whole["recommendations"][0]["recommendation"] == own.pk
    assert bos.get(f"{API}/cases/{closed.pk}/").status_code == 404
    assert [one["name"] for one in bos.get(f"{API}/committees/").json()["items"]] == [
        committee.name
    ]
    bos.force_login(carla)
    unseen = bos.get(f"{API}/cases/{case.pk}/").json()
    assert unseen["recommendations"][0]["recommendation"] is None


def post(client: Client, **sent: str) -> tuple[int, object]:
    response = client.post(f"{API}/cases/import/", sent, content_type="application/json")
    return response.status_code, response.json()


def test_an_import_is_one_case_however_often(client: Client, frida: User) -> None:
    Area.objects.create(name="Fjordby", kind=Area.Kind.MUNICIPALITY, code="999")
    client.force_login(frida)

    answers = [post(client, text=pages.MINUTES, municipality="999") for _time in range(2)]

    assert [(status, told[0]["is_new"]) for status, told in answers] == [(200, True), (200, False)]  # type: ignore[index]
    assert Case.objects.count() == 1


def test_what_cannot_be_imported_says_why(client: Client, frida: User) -> None:
    client.force_login(frida)

    status, told = post(client, text=pages.NO_CASE)
    assert (status, "mangler" in str(told)) == (422, True)
    assert post(client, text=pages.MINUTES, municipality="000")[0] == 422
    assert Case.objects.count() == 0


def test_only_clerks_import(bos: Client) -> None:
    sent = {"text": pages.MINUTES}
    response = bos.post(f"{API}/cases/import/", sent, content_type="application/json")

    assert response.status_code == 403
    assert Case.objects.count() == 0
