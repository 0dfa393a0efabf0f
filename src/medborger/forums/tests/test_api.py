from typing import Any

from django.test import Client

from medborger.forums.models import Application, Forum
from medborger.forums.tests.factories import make_seat
from medborger.people.models import Organisation, User


def read(client: Client, address: str) -> Any:
    return client.get(f"/api/forums/{address}").json()


def test_the_list_holds_what_one_may_see(
    client: Client, forum: Forum, bo: User, carla: User
) -> None:
    client.force_login(carla)
    assert read(client, "")["items"] == []

    client.force_login(bo)

    assert [one["name"] for one in read(client, "?kind=standing")["items"]] == ["Klimaforum"]
    assert read(client, "?kind=network")["items"] == []
    assert read(client, f"{forum.pk}/")["way_in"] == "application"


def test_seats_hide_their_holders_from_outsiders(
    client: Client, public: Forum, bo: User, carla: User, association: Organisation
) -> None:
    make_seat(public, holder=bo, organisation=association)
    make_seat(public)

    client.force_login(carla)
    seats = read(client, f"{public.pk}/seats/")
    assert [one["is_vacant"] for one in seats] == [False, True]
    assert (seats[0]["holder"], seats[0]["organisation"]) == (None, "Foreningen Åben Dør")
    assert read(client, f"{public.pk}/coverage/")["taken"] == 1

    client.force_login(bo)
    assert read(client, f"{public.pk}/seats/")[0]["holder"] == "Bo Birk"


def test_members_stand_with_contact_details_for_members_only(
    client: Client, public: Forum, anna: User, bo: User, carla: User
) -> None:
    address = f"/api/forums/{public.pk}/members/"
    client.force_login(carla)
    assert client.get(address).status_code == 403
    Forum.objects.update(has_public_members=True)
    assert {one["email"] for one in client.get(address).json()} == {""}

    client.force_login(bo)

    assert [one["email"] for one in client.get(address).json()] == [
        "anna@example.org",
        "bo@example.org",
    ]


def test_one_applies_once_and_never_with_a_cpr_number(
    client: Client, public: Forum, carla: User, cpr: str
) -> None:
    client.force_login(carla)

    def apply(**sent: object) -> int:
        address = f"/api/forums/{public.pk}/applications/"
        return client.post(address, sent, content_type="application/json").status_code

    assert apply(text=f"Om {cpr}") == 422
    assert apply(text="Vi kender kvarteret.", seat=999) == 422
    assert apply(text="Vi kender kvarteret.", seat=make_seat(public).pk) == 201
    assert apply(text="Vi kender kvarteret.") == 409
    assert Application.objects.get().person == carla
