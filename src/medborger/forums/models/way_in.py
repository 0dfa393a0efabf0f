"""The two ways in that need an answer: an invitation, and an application."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedTextField
from medborger.core.models import Visitor
from medborger.forums.models.forum import Forum, Membership
from medborger.forums.models.seats import Seat
from medborger.people.models import Invitation, Organisation, User


class ForumInvitationQuerySet(models.QuerySet["ForumInvitation"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(forum__in=Forum.objects.led_by(visitor))

    def open(self) -> Self:
        return self.filter(invitation__in=Invitation.objects.open())


class ForumInvitation(models.Model):
    """An invitation that also brings a role, and perhaps a seat, in one forum."""

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="to_forum", editable=False
    )
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="invitations", editable=False)
    role = models.CharField(
        _("role"), max_length=15, choices=Membership.Role, default=Membership.Role.MEMBER
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("speaks for"),
    )
    seat = models.ForeignKey(
        Seat,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("seat"),
    )

    objects = ForumInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invitation__created_at"]
        verbose_name = _("invitation to a forum")
        verbose_name_plural = _("invitations to a forum")

    def __str__(self) -> str:
        return f"{self.invitation} to {self.forum}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Applicants see their own; those who lead the forum see all of it."""
        return self.filter(Q(person=visitor.pk) | Q(forum__in=Forum.objects.led_by(visitor)))

    def waiting(self) -> Self:
        return self.filter(status=Application.Status.WAITING)


class Application(models.Model):
    """Somebody asks for a seat, or to join. The forum's coordinator or chair answers."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits for an answer")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="applications", editable=False)
    seat = models.ForeignKey(
        Seat,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("seat"),
    )
    person = models.ForeignKey(User, models.CASCADE, related_name="applications", editable=False)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("speaks for"),
    )
    text = GuardedTextField(
        _("what you will bring"), help_text=_("Write about your work and what you know.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.WAITING, editable=False
    )
    answer = GuardedTextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "person"],
                condition=Q(status="waiting"),
                name="one_waiting_application_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} to {self.forum}"

    def get_absolute_url(self) -> str:
        return reverse("forums:application", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING
