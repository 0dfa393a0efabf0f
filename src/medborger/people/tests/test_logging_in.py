import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from medborger.core.models import Mail
from medborger.people.actions import issue_token
from medborger.people.models import Token, User


def test_one_logs_in_by_a_code_sent_to_the_address(
    client: Client, carla: User, run_errands: Callable[[], None]
) -> None:
    client.post("/log-ind/", {"email": "CARLA@example.org"})
    run_errands()
    code = Mail.objects.get().text.split("\n\n")[1]

    assert re.fullmatch(r"[A-Z0-9-]{5,}", code)
    assert mail.outbox[0].to == [carla.email]
    response = client.post("/log-ind/kode/", {"code": code}, follow=True)
    assert response.request["PATH_INFO"] == "/min-side/"
    assert "Hej Carla" in response.content.decode()


@pytest.mark.parametrize("typed", ["ERIK@example.org", "eri\N{KELVIN SIGN}@example.org"])
def test_the_code_goes_to_the_address_we_know(client: Client, erik: User, typed: str) -> None:
    """What was typed may be another's address that only looks the same when made small."""
    client.post("/log-ind/", {"email": typed})

    assert [letter.to for letter in Mail.objects.all()] == ["erik@example.org"]


def test_a_wrong_code_lets_nobody_in(client: Client, carla: User) -> None:
    client.post("/log-ind/", {"email": carla.email})

    page = client.post("/log-ind/kode/", {"code": "XXXXXX"})

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_stranger_sees_the_same_page_and_gets_no_letter(client: Client, carla: User) -> None:
    known = client.post("/log-ind/", {"email": carla.email})
    stranger = Client().post("/log-ind/", {"email": "ukendt@example.org"})

    assert (known.status_code, known["Location"]) == (stranger.status_code, stranger["Location"])
    assert [letter.to for letter in Mail.objects.all()] == [carla.email]
    assert User.objects.count() == 1


def test_log_out_asks_first(client: Client, carla: User) -> None:
    client.force_login(carla)

    assert "Vil du logge ud?" in client.get("/log-ud/").content.decode()
    assert "_auth_user_id" in client.session
    client.post("/log-ud/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("scopes", "get", "put"),
    [(["read"], 200, 401), (["write"], 401, 200), (["read", "write"], 200, 200)],
)
def test_a_token_does_what_its_scopes_say(
    client: Client, frida: User, scopes: list[str], get: int, put: int
) -> None:
    _token, secret = issue_token(frida, "Regneark", scopes, 30)
    bearer = {"Authorization": f"Bearer {secret}"}
    organisation = frida.affiliations.get().organisation

    assert client.get("/api/people/me", headers=bearer).status_code == get
    change = {"name": "Nyt navn", "kind": "association"}
    address = f"/api/people/organisations/{organisation.pk}/"
    sent = client.put(address, change, content_type="application/json", headers=bearer)
    assert sent.status_code == put


def test_an_expired_token_and_a_closed_account_open_nothing(client: Client, carla: User) -> None:
    _old, expired = issue_token(carla, "Gammel", ["read"], -1)
    _new, secret = issue_token(carla, "Ny", ["read"], 30)
    User.objects.filter(pk=carla.pk).update(is_active=False)

    for token in (expired, secret, "forkert"):
        bearer = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/people/me", headers=bearer).status_code == 401


def test_a_token_is_shown_once_and_can_be_deleted(client: Client, carla: User) -> None:
    client.force_login(carla)

    page = client.post(
        "/profil/adgangsnoegler/", {"name": "Regneark", "scopes": ["read"], "days": 90}
    )
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in client.get("/profil/adgangsnoegler/").content.decode()

    client.post(f"/profil/adgangsnoegler/{carla.tokens.get().pk}/slet/")
    assert not Token.objects.exists()


def test_danish_is_spoken_until_another_language_is_chosen(client: Client, carla: User) -> None:
    english_browser = {"Accept-Language": "en"}

    assert "Log ind" in client.get("/log-ind/", headers=english_browser).content.decode()
    client.post("/sprog/", {"language": "en", "next": "/log-ind/"})
    assert "Log in" in client.get("/log-ind/").content.decode()


@pytest.mark.django_db
def test_one_can_give_up_and_use_another_address(client: Client) -> None:
    client.post("/log-ind/", {"email": "stavet.forkert@example.org"})
    assert client.get("/log-ind/").status_code == 302

    page = client.post("/log-ud/", {"next": "/log-ind/"}, follow=True)

    assert page.request["PATH_INFO"] == "/log-ind/"
    assert page.status_code == 200


def test_a_wrong_code_is_said_in_our_words(client: Client, frida: User) -> None:
    client.post("/log-ind/", {"email": frida.email})

    page = client.post("/log-ind/kode/", {"code": "XXXXXX"}).content.decode()

    assert "Det er ikke koden. Brug den i den nyeste mail." in page
    assert page.count(">Log ind</button>") == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Skal udfyldes"),
        ("bo", "Skriv hele adressen, for eksempel navn@example.org"),
        ("b" * 400 + "@example.org", "Skriv højst 320 tegn. Her er 412."),
    ],
)
def test_a_wrong_address_is_said_as_in_other_forms(
    client: Client, db: None, written: str, said: str
) -> None:
    errors = client.post("/log-ind/", {"email": written}).context["form"].errors

    assert said in errors["email"]


def test_a_filter_that_names_what_is_gone_says_so(client: Client, db: None) -> None:
    page = client.get("/anbefalinger/", {"forum": "999"})

    assert "Vælg noget, der står på listen" in page.content.decode()
