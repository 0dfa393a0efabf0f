"""What no database can hold is the sender's mistake, and never ours."""

import pytest
from django.test import Client

from medborger.forums.models import Forum
from medborger.people.models import User
from medborger.people.tests.factories import make_organisation

BIG = "9" * 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/moeder/{BIG}/", 404),
        (f"/moeder/forum/{BIG}/", 404),
        (f"/forummer/{BIG}/", 404),
        (f"/organisationer/{BIG}/", 404),
        ("/soeg/?q=a%00b", 400),
        ("/organisationer/?q=%00", 400),
        ("/invitation/a%00b/", 400),
        ("/moeder/?when=nonsense&efter=nonsense", 200),
    ],
)
def test_addresses_that_make_no_sense(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/api/meetings/{BIG}/", 404),
        (f"/api/meetings/?offset={BIG}", 422),
        (f"/api/people/organisations/?limit={BIG}", 422),
        ("/api/people/organisations/?q=%00", 400),
    ],
)
def test_questions_to_the_api_that_make_no_sense(
    client: Client, carla: User, address: str, status: int
) -> None:
    client.force_login(carla)

    assert client.get(address).status_code == status


def test_numbers_too_long_for_the_database_in_a_form(
    client: Client, forum: Forum, dora: User
) -> None:
    client.force_login(dora)

    sent = client.post(f"/forummer/{forum.pk}/pladser/ny/", {"areas": BIG, "criteria": BIG})

    assert sent.status_code in (200, 400)
    assert not forum.seats.exists()


@pytest.mark.parametrize("inside", ["abc", BIG, "-1"])
def test_an_area_inside_nothing(client: Client, erik: User, inside: str) -> None:
    client.force_login(erik)

    assert client.get(f"/omraader/ny/?i={inside}").status_code == 200


def test_nul_in_what_a_program_sends(client: Client, frida: User) -> None:
    client.force_login(frida)
    address = f"/api/people/organisations/{make_organisation().pk}/"

    sent = client.put(
        address, {"name": "a\0b", "kind": "association"}, content_type="application/json"
    )

    assert sent.status_code == 422


@pytest.mark.parametrize("code", ["\0", "9999999999", "1\n"])
def test_codes_of_no_municipality(client: Client, frida: User, code: str) -> None:
    client.force_login(frida)
    page = {"text": "Indstilling", "municipality": code}

    sent = client.post("/api/decisions/cases/import/", page, content_type="application/json")

    assert sent.status_code == 422
