import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from medborger.core.models import LogEntry, Mail
from medborger.people import actions
from medborger.people.http.proof import PROVED_AT
from medborger.people.models import User
from medborger.people.tests.authenticator import app_code

TOKENS = "/profil/adgangsnoegler/"
ASKED = "Er det dig?"
SECRET = totp.generate_totp_secret()


def logged_in_long_ago(person: User) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session[PROVED_AT] = time.time() - 16 * 60
    session.save()
    return client


def mailed_code() -> str:
    return Mail.objects.order_by("-pk")[0].text.split("\n\n")[1].strip()


def said(response: Any) -> str:
    return str(response.content.decode())


def test_who_has_just_logged_in_is_not_asked(client: Client, carla: User) -> None:
    client.force_login(carla)

    assert ASKED not in said(client.get(TOKENS))


def test_after_a_quarter_of_an_hour_a_new_code_by_mail_opens_the_page(carla: User) -> None:
    client = logged_in_long_ago(carla)

    assert ASKED in said(client.get(TOKENS))
    sent = client.post(TOKENS, {"step_up": "send", "step_up-method": "GET"})
    assert carla.email in said(sent)
    answer = client.post(
        TOKENS, {"step_up": "mail", "step_up-method": "GET", "step_up-code": mailed_code()}
    )

    assert (answer.status_code, answer["Location"]) == (302, TOKENS)
    assert ASKED not in said(client.get(TOKENS))
    assert LogEntry.objects.filter(what="people.step_up", by_id=carla.pk).count() == 1


def test_what_was_written_while_the_proof_grew_old_is_kept_and_sent(carla: User) -> None:
    client = logged_in_long_ago(carla)
    written = {"name": "Æblelauget »Nord« & søn", "scopes": ["read", "write"], "days": 30}

    asked = said(client.post(TOKENS, written))
    assert ASKED in asked
    assert 'name="name" value="Æblelauget »Nord« &amp; søn"' in asked
    client.post(TOKENS, {**written, "step_up": "send", "step_up-method": "POST"})
    assert not carla.tokens.exists()
    proof = {"step_up": "mail", "step_up-method": "POST", "step_up-code": mailed_code()}
    client.post(TOKENS, {**written, **proof})

    made = carla.tokens.get()
    assert (made.name, made.scopes) == ("Æblelauget »Nord« & søn", ["read", "write"])


def test_a_wrong_code_and_a_used_one_open_nothing(carla: User) -> None:
    client = logged_in_long_ago(carla)
    form = {"step_up": "mail", "step_up-method": "GET"}

    assert ASKED in said(client.post(TOKENS, {**form, "step_up-code": ""}))  # none was sent
    client.post(TOKENS, {"step_up": "send"})
    code = mailed_code()
    assert "Det er ikke koden" in said(client.post(TOKENS, {**form, "step_up-code": "BBBB-BBBB"}))
    assert client.post(TOKENS, {**form, "step_up-code": code}).status_code == 302
    session = client.session
    session[PROVED_AT] = 0
    session.save()
    assert ASKED in said(client.post(TOKENS, {**form, "step_up-code": code}))


def test_the_code_by_mail_can_be_guessed_at_three_times(carla: User) -> None:
    client = logged_in_long_ago(carla)
    client.post(TOKENS, {"step_up": "send"})
    form = {"step_up": "mail", "step_up-method": "GET"}

    for _guess in range(3):
        client.post(TOKENS, {**form, "step_up-code": "BBBB-BBBB"})

    assert ASKED in said(client.post(TOKENS, {**form, "step_up-code": mailed_code()}))


def test_the_code_by_mail_grows_old(carla: User) -> None:
    client = logged_in_long_ago(carla)
    client.post(TOKENS, {"step_up": "send"})
    session = client.session
    session["step_up_code"] = {**session["step_up_code"], "at": time.time() - 601}
    session.save()

    form = {"step_up": "mail", "step_up-method": "GET", "step_up-code": mailed_code()}
    assert ASKED in said(client.post(TOKENS, form))


def test_with_two_steps_on_a_code_by_mail_is_not_enough(carla: User) -> None:
    actions.turn_on_second_step(carla, SECRET)
    letters = Mail.objects.count()
    client = logged_in_long_ago(carla)

    asked = said(client.post(TOKENS, {"step_up": "send", "step_up-method": "GET"}))
    assert "Send mig en kode" not in asked
    assert Mail.objects.count() == letters
    form = {"step_up": "app", "step_up-method": "GET", "step_up-code": app_code(SECRET)}
    assert client.post(TOKENS, form).status_code == 302


def test_the_code_of_an_app_and_a_recovery_code_work_once(carla: User) -> None:
    actions.turn_on_second_step(carla, SECRET)
    kept = Authenticator.objects.get(user=carla, type=Authenticator.Type.RECOVERY_CODES)
    for code in (app_code(SECRET), kept.wrap().get_unused_codes()[3]):
        form = {"step_up": "app", "step_up-method": "GET", "step_up-code": code}
        assert logged_in_long_ago(carla).post(TOKENS, form).status_code == 302
        assert ASKED in said(logged_in_long_ago(carla).post(TOKENS, form))

    kept.refresh_from_db()
    assert len(kept.wrap().get_unused_codes()) == 9


def test_the_proof_of_one_person_is_no_proof_of_another(
    client: Client, bo: User, carla: User
) -> None:
    client.force_login(bo)
    session = client.session
    session[PROVED_AT] = time.time() - timedelta(hours=1).total_seconds()
    session.save()
    other = Client()
    other.force_login(carla)

    assert ASKED in said(client.get(TOKENS))
    assert ASKED not in said(other.get(TOKENS))


@pytest.mark.parametrize(
    "address",
    [
        "/profil/sikkerhed/passkey/ny/",
        "/profil/sikkerhed/totrin/",
        "/profil/sikkerhed/totrin/fra/",
        "/profil/sikkerhed/koder/",
        TOKENS,
    ],
)
def test_what_one_logs_in_with_changes_after_a_fresh_proof_only(carla: User, address: str) -> None:
    assert ASKED in said(logged_in_long_ago(carla).get(address))


def test_too_many_attempts_are_told_when_to_try_again(carla: User) -> None:
    client = logged_in_long_ago(carla)
    form = {"step_up": "mail", "step_up-method": "GET", "step_up-code": "BBBB-BBBB"}

    answers = [client.post(TOKENS, form) for _attempt in range(11)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "Du kan prøve igen om et minut." in said(answers[-1])
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


def test_the_page_that_asks_can_be_answered_from_its_own_form(
    carla: User, run_errands: Callable[[], None]
) -> None:
    """The hidden fields carry everything, so the browser needs no script."""
    page = said(logged_in_long_ago(carla).get(TOKENS))

    assert re.search(r'name="step_up-method" value="GET"', page)
    assert re.search(r'<button type="submit"[^>]* name="step_up" value="send"', page)
