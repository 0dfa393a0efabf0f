"""What happens to people: they are invited, they accept, they get a token for their tools."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from medborger.core import mail
from medborger.core.identity_providers import Identity
from medborger.core.log import record
from medborger.people.models import Affiliation, Competence, Invitation, Token, User
from medborger.people.rules import knows_who_speaks_for
from medborger.people.signals import groups_asserted, invitation_accepted


class AlreadyInvited(Exception):
    """There is an open invitation already: it is sent again instead."""

    field = "email"

    def __str__(self) -> str:
        return gettext("There is an open invitation to that address. Send it again instead.")


class InvitationIsClosed(Exception):
    """The invitation was used, withdrawn, or has expired."""


class NotKnownHere(Exception):
    """The provider knows who it is. We do not, and nobody has invited that address."""


class BelongsToAnother(Exception):
    """The log-in at the provider is connected to somebody else's account here."""


@transaction.atomic
def invite(
    by: User | None, email: str, name: str = "", *, makes_administrator: bool = False
) -> tuple[Invitation, str]:
    """Open the door for one e-mail address. Returns the row and the token of its link."""
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        name=name,
        digest=Invitation.digest_of(token),
        invited_by=by,
        makes_administrator=makes_administrator,
    )
    return invitation, token


@transaction.atomic
def invite_first_administrator() -> str:
    """Return the token of a link for whoever stands at a new machine, or nothing once there is an account.

    The invitation has no address, because there may be no mail yet. A new one closes the one before.
    """
    Invitation.objects.open().filter(email="").update(withdrawn_at=timezone.now())
    if User.objects.exists():
        return ""
    return invite(None, "", makes_administrator=True)[1]


@transaction.atomic
def invite_by_mail(by: User, email: str, name: str = "") -> Invitation:
    """Invite somebody to Medborger itself, without a forum."""
    if Invitation.objects.open().filter(email__iexact=email, to_forum=None).exists():
        raise AlreadyInvited
    invitation, token = invite(by, email, name)
    send_invitation(invitation, token, "people/mail/invitation.txt")
    record(by, "people.invite", invitation)
    return invitation


def send_invitation(invitation: Invitation, token: str, template: str, **context: Any) -> None:
    addressee = User.objects.filter(email=invitation.email).first() or User(email=invitation.email)
    mail.write(addressee, template, invitation=invitation, token=token, **context)


@transaction.atomic
def renew(invitation: Invitation) -> str:
    """Give the invitation a new link and thirty more days. The old link stops working."""
    token = Invitation.new_token()
    invitation.digest = Invitation.digest_of(token)
    invitation.expires_at = timezone.now() + timedelta(days=30)
    invitation.withdrawn_at = None
    invitation.save(update_fields=["digest", "expires_at", "withdrawn_at"])
    return token


@transaction.atomic
def renew_by_mail(by: User, invitation: Invitation) -> None:
    send_invitation(invitation, renew(invitation), "people/mail/invitation.txt")
    record(by, "people.renew_invitation", invitation)


@transaction.atomic
def take_back_invitation(by: User, invitation: Invitation) -> None:
    withdraw(invitation)
    record(by, "people.withdraw_invitation", invitation)


def withdraw(invitation: Invitation) -> None:
    Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now())


def is_open(invitation: Invitation) -> bool:
    """Say whether it lets somebody in. One without an address is for the very first account alone."""
    return invitation.is_open and bool(invitation.email or not User.objects.exists())


@transaction.atomic
def accept(
    invitation: Invitation, *, name: str = "", email: str = "", language: str = "da"
) -> User:
    """Let the invited person in, once. Whoever has an account already keeps it."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not is_open(invitation):
        raise InvitationIsClosed
    person = _account(invitation.email or email.lower(), name or invitation.name, language)
    if not person.is_active:
        raise InvitationIsClosed
    if invitation.makes_administrator and not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])
        record(person, "people.become_administrator")
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    invitation_accepted.send(Invitation, invitation=invitation, person=person)
    return person


def _account(email: str, name: str, language: str) -> User:
    """The person's account. Two invitations to one address may be accepted at once."""
    known = User.objects.filter(email=email)
    if not known.exists():
        try:
            with transaction.atomic():
                return User.objects.create_user(email, name, language=language)
        except IntegrityError:
            pass
    return known.get()


