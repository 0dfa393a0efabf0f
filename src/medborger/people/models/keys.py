"""What lets people in: invitations, and tokens for the API. Their secrets are never stored."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, NamedTuple, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import AddressField, GuardedCharField
from medborger.people.models.people import User


class Address(NamedTuple):
    """Somebody to invite: an e-mail address, and a name where it is known."""

    email: str
    name: str = ""


def _in_thirty_days() -> Any:
    return timezone.now() + timedelta(days=30)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )

    def with_token(self, token: str) -> Self:
        return self.filter(digest=Invitation.digest_of(token))


class Invitation(models.Model):
    """The only way in: a link to one e-mail address that works once and expires.

    The link itself is never stored, only its SHA-256 digest.
    """

    email = AddressField(_("e-mail"))
    name = GuardedCharField(_("name"), max_length=120, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="invitations_sent"
    )
    makes_administrator = models.BooleanField(_("becomes administrator"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), default=_in_thirty_days)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="invitations_accepted",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return not (self.accepted_at or self.withdrawn_at or self.is_expired)


class Token(models.Model):
    """A personal access token for the API: what it may do, and until when.

    Only the SHA-256 digest of the secret is stored.
    """

    class Scope(models.TextChoices):
        READ = "read", _("read what I may read")
        WRITE = "write", _("do what I may do")

    person = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = GuardedCharField(
        _("what it is for"), max_length=80, help_text=_("For example the name of the program.")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    last_used_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()
