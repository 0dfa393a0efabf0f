"""What is on the agenda, and what came of it: minutes, decisions, tasks."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField, GuardedTextField, MarkdownField
from medborger.core.models import Visitor
from medborger.forums.models import Forum, Membership
from medborger.meetings.models.meeting import Meeting
from medborger.people.models import User


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(visitor))


class AgendaItem(models.Model):
    class Kind(models.TextChoices):
        WELCOME = "welcome", _("welcome")
        TALK = "talk", _("talk")
        EXCHANGE = "exchange", _("exchange of experience")
        TOUR = "tour", _("tour")
        DECISION = "decision", _("decision")
        ROUND = "round", _("round")
        BREAK = "break", _("break")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField(_("order"), editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EXCHANGE)
    heading = GuardedCharField(_("heading"), max_length=150)
    minutes_long = models.PositiveSmallIntegerField(_("minutes"), default=30)
    responsible = GuardedCharField(
        _("who is responsible"), max_length=120, blank=True, help_text=_("Name or organisation.")
    )
    text = MarkdownField(_("text"), blank=True)
    minutes = MarkdownField(_("minutes of the item"), blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="one_agenda_item_per_place")
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def forum(self) -> Forum:
        return self.meeting.forum

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.minutes_long)

    @property
    def station(self) -> str:
        """How it is drawn on the line: what is decided, what is practical, what is the matter."""
        if self.kind == self.Kind.DECISION:
            return "diamond"
        practical = {self.Kind.WELCOME, self.Kind.TOUR, self.Kind.BREAK}
        return "hollow" if self.kind in practical else "done"


def _of_forum(visitor: Visitor, *roles: str) -> Q:
    """What came of a meeting in one of the visitor's forums, if need be in one of these roles."""
    own = Membership.objects.filter(forum=OuterRef("item__meeting__forum"), person=visitor.pk)
    return Q(Exists(own.filter(role__in=roles) if roles else own))


def _published_to(visitor: Visitor) -> Q:
    return Q(
        item__meeting__minutes_published_at__isnull=False,
        item__meeting__in=Meeting.objects.visible_to(visitor),
    )


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Those who plan see decisions while they write; others when the minutes are published."""
        return self.filter(
            _published_to(visitor)
            | _of_forum(visitor, Membership.Role.PLANNER, *Membership.LEADING)
        )


class Decision(models.Model):
    """What the forum decided under an agenda item."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="decisions")
    text = GuardedTextField(_("decision"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Members see their forum's tasks, and everyone those in published minutes."""
        own = Q(owner=visitor.pk, owner__isnull=False)
        return self.filter(_published_to(visitor) | _of_forum(visitor) | own)

    def open(self) -> Self:
        return self.filter(done_at__isnull=True).order_by("due_on", "pk")


class ActionItem(models.Model):
    """A task that came of an agenda item: what, who, and when. Open ones follow along."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="action_items")
    text = GuardedCharField(_("task"), max_length=200)
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="action_items", verbose_name=_("who")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def forum(self) -> Forum:
        return self.item.meeting.forum

    @property
    def days_late(self) -> int:
        if self.done_at or self.due_on is None:
            return 0
        return max(0, (timezone.localdate() - self.due_on).days)

    @property
    def is_overdue(self) -> bool:
        return self.days_late > 0
