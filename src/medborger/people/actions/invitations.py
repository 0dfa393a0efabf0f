"""How people come in: they are invited, and they accept."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core import mail
from medborger.core.log import record
from medborger.core.refusals import Refusal
from medborger.people.models import Invitation, User
from medborger.people.signals import invitation_accepted


class AlreadyInvited(Refusal):
    text = _("There is an open invitation to that address. Send it again instead.")
    field = "email"


class InvitationIsClosed(Exception):
    """The invitation was used, withdrawn, or has expired."""


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
