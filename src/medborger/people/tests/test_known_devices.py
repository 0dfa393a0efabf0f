"""Strangers who try an address do not shut its owner out of the devices where the owner has been."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from medborger.core.models import Mail, SharedValue
from medborger.people.models import User

ANOTHER = "198.51.100.7"


def forget_minutes() -> None:
    """An hour goes by in no time: what is counted by the minute is forgotten."""
    keys = [key.split(":", 2)[2] for key in SharedValue.objects.values_list("pk", flat=True)]
    cache.delete_many([key for key in keys if "/60/" in key])


def spend(email: str, first: int, last: int) -> None:
    """Strangers ask for codes to an address, ten an hour from each of their own."""
    for number in range(first, last):
        for _attempt in range(10):
            Client(REMOTE_ADDR=f"203.0.113.{number}").post("/log-ind/", {"email": email})
            forget_minutes()


def log_in(client: Client, person: User, run_errands: Callable[[], None]) -> int:
    Mail.objects.all().delete()
    asked = client.post("/log-ind/", {"email": person.email}).status_code
    if letter := Mail.objects.first():
        client.post("/log-ind/kode/", {"code": letter.text.split("\n\n")[1]})
    return asked


def test_one_stranger_does_not_shut_out_the_owner_of_an_address(carla: User) -> None:
    spend(carla.email, 1, 2)

    assert (
        Client(REMOTE_ADDR="203.0.113.1").post("/log-ind/", {"email": carla.email}).status_code
        == 429
    )
    assert Client(REMOTE_ADDR=ANOTHER).post("/log-ind/", {"email": carla.email}).status_code == 302


def test_many_strangers_do_not_shut_out_a_device_that_is_known(
    carla: User, run_errands: Callable[[], None]
) -> None:
    own = Client(REMOTE_ADDR=ANOTHER)
    log_in(own, carla, run_errands)
    own.post("/log-ud/")

    spend(carla.email, 1, 5)

    assert Client(REMOTE_ADDR=ANOTHER).post("/log-ind/", {"email": carla.email}).status_code == 429
    assert log_in(own, carla, run_errands) == 302
    assert own.session["_auth_user_id"] == str(carla.pk)


def test_a_code_that_was_sent_works_while_strangers_guess(
    carla: User, run_errands: Callable[[], None]
) -> None:
    own = Client(REMOTE_ADDR=ANOTHER)
    own.post("/log-ind/", {"email": carla.email})
    code = Mail.objects.get().text.split("\n\n")[1]
    for number in range(1, 4):
        stranger = Client(REMOTE_ADDR=f"203.0.113.{number}")
        stranger.post("/log-ind/", {"email": carla.email})
        for _attempt in range(3):
            stranger.post("/log-ind/kode/", {"code": "BBBB-BBBB"})

    own.post("/log-ind/kode/", {"code": code})

    assert own.session["_auth_user_id"] == str(carla.pk)


def test_a_known_device_is_known_for_its_person_alone(
    carla: User, bo: User, run_errands: Callable[[], None]
) -> None:
    own = Client(REMOTE_ADDR=ANOTHER)
    log_in(own, bo, run_errands)
    own.post("/log-ud/")

    spend(carla.email, 1, 5)

    assert own.post("/log-ind/", {"email": carla.email}).status_code == 429


def test_the_cookie_tells_nobody_whose_it_is_and_goes_to_the_log_in_alone(
    carla: User, run_errands: Callable[[], None], settings: Any
) -> None:
    own = Client()
    log_in(own, carla, run_errands)

    cookie = own.cookies["device"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/log-ind/", True, "Lax")
    assert carla.email not in cookie.value
    assert "_auth_user_id" in own.session


@pytest.mark.parametrize("made_up", ["", "x", "x:y:z"])
def test_a_made_up_cookie_counts_as_none(carla: User, made_up: str) -> None:
    own = Client(REMOTE_ADDR=ANOTHER)
    own.cookies["device"] = made_up
    spend(carla.email, 1, 5)

    assert own.post("/log-ind/", {"email": carla.email}).status_code == 429
