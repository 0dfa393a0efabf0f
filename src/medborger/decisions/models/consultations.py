"""Committees, and what each of them does with a case."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.fields import GuardedCharField, GuardedTextField
from medborger.core.models import Visitor
from medborger.decisions.models.cases import Case


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Which committees a municipality has is public."""
        return self

    def named(self, name: str, municipality: Area | None) -> "Committee | None":
        """The municipality's committee of that name; without one there is none. Made if it is new."""
        name = " ".join(name.split())
        if not name:
            return None
        known = self.filter(name__iexact=name, municipality=municipality).first()
        return known or self.get_or_create(name=name, municipality=municipality)[0]


class Committee(models.Model):
    """A political committee of a municipality."""

    name = GuardedCharField(_("name"), max_length=150)
    municipality = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="committees",
        verbose_name=_("municipality"),
    )

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        # Two constraints, because to SQLite two unknown municipalities are never the same.
        constraints = [
            models.UniqueConstraint(fields=["name", "municipality"], name="one_committee_per_name"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(municipality=None),
                name="one_committee_per_name_without_municipality",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("decisions:committee", args=[self.pk])


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def unanswered(self) -> Self:
        return self.filter(outcome__in=Consultation.UNANSWERED)

    def treated(self) -> Self:
        return self.exclude(outcome=Consultation.Outcome.NONE)

    def owed(self) -> Self:
        """Answers that somebody waits for, the most urgent first."""
        return self.unanswered().filter(due_on__isnull=False).order_by("due_on", "pk")

    def visible_to(self, visitor: Visitor) -> Self:
        return self.seen(by_clerk=getattr(visitor, "is_clerk", False))

    def seen(self, *, by_clerk: bool) -> Self:
        """Those of the cases that the visitor sees: `Case.objects.visible_to()` says the same."""
        return self if by_clerk else self.filter(case__is_open=True)


class Consultation(models.Model):
    """One committee's treatment of a case: when, where, in which role, and what it decided."""

    class Role(models.TextChoices):
        HEARING = "hearing", _("is heard")
        DECIDES = "decides", _("decides")
        INFORMATION = "information", _("for information")

    class Outcome(models.TextChoices):
        NONE = "", _("not treated yet")
        APPROVED = "approved", _("approved")
        APPROVED_WITH_CHANGES = "approved_with_changes", _("approved with changes")
        REJECTED = "rejected", _("rejected")
        POSTPONED = "postponed", _("postponed")
        NOTED = "noted", _("noted")
        RECOMMENDED = "recommended", _("recommended")
        OTHER = "other", _("treated")

    UNANSWERED = (Outcome.NONE, Outcome.POSTPONED)
    SETTLED = (Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES, Outcome.REJECTED)

    case = models.ForeignKey(Case, models.CASCADE, related_name="consultations", editable=False)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("committee"),
        editable=False,
    )
    role = models.CharField(_("role"), max_length=15, choices=Role, default=Role.DECIDES)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    due_on = models.DateField(_("answers no later than"), null=True, blank=True)
    question = GuardedTextField(
        _("what the committee is asked"), blank=True, help_text=_("In one sentence.")
    )
    held_on = models.DateField(_("date of the meeting"), null=True, blank=True)
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    place = GuardedCharField(_("place"), max_length=200, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=25, choices=Outcome, default=Outcome.NONE, blank=True
    )
    decision = GuardedTextField(
        _("decision"), blank=True, help_text=_("As it stands in the minutes.")
    )
    proposed = GuardedTextField(_("what was proposed"), blank=True)
    became = GuardedTextField(_("what it became"), blank=True)
    reason = GuardedTextField(_("why"), blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = [models.F("held_on").asc(nulls_last=True), "due_on", "pk"]
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        indexes = [models.Index(fields=["committee", "due_on"], name="owed_by_committee")]

    def __str__(self) -> str:
        return f"{self.who}: {self.case}"

    @property
    def who(self) -> str:
        """The committee's name; a published page may have named none."""
        return self.committee.name if self.committee else gettext("the committee")

    @property
    def is_treated(self) -> bool:
        return self.outcome != self.Outcome.NONE

    @property
    def is_answered(self) -> bool:
        """A postponed case still owes its answer."""
        return self.outcome not in self.UNANSWERED

    @property
    def is_owed(self) -> bool:
        return not self.is_answered and self.due_on is not None

    @property
    def is_pending(self) -> bool:
        """Say whether the committee has the case before it, with no deadline."""
        is_asked = self.role != self.Role.INFORMATION
        return is_asked and not self.is_answered and self.due_on is None

    @property
    def is_settled(self) -> bool:
        """Say whether the matter was decided here."""
        return self.role == self.Role.DECIDES and self.outcome in self.SETTLED

    @property
    def is_overdue(self) -> bool:
        return self.is_owed and (self.due_on or date.max) < timezone.localdate()

    @property
    def days_left(self) -> int:
        """Days to the deadline, negative when it has passed."""
        return (self.due_on - timezone.localdate()).days if self.due_on else 0

    @property
    def days_late(self) -> int:
        return -self.days_left
