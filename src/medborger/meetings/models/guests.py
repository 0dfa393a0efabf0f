"""Guests of one meeting, who act by a link and need no login."""

from datetime import timedelta
from typing import Self

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import AddressField, GuardedCharField
from medborger.core.models import Visitor
from medborger.forums.models import Forum, Membership
from medborger.meetings.models.meeting import Meeting
from medborger.people.models import User

# What is signed for a guest opens nothing else.
SALT = "medborger.meetings.guest"
AFTER_THE_MEETING = timedelta(days=30)


class GuestQuerySet(models.QuerySet["Guest"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Those who plan the meeting see its guests."""
        roles = (Membership.Role.PLANNER, *Membership.LEADING)
        own = Membership.objects.filter(person=visitor.pk, role__in=roles)
        return self.filter(meeting__forum__in=own.values("forum"))

    def welcome(self) -> Self:
        return self.filter(withdrawn_at=None)

    def with_place(self) -> Self:
        """A place is kept for a guest, until the guest says no or the invitation is withdrawn."""
        return self.welcome().exclude(answer=Guest.Answer.DECLINED)

    def with_token(self, token: str) -> Self:
        """The guest whose link this is: signed by us, the newest, not withdrawn, and in time."""
        try:
            number, link = signing.Signer(salt=SALT).unsign(token).split("-")
            found = self.welcome().filter(pk=int(number), link_number=int(link))
        except (ValueError, signing.BadSignature):
            return self.none()
        return found.filter(meeting__ends_at__gt=timezone.now() - AFTER_THE_MEETING)


class Guest(models.Model):
    """An expert or a resident who is invited to one meeting.

    The link is not stored: it is signed anew for each letter. A higher `link_number` makes all
    earlier links void.
    """

    class Answer(models.TextChoices):
        NONE = "", _("has not answered")
        ATTENDING = "attending", _("comes")
        DECLINED = "declined", _("does not come")

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="guests", editable=False, verbose_name=_("meeting")
    )
    name = GuardedCharField(_("name"), max_length=120)
    email = AddressField(_("e-mail"))
    brings = GuardedCharField(
        _("what the guest brings"),
        max_length=150,
        blank=True,
        help_text=_("For example »a talk on play areas«."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("da", "dansk"), ("en", "English")], default="da"
    )
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="guests_invited"
    )
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    link_number = models.PositiveIntegerField(default=1, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True, default="")
    needs = GuardedCharField(_("anything we should consider"), max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "pk"]
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "email"],
                condition=Q(withdrawn_at=None),
                name="one_invitation_per_guest",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The guest's own way to the meeting. Whoever has it acts as the guest."""
        return reverse("meetings:guest", args=[self.token])

    @property
    def forum(self) -> Forum:
        return self.meeting.forum

    @property
    def token(self) -> str:
        return signing.Signer(salt=SALT).sign(f"{self.pk}-{self.link_number}")

    @property
    def is_welcome(self) -> bool:
        return self.withdrawn_at is None
