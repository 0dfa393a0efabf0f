"""An organisation is chosen by writing its name: a list of two thousand is of no use."""

import re

import pytest
from django.test import Client

from medborger.core.name_field import MOST_ALIKE, MOST_SUGGESTED
from medborger.people.models import Organisation, User
from medborger.people.tests.factories import make_organisation

ADDRESS = "/profil/tilknytning/"


def choose(client: Client, *written: str) -> str:
    """What the page says, or the address it leads to when all is well."""
    sent = client.post(ADDRESS, {"organisation": written, "since": "2026-01-01"})
    return str(sent["Location"]) if sent.status_code == 302 else sent.content.decode()


def offered(page: str) -> list[int]:
    return [int(key) for key in re.findall(r'type="radio"[^>]*value="#(\d+)"', page)]


def chosen(person: User) -> list[Organisation]:
    return [one.organisation for one in person.affiliations.all()]


@pytest.fixture
def houses(db: None) -> list[Organisation]:
    names = ("Ågårdens Beboerhus", "Beboerhuset", "Lundely Beboerhus")
    return [make_organisation(name) for name in names]


@pytest.mark.parametrize("written", ["Beboerhuset", " beboerhuset "])
def test_a_whole_name_is_enough_however_it_is_typed(
    client: Client, carla: User, houses: list[Organisation], written: str
) -> None:
    client.force_login(carla)

    choose(client, written)

    assert chosen(carla) == [houses[1]]


def test_a_part_of_a_name_is_answered_with_those_that_may_be_meant(
    client: Client, carla: User, houses: list[Organisation]
) -> None:
    client.force_login(carla)

    page = choose(client, "beboerhus")

    assert "Vælg den, du mener." in page
    assert offered(page) == [houses[1].pk, houses[2].pk, houses[0].pk]
    assert 'value="beboerhus"' in page
    assert chosen(carla) == []

    choose(client, "beboerhus", f"#{houses[0].pk}")
    assert chosen(carla) == [houses[0]]


def test_one_that_may_be_meant_is_asked_about(
    client: Client, carla: User, houses: list[Organisation]
) -> None:
    client.force_login(carla)

    assert offered(choose(client, "åGård")) == [houses[0].pk]
    assert chosen(carla) == []


@pytest.mark.parametrize("written", ["Ukendt", "#0", "#999999", "#²", "17", "%"])
def test_what_is_no_name_of_any_is_said_to_be_none(
    client: Client, carla: User, houses: list[Organisation], written: str
) -> None:
    client.force_login(carla)

    page = choose(client, written)

    assert "Her er ingen med det i navnet." in page
    assert offered(page) == []


def test_spaces_are_no_name(client: Client, carla: User, houses: list[Organisation]) -> None:
    client.force_login(carla)

    assert "Skal udfyldes" in choose(client, "   ")


def test_of_many_a_few_are_shown(client: Client, carla: User) -> None:
    exactly, *_others = [make_organisation(f"Klub{' ' * bool(n)}{n or ''}") for n in range(30)]
    client.force_login(carla)

    page = choose(client, "klu")

    assert "Mange har det i navnet." in page
    assert len(offered(page)) == MOST_ALIKE
    choose(client, "klub")
    assert chosen(carla) == [exactly]


def test_names_are_suggested_while_they_are_few(
    client: Client, carla: User, houses: list[Organisation]
) -> None:
    client.force_login(carla)
    assert client.get(ADDRESS).content.decode().count("</option>") == len(houses)

    Organisation.objects.bulk_create(
        Organisation(name=f"Forening {n}", kind="association") for n in range(MOST_SUGGESTED)
    )

    assert "</option>" not in client.get(ADDRESS).content.decode()


def test_a_form_that_is_changed_shows_the_name_it_has(
    client: Client, frida: User, houses: list[Organisation]
) -> None:
    club = make_organisation("Klubben", under_roof_of=houses[2])
    client.force_login(frida)

    page = client.get(f"/organisationer/{club.pk}/ret/")

    assert 'value="Lundely Beboerhus"' in page.content.decode()
    field = page.context["form"].fields["under_roof_of"]
    assert not field.has_changed(houses[2].pk, "Lundely Beboerhus")
    assert field.has_changed(houses[2].pk, "")
