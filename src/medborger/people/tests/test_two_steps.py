import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from medborger.core.models import LogEntry, Mail, SharedValue
from medborger.people import actions
from medborger.people.models import User
from medborger.people.tests.authenticator import app_code

SECRET = totp.generate_totp_secret()
SECOND_STEP = "/log-ind/andet-trin/"


def recovery_codes(person: User) -> list[str]:
    kept = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return list(kept.wrap().get_unused_codes())


def after_the_code_by_mail(person: User) -> tuple[Client, Any]:
    client = Client()
    client.post("/log-ind/", {"email": person.email})
    code = Mail.objects.order_by("-pk")[0].text.split("\n\n")[1].strip()
    return client, client.post("/log-ind/kode/", {"code": code})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def with_two_steps(carla: User) -> User:
    actions.turn_on_second_step(carla, SECRET)
    return carla


def test_without_two_steps_a_code_by_mail_is_enough(carla: User) -> None:
    client, _answer = after_the_code_by_mail(carla)

    assert is_in(client)


def test_with_two_steps_the_code_by_mail_is_half_the_way(with_two_steps: User) -> None:
    client, answer = after_the_code_by_mail(with_two_steps)

    assert answer["Location"] == SECOND_STEP
    assert not is_in(client)
    assert client.get("/min-side/").status_code == 302
    assert client.post(SECOND_STEP, {"code": app_code(SECRET)})["Location"] == "/min-side/"
    assert is_in(client)


def test_who_types_slowly_is_let_in_and_an_old_code_is_not(with_two_steps: User) -> None:
    client, _answer = after_the_code_by_mail(with_two_steps)

    client.post(SECOND_STEP, {"code": app_code(SECRET, late=3)})
    assert not is_in(client)

    client.post(SECOND_STEP, {"code": app_code(SECRET, late=1)})
    assert is_in(client)


def test_nobody_takes_the_second_step_before_the_first(with_two_steps: User) -> None:
    client = Client()

    answer = client.post(SECOND_STEP, {"code": app_code(SECRET)})

    assert answer["Location"] == "/log-ind/"
    assert not is_in(client)


