"""Who is in a forum and in which role, and what was written to all of them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField, MarkdownField
from medborger.core.models import Visitor
from medborger.forums.models.forum import Forum
from medborger.people.models import Organisation, User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Members see each other; everyone sees the members of a public forum that shows them."""
        shown = Q(forum__visibility=Forum.Visibility.PUBLIC, forum__has_public_members=True)
        return self.filter(shown | Q(forum__in=Forum.objects.of(visitor)))

    def active(self) -> Self:
        """Without those who have closed their account."""
        return self.filter(person__is_active=True)

    def coordinators(self) -> Self:
        return self.active().filter(role=Membership.Role.COORDINATOR)

    def leading(self) -> Self:
        return self.active().filter(role__in=Membership.LEADING)


class Membership(models.Model):
    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        COORDINATOR = "coordinator", _("coordinator")
        PLANNER = "planner", _("planning group")
        REPRESENTATIVE = "representative", _("administration's representative")
        MEMBER = "member", _("member")

    LEADING = (Role.COORDINATOR, Role.CHAIR)

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="memberships", editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="memberships", editable=False)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("speaks for"),
    )
    role = models.CharField(_("role"), max_length=15, choices=Role, default=Role.MEMBER)
    joined_on = models.DateField(_("joined"), default=timezone.localdate, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["forum", "person"], name="one_membership_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.forum}"

    @property
    def leads(self) -> bool:
        return self.role in self.LEADING

    @property
    def has_a_role(self) -> bool:
        return self.role != self.Role.MEMBER


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(forum__in=Forum.objects.of(visitor))


class Message(models.Model):
    """A message to all members of a forum. Kept, so that members find it again."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="messages", editable=False)
    sender = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    recipients = models.ManyToManyField(User, related_name="+", editable=False)
    recipient_count = models.PositiveIntegerField(editable=False)
    subject = GuardedCharField(_("subject"), max_length=150)
    text = MarkdownField(_("text"))
    # Made with the preview: sending the same preview twice sends one message.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField(auto_now_add=True)
    letters_written_at = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return self.subject
