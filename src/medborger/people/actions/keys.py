"""What people log in with: passkeys, a second step, tokens; and where they are logged in."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from medborger.core import mail
from medborger.core.log import record
from medborger.people.models import Invitation, Token, User


@transaction.atomic
def add_passkey(person: User, name: str, credential: dict[str, Any]) -> Authenticator:
    passkey = WebAuthn.add(person, name, credential).instance
    record(person, "people.add_passkey")
    mail.write(person, "people/mail/passkey_added.txt", name=name)
    return passkey


@transaction.atomic
def remove_passkey(person: User, passkey: Authenticator) -> None:
    mail.write(person, "people/mail/passkey_removed.txt", name=passkey.wrap().name)
    passkey.delete()
    record(person, "people.remove_passkey")


@transaction.atomic
def turn_on_second_step(person: User, secret: str) -> None:
    TOTP.activate(person, secret)
    _renew_recovery_codes(person)
    record(person, "people.add_totp")
    mail.write(person, "people/mail/second_step_on.txt")


@transaction.atomic
def turn_off_second_step(by: User | None, person: User) -> None:
    """By oneself, or by whoever runs the site, for one who has lost telephone and recovery codes."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    was_on, _kinds = Authenticator.objects.filter(user=person, type__in=kinds).delete()
    if was_on:
        record(by, "people.remove_totp", person)
        mail.write(person, "people/mail/second_step_off.txt")


@transaction.atomic
def make_recovery_codes(person: User) -> None:
    _renew_recovery_codes(person)
    record(person, "people.make_recovery_codes")
    mail.write(person, "people/mail/recovery_codes.txt")


def _renew_recovery_codes(person: User) -> None:
    User.objects.select_for_update().get(pk=person.pk)  # two at once would make two sets
    Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)


@transaction.atomic
def end_sessions(person: User, sessions: QuerySet[UserSession] | None = None) -> None:
    """Log a person out of these of the own sessions, or of all, as when an account is closed."""
    ended = (UserSession.objects.all() if sessions is None else sessions).filter(user=person)
    for session in ended:
        session.end()
        record(person, "people.end_session")


@transaction.atomic
def delete_token(by: User, token: Token) -> None:
    record(by, "people.delete_token", token)
    token.delete()


@transaction.atomic
def issue_token(person: User, name: str, scopes: list[str], days: int) -> tuple[Token, str]:
    """Make a personal access token. Its secret is shown once and never stored."""
    secret = Invitation.new_token()
    token = person.tokens.create(
        name=name,
        digest=Invitation.digest_of(secret),
        scopes=scopes,
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(person, "people.issue_token", token)
    return token, secret
