import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.webauthn import AuthenticatorData

from medborger.core.models import LogEntry
from medborger.people import actions
from medborger.people.models import User
from medborger.people.tests.authenticator import SoftPasskey, sent
from medborger.people.tests.test_step_up import TOKENS, logged_in_long_ago

ADD, LOG_IN = "/profil/sikkerhed/passkey/ny/", "/log-ind/passkey/"
FLAG = AuthenticatorData.FLAG


def add_passkey(person: User) -> SoftPasskey:
    client, passkey = Client(), SoftPasskey(person)
    client.force_login(person)
    client.post(ADD, sent(passkey.created(options_of(client.get(ADD)))))
    return passkey


def options_of(page: Any) -> Any:
    found = re.findall(r'<script type="application/json">(.+?)</script>', page.content.decode())
    return json.loads(found[0])


def asked(client: Client) -> Any:
    return client.get(LOG_IN, headers={"Accept": "application/json"}).json()["request_options"]


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def test_a_passkey_logs_in_and_the_page_asked_for_is_shown(carla: User) -> None:
    passkey, client = add_passkey(carla), Client()

    answer = client.post(LOG_IN, sent(passkey.used(asked(client))) | {"next": "/profil/"})

    assert answer["Location"] == "/profil/"
    assert client.session["_auth_user_id"] == str(carla.pk)
    assert LogEntry.objects.filter(what="people.add_passkey", by_id=carla.pk).exists()


def test_a_passkey_leads_past_the_second_step_being_two_in_one(carla: User) -> None:
    passkey, client = add_passkey(carla), Client()
    actions.turn_on_second_step(carla, "A" * 32)

    client.post(LOG_IN, sent(passkey.used(asked(client))))

    assert is_in(client)


def test_a_passkey_alone_leaves_the_door_by_mail_open(carla: User) -> None:
    add_passkey(carla)
    client = Client()
    client.post("/log-ind/", {"email": carla.email})
    code = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]

    client.post("/log-ind/kode/", {"code": code})

    assert is_in(client)


def test_what_a_passkey_said_once_lets_nobody_in_again(carla: User) -> None:
    passkey, client, thief = add_passkey(carla), Client(), Client()
    said = sent(passkey.used(asked(client)))
    client.post(LOG_IN, said)
    client.post("/log-ud/")

    asked(thief)
    for one in (client, thief):
        one.post(LOG_IN, said)
        assert not is_in(one)


def test_a_passkey_cannot_claim_to_be_somebody_else(bo: User, carla: User) -> None:
    of_bo, client = add_passkey(bo), Client()
    add_passkey(carla)
    of_bo.handle = SoftPasskey(carla).handle

    client.post(LOG_IN, sent(of_bo.used(asked(client))))

    assert not is_in(client)


def test_a_passkey_of_another_site_is_refused(carla: User) -> None:
    passkey, client = add_passkey(carla), Client()
    passkey.site = SoftPasskey(carla, "fjordby.example").site

    client.post(LOG_IN, sent(passkey.used(asked(client))))

    assert not is_in(client)


def test_a_passkey_that_nobody_unlocked_is_refused(carla: User) -> None:
    passkey, client = add_passkey(carla), Client()

    client.post(LOG_IN, sent(passkey.used(asked(client), FLAG.UP)))

    assert not is_in(client)


@pytest.mark.parametrize("closed", [True, False])
def test_a_closed_account_and_an_unknown_passkey_get_the_same_answer(
    carla: User, closed: bool
) -> None:
    passkey, client = SoftPasskey(carla), Client()
    if closed:
        passkey = add_passkey(carla)
        User.objects.filter(pk=carla.pk).update(is_active=False)

    page = client.post(LOG_IN, sent(passkey.used(asked(client))), follow=True)

    assert not is_in(client)
    assert page.request["PATH_INFO"] == "/log-ind/"
    assert "Du blev ikke logget ind. Prøv igen." in page.content.decode()


def test_a_removed_passkey_opens_nothing_and_nobody_removes_anothers(bo: User, carla: User) -> None:
    passkey = add_passkey(carla)
    address = f"/profil/sikkerhed/passkey/{Authenticator.objects.get().pk}/fjern/"
    of_bo, own = Client(), Client()
    of_bo.force_login(bo)
    own.force_login(carla)

    assert of_bo.post(address).status_code == 404
    assert own.post(address).status_code == 302
    client = Client()
    client.post(LOG_IN, sent(passkey.used(asked(client))))
    assert not is_in(client)


def test_a_passkey_is_called_after_the_device_and_may_be_renamed(carla: User, cpr: str) -> None:
    add_passkey(carla)
    client, kept = Client(), Authenticator.objects.get()
    client.force_login(carla)
    address = f"/profil/sikkerhed/passkey/{kept.pk}/"

    refused = client.post(address, {"name": f"Telefon {cpr}"})
    client.post(address, {"name": "Min telefon"})

    assert refused.status_code == 200
    assert Authenticator.objects.get().wrap().name == "Min telefon"


def test_a_fresh_proof_takes_the_own_passkey_and_that_once(bo: User, carla: User) -> None:
    of_bo, of_carla = add_passkey(bo), add_passkey(carla)

    def tried(client: Client, answer: dict[str, Any]) -> int:
        form = {"step_up": "passkey", "step_up-method": "GET"}
        return client.post(TOKENS, form | {"step_up-credential": json.dumps(answer)}).status_code

    client = logged_in_long_ago(carla)
    foreign = of_bo.used(options_of(client.get(TOKENS)))
    assert tried(client, foreign) == 200
    own = of_carla.used(options_of(client.get(TOKENS)))
    assert tried(client, own) == 302
    assert tried(logged_in_long_ago(carla), own) == 200
    assert tried(logged_in_long_ago(carla), {}) == 200