@transaction.atomic
def speak_for(person: User, affiliation: Affiliation) -> Affiliation:
    """Store whom a person says to speak for. It counts when somebody who knows has confirmed it.

    A new organisation, or coming back after the end, is to be confirmed anew.
    """
    before = Affiliation.objects.select_for_update().filter(pk=affiliation.pk).first()
    stays = before and before.is_current and before.organisation == affiliation.organisation
    affiliation.person = person
    affiliation.confirmed_at = before.confirmed_at if before and stays else None
    if knows_who_speaks_for(person, affiliation.organisation):
        affiliation.confirmed_at = affiliation.confirmed_at or timezone.now()
    affiliation.save()
    return affiliation


@transaction.atomic
def confirm(by: User, affiliation: Affiliation) -> None:
    unconfirmed = Affiliation.objects.filter(pk=affiliation.pk, confirmed_at=None)
    if unconfirmed.update(confirmed_at=timezone.now()):
        record(by, "people.confirm_speaker", affiliation.organisation)


@transaction.atomic
def take_back_confirmation(by: User, affiliation: Affiliation) -> None:
    confirmed = Affiliation.objects.filter(pk=affiliation.pk, confirmed_at__isnull=False)
    if confirmed.update(confirmed_at=None):
        record(by, "people.take_back_confirmation", affiliation.organisation)


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


# --- log-in through a municipality's identity provider ---


@transaction.atomic
def recognise(identity: Identity, *, language: str = "da") -> User:
    """Say who it is that a provider sends: somebody connected, known by e-mail, or invited."""
    account = _accounts(identity).select_related("user").first()
    person: User | None = account.user if account else None
    person = person or _known(identity) or _invited(identity, language)
    if person is None or not person.is_active:
        raise NotKnownHere
    if account is None:
        return connect(person, identity)
    account.extra_data = _kept_of(identity)
    account.save(update_fields=["extra_data", "last_login"])
    _tell_groups(person, identity)
    return person


@transaction.atomic
def connect(person: User, identity: Identity) -> User:
    """Let a person log in through a provider from now on, with one log-in at each."""
    if _accounts(identity).exclude(user=person).exists():
        raise BelongsToAnother
    of_provider = SocialAccount.objects.filter(user=person, provider=identity.provider.key)
    of_provider.exclude(uid=identity.uid).delete()
    _account_there, is_new = SocialAccount.objects.update_or_create(
        provider=identity.provider.key,
        uid=identity.uid,
        defaults={"user": person, "extra_data": _kept_of(identity)},
    )
    if is_new:
        record(person, "people.connect_provider")
        mail.write(person, "people/mail/provider_connected.txt", provider=identity.provider)
    _tell_groups(person, identity)
    return person


@transaction.atomic
def disconnect(person: User, key: str) -> None:
    """Log in through the provider no more, and give back what its groups brought."""
    for account in SocialAccount.objects.filter(user=person, provider=key):
        groups_asserted.send(
            User, person=person, issuer=account.extra_data.get("iss", ""), groups=frozenset()
        )
        account.delete()
        record(person, "people.disconnect_provider")


def _accounts(identity: Identity) -> Any:
    return SocialAccount.objects.filter(provider=identity.provider.key, uid=identity.uid)


def _known(identity: Identity) -> User | None:
    """By e-mail, where the provider's word is enough, and nobody has come in with it before."""
    if not identity.may_be_known_by_email:
        return None
    with_provider = SocialAccount.objects.filter(provider=identity.provider.key)
    found = User.objects.filter(email=identity.email)
    return found.exclude(pk__in=with_provider.values_list("user", flat=True)).first()


def _invited(identity: Identity, language: str) -> User | None:
    """By an open invitation to the address. To become an administrator takes the link itself."""
    if not identity.owns_email or User.objects.filter(email=identity.email).exists():
        return None
    sent = Invitation.objects.open().filter(email=identity.email, makes_administrator=False)
    invitation = sent.order_by("-created_at").first()
    return accept(invitation, name=identity.name, language=language) if invitation else None


def _kept_of(identity: Identity) -> dict[str, str]:
    """All that is stored of what the provider said. The subject is in the account, as a digest."""
    return {"iss": identity.provider.issuer, "level": identity.level}


def _tell_groups(person: User, identity: Identity) -> None:
    if identity.groups is not None:
        groups_asserted.send(
            User, person=person, issuer=identity.provider.issuer, groups=identity.groups
        )


# --- passkeys, the second step, and where one is logged in ---


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


# --- the list of competences ---


@transaction.atomic
def merge_competences(by: User, merged: Competence, into: Competence) -> None:
    """Two words for the same: whoever had the one has the other, once."""
    into.people.add(*merged.people.all())
    merged.delete()
    record(by, "people.merge_competences", into)
