"""How often one may try, and that the answer never tells whether an account exists."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from medborger.core import limits
from medborger.core.models import Mail, SharedValue
from medborger.people import actions
from medborger.people.models import User

UNKNOWN = "ukendt@example.org"


def answers(client: Client, address: str, sent: dict[str, Any], times: int) -> list[int]:
    return [client.post(address, sent).status_code for _attempt in range(times)]


@pytest.mark.parametrize("email", ["carla@example.org", UNKNOWN])
def test_codes_to_one_address_are_sent_three_times_a_minute(carla: User, email: str) -> None:
    found = [Client().post("/log-ind/", {"email": email}) for _attempt in range(4)]

    assert [answer.status_code for answer in found] == [302, 302, 302, 429]
    assert "Du kan prøve igen om et minut." in found[-1].content.decode()


@pytest.mark.parametrize("email", ["carla@example.org", UNKNOWN])
def test_asking_again_for_a_code_counts_too(carla: User, email: str) -> None:
    client = Client()
    client.post("/log-ind/", {"email": email})

    again = answers(client, "/log-ind/kode/", {"action": "resend"}, 3)

    assert again[2] == 429


@pytest.mark.parametrize("email", ["carla@example.org", UNKNOWN])
def test_codes_are_guessed_at_ten_times_a_minute(carla: User, email: str) -> None:
    found: list[int] = []
    for _round in range(3):
        client = Client()
        client.post("/log-ind/", {"email": email})
        found += answers(client, "/log-ind/kode/", {"code": "BBBB-BBBB"}, 3)
        cache.delete_many([key for key in keys() if "ask_for_code" in key])
    client = Client()
    client.post("/log-ind/", {"email": email})
    found += answers(client, "/log-ind/kode/", {"code": "BBBB-BBBB"}, 2)

    assert found == [200, 200, 302] * 3 + [200, 429]


def keys() -> list[str]:
    return [key.split(":", 2)[2] for key in SharedValue.objects.values_list("pk", flat=True)]


def same(answer: Any, email: str) -> tuple[int, str, str]:
    page = answer.content.decode().replace(email, "")
    token = page.partition('csrfmiddlewaretoken" value="')[2][:64]
    return answer.status_code, answer.headers.get("Location", ""), page.replace(token, "")


def test_a_stranger_and_a_member_see_the_same_at_every_step(carla: User) -> None:
    def journey(email: str) -> list[tuple[int, str, str]]:
        client = Client()
        steps = [
            client.post("/log-ind/", {"email": email}),
            client.get("/log-ind/kode/"),
            client.post("/log-ind/kode/", {"action": "resend"}),
            client.get("/log-ind/kode/"),
            *(client.post("/log-ind/kode/", {"code": "BBBB-BBBB"}) for _attempt in range(3)),
            client.get("/log-ind/"),
        ]
        return [same(answer, email) for answer in steps]

    User.objects.create_user("lukket@example.org", "Lukket", is_active=False)

    of_carla = journey(carla.email)
    assert journey(UNKNOWN) == of_carla
    assert journey("lukket@example.org") == of_carla
    assert {letter.to for letter in Mail.objects.all()} == {carla.email}


def test_no_letter_leaves_for_a_stranger(
    carla: User, run_errands: Callable[[], None], mailoutbox: list[Any]
) -> None:
    Client().post("/log-ind/", {"email": UNKNOWN})
    run_errands()

    assert mailoutbox == []
    assert not Mail.objects.exists()


def test_a_stranger_waits_as_long_as_a_member(carla: User) -> None:
    """Both do the same work. Compared by statements, which do not tremble as clocks do."""

    def work(email: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as told:
            Client().post("/log-ind/", {"email": email})
        said = [one["sql"].split()[:3] for one in told.captured_queries]
        return [" ".join(words) for words in said if words[0] in {"INSERT", "UPDATE"}]

    work("varm@example.org")
    assert work(UNKNOWN) == work(carla.email)


def test_wrong_tokens_are_stopped_and_then_right_ones_from_there_too(carla: User) -> None:
    _token, secret = actions.issue_token(carla, "Regneark", ["read"], 30)
    wrong, right = {"Authorization": "Bearer x"}, {"Authorization": f"Bearer {secret}"}

    assert Client().get("/api/people/me", headers=right).status_code == 200
    tried = [Client().get("/api/people/me", headers=wrong).status_code for _attempt in range(31)]
    answer = Client().get("/api/people/me", headers=right)

    assert tried == [401] * 30 + [429]
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 60
    assert json.loads(answer.content)["detail"].startswith("Too many attempts.")


def test_invitations_are_not_tried_by_the_hundred(db: None) -> None:
    assert answers(Client(), "/invitation/findes-ikke/", {}, 31) == [410] * 30 + [429]


def test_a_visitor_cannot_choose_the_address_that_is_counted(db: None) -> None:
    found = [
        Client()
        .post("/invitation/x/", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        .status_code
        for number in range(31)
    ]

    assert found[-1] == 429


def test_behind_a_trusted_proxy_each_visitor_is_counted_alone(db: None, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def tried(*forwarded: str) -> int:
        return (
            Client()
            .post("/invitation/x/", headers={"X-Forwarded-For": ", ".join(forwarded)})
            .status_code
        )

    assert [tried("203.0.113.1") for _attempt in range(31)][-1] == 429
    assert tried("203.0.113.2") == 410
    assert tried("198.51.100.7", "203.0.113.1") == 429  # what the visitor says himself is not read


def test_attempts_are_counted_where_all_processes_look(db: None) -> None:
    Client().post("/invitation/findes-ikke/")

    assert any("accept_invitation" in key for key in keys())


def test_what_has_expired_is_forgotten(db: None) -> None:
    cache.set("a", 1, 3600)
    cache.set("b", 1, 3600)
    gone = SharedValue.objects.get(pk__endswith=":a")
    SharedValue.objects.filter(pk=gone.pk).update(expires=timezone.now() - timedelta(minutes=1))

    limits.forget_expired.call()

    assert SharedValue.objects.get().pk.endswith(":b")


@pytest.mark.parametrize(
    "sent",
    ["", "{}", "[]", "null", '"x"', '{"id": "x"}', '{"response": {"userHandle": null}}'],
)
def test_nonsense_instead_of_a_passkey_is_refused_in_words(db: None, sent: str) -> None:
    client = Client()
    client.get("/log-ind/passkey/", headers={"Accept": "application/json"})

    answer = client.post("/log-ind/passkey/", {"credential": sent}, follow=True)

    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, "/log-ind/")
    assert "_auth_user_id" not in client.session


def test_the_wait_is_as_long_as_the_longest_rate(carla: User) -> None:
    """Ten an hour: whoever asks for the eleventh waits until the first is an hour old."""
    began = time.time()
    for _attempt in range(10):
        assert Client().post("/log-ind/", {"email": carla.email}).status_code == 302
        cache.delete_many([key for key in keys() if "ask_for_code:3/" in key])

    answer = Client().post("/log-ind/", {"email": carla.email})

    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3600 - (time.time() - began) + 1
