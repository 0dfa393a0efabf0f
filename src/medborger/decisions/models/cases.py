"""A matter put before committees, with its named sections, points and recommendations."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.fields import GuardedCharField, GuardedTextField, MarkdownField
from medborger.core.models import Visitor
from medborger.decisions.models.recommendations import Recommendation


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Open cases are public; closed ones are for the municipality's own people."""
        return self if getattr(visitor, "is_clerk", False) else self.filter(is_open=True)


class Case(models.Model):
    """A matter put before committees: what is moved, why, and what was decided."""

    title = GuardedCharField(_("title"), max_length=300)
    municipality = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("municipality"),
        limit_choices_to={"kind": Area.Kind.MUNICIPALITY},
    )
    opened_on = models.DateField(
        _("date"),
        default=timezone.localdate,
        help_text=_("When the administration put the case forward."),
    )
    case_number = GuardedCharField(_("case number"), max_length=50, blank=True)
    kle_number = models.CharField(
        _("KLE number"), max_length=20, blank=True, help_text=_("For example 00.16.00.")
    )
    summary = GuardedTextField(_("summary"), blank=True)
    motion_by = GuardedCharField(
        _("moved by"),
        max_length=150,
        blank=True,
        help_text=_("The administration that makes the motion."),
    )
    signed_by = GuardedCharField(
        _("signed by"), max_length=250, blank=True, help_text=_("Roles only, never names.")
    )
    attachments = GuardedTextField(_("attachments"), blank=True, help_text=_("One on each line."))
    is_open = models.BooleanField(
        _("open to everyone"),
        default=True,
        help_text=_("A closed case is seen by the municipality's own people only."),
    )
    fingerprint = models.CharField(max_length=64, blank=True, default="", editable=False)
    read = models.JSONField(default=list, editable=False)  # what the published pages have told
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [models.Index(fields=["-opened_on", "-id"], name="cases_newest_first")]
        # Two constraints, because to SQLite two unknown municipalities are never the same.
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "municipality"],
                condition=~Q(fingerprint=""),
                name="one_case_per_page",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=~Q(fingerprint="") & Q(municipality=None),
                name="one_case_per_page_without_municipality",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:case", args=[self.pk])

    @property
    def attachment_list(self) -> list[str]:
        return [line.strip() for line in self.attachments.splitlines() if line.strip()]


class MotionPoint(models.Model):
    """One numbered point of what is moved: "at ..."."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="motion_points")
    number = models.PositiveSmallIntegerField(_("number"))
    text = GuardedTextField(_("text"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_motion_point_per_number")
        ]

    def __str__(self) -> str:
        return self.text


class Section(models.Model):
    """A named part of a case, with the heading that the municipality uses."""

    class Kind(models.TextChoices):
        """What civicmetrics.case_pages tells apart."""

        MOTION = "motion", _("motion")
        SUMMARY = "summary", _("summary")
        PROBLEM = "problem", _("the problem")
        SOLUTION = "solution", _("the solution")
        PRESENTATION = "presentation", _("presentation of the case")
        ECONOMY = "economy", _("economy")
        PROCESS = "process", _("what happens next")
        AUTHORITY = "authority", _("who decides")
        ATTACHMENTS = "attachments", _("attachments")
        DECISION = "decision", _("decision")
        OTHER = "other", _("something else")

    case = models.ForeignKey(Case, models.CASCADE, related_name="sections", editable=False)
    order = models.PositiveSmallIntegerField(_("order"), editable=False)
    kind = models.CharField(_("what it is about"), max_length=20, choices=Kind, default=Kind.OTHER)
    heading = GuardedCharField(
        _("heading"), max_length=200, help_text=_("As the municipality writes it.")
    )
    text = MarkdownField(_("text"), blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="one_section_per_place")
        ]

    def __str__(self) -> str:
        return self.heading


class CaseRecommendationQuerySet(models.QuerySet["CaseRecommendation"]):
    def of_cases_seen_by(self, visitor: Visitor) -> Self:
        return self.of_cases_seen(by_clerk=getattr(visitor, "is_clerk", False))

    def of_cases_seen(self, *, by_clerk: bool) -> Self:
        return self if by_clerk else self.filter(case__is_open=True)


class CaseRecommendation(models.Model):
    """A recommendation as printed in a case, and the forum's recommendation that it answers."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField(_("number"))
    heading = GuardedCharField(_("heading"), max_length=200, blank=True)
    text = MarkdownField(_("text"), blank=True)
    recommendation = models.ForeignKey(
        Recommendation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="in_cases",
        verbose_name=_("the forum's recommendation"),
    )

    objects = CaseRecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="one_case_recommendation_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.heading or gettext("Recommendation %(number)s") % {"number": self.number}
