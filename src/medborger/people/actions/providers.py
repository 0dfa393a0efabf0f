"""Log-in through a municipality's identity provider."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from medborger.core import mail
from medborger.core.identity_providers import Identity
from medborger.core.log import record
from medborger.people.actions.invitations import accept
from medborger.people.models import Invitation, User
from medborger.people.signals import groups_asserted


class NotKnownHere(Exception):
    """The provider knows who it is. We do not, and nobody has invited that address."""


class BelongsToAnother(Exception):
    """The log-in at the provider is connected to somebody else's account here."""


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