def test_a_code_that_was_used_is_refused(with_two_steps: User) -> None:
    first, _answer = after_the_code_by_mail(with_two_steps)
    second, _answer = after_the_code_by_mail(with_two_steps)
    code = app_code(SECRET)

    first.post(SECOND_STEP, {"code": code})
    again = second.post(SECOND_STEP, {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)
    assert "Det er ikke koden, eller den er brugt." in again.content.decode()


def test_a_code_that_was_used_stays_used_as_long_as_it_works(with_two_steps: User) -> None:
    first, _answer = after_the_code_by_mail(with_two_steps)
    second, _answer = after_the_code_by_mail(with_two_steps)
    code = app_code(SECRET)

    first.post(SECOND_STEP, {"code": code})
    what_allauth_remembers = SharedValue.objects.filter(cache_key__contains="totp.used")
    assert what_allauth_remembers.delete()[0] == 1  # as it does itself after half a minute
    second.post(SECOND_STEP, {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_lets_in_once(with_two_steps: User) -> None:
    code = recovery_codes(with_two_steps)[0]
    first, _answer = after_the_code_by_mail(with_two_steps)
    second, _answer = after_the_code_by_mail(with_two_steps)

    first.post(SECOND_STEP, {"code": code})
    second.post(SECOND_STEP, {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)
    assert len(recovery_codes(with_two_steps)) == 9


def test_the_app_of_another_person_lets_nobody_in(with_two_steps: User, bo: User) -> None:
    other_secret = totp.generate_totp_secret()
    actions.turn_on_second_step(bo, other_secret)
    client, _answer = after_the_code_by_mail(with_two_steps)

    client.post(SECOND_STEP, {"code": app_code(other_secret)})
    client.post(SECOND_STEP, {"code": recovery_codes(bo)[0]})

    assert not is_in(client)


def test_guessing_the_second_step_is_stopped(with_two_steps: User) -> None:
    client, _answer = after_the_code_by_mail(with_two_steps)

    for guess in range(5):
        client.post(SECOND_STEP, {"code": f"{guess}"})
    right = client.post(SECOND_STEP, {"code": app_code(SECRET)})

    assert "Vent fem minutter" in right.content.decode()
    assert not is_in(client)


def test_an_account_closed_between_the_steps_stays_closed(with_two_steps: User) -> None:
    client, _answer = after_the_code_by_mail(with_two_steps)
    User.objects.filter(pk=with_two_steps.pk).update(is_active=False)

    client.post(SECOND_STEP, {"code": app_code(SECRET)})

    assert client.get("/min-side/").status_code == 302


def test_an_invitation_does_not_lead_past_the_second_step(with_two_steps: User) -> None:
    _invitation, token = actions.invite(None, with_two_steps.email)
    client = Client()

    answer = client.post(f"/invitation/{token}/")

    assert answer["Location"] == SECOND_STEP
    assert not is_in(client)


def test_turning_two_steps_on_takes_the_code_of_the_app(client: Client, carla: User) -> None:
    client.force_login(carla)
    page = client.get("/profil/sikkerhed/totrin/").content.decode()
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]

    client.post("/profil/sikkerhed/totrin/", {"code": "0"})
    assert not Authenticator.objects.exists()
    answer = client.post("/profil/sikkerhed/totrin/", {"code": app_code(secret)})

    assert answer["Location"] == "/profil/sikkerhed/koder/"
    assert {one.type for one in Authenticator.objects.all()} == {"totp", "recovery_codes"}
    assert Mail.objects.get().subject == "Din konto kræver nu to trin"
    assert LogEntry.objects.filter(what="people.add_totp", by_id=carla.pk).exists()


def test_recovery_codes_are_shown_once(client: Client, with_two_steps: User) -> None:
    client.force_login(with_two_steps)
    codes = recovery_codes(with_two_steps)

    first = client.get("/profil/sikkerhed/koder/").content.decode()
    again = client.get("/profil/sikkerhed/koder/").content.decode()

    assert [code in first for code in codes] == [True] * 10
    assert [code in again for code in codes] == [False] * 10
    assert "Du har 10 koder tilbage." in again


def test_new_recovery_codes_make_the_old_ones_worthless(
    client: Client, with_two_steps: User
) -> None:
    client.force_login(with_two_steps)
    old = recovery_codes(with_two_steps)

    client.post("/profil/sikkerhed/koder/")

    assert set(old) & set(recovery_codes(with_two_steps)) == set()
    assert "Gem dine gendannelseskoder" in client.get("/profil/sikkerhed/koder/").content.decode()


def test_turning_two_steps_off_takes_the_recovery_codes_along(
    client: Client, with_two_steps: User
) -> None:
    client.force_login(with_two_steps)

    client.post("/profil/sikkerhed/totrin/fra/")

    assert not Authenticator.objects.exists()
    assert Mail.objects.order_by("-pk")[0].subject == "Din konto kræver ikke længere to trin"


def test_secrets_lie_sealed_and_open_with_a_former_secret_of_the_installation(
    with_two_steps: User, settings: Any
) -> None:
    kept = Authenticator.objects.get(user=with_two_steps, type=Authenticator.Type.TOTP)
    assert SECRET not in str(kept.data)

    with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert kept.wrap().validate_code(app_code(SECRET))


def test_whoever_runs_the_site_lets_in_again_who_has_lost_everything(with_two_steps: User) -> None:
    call_command("forget_second_step", "Carla@example.org")

    client, _answer = after_the_code_by_mail(with_two_steps)
    assert is_in(client)
    assert LogEntry.objects.get(what="people.remove_totp").by_id is None
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("forget_second_step", "ukendt@example.org")
