"""Recommendations on their way through the committees, and what came of them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.fields import GuardedCharField, GuardedTextField, MarkdownField
from medborger.core.models import Visitor
from medborger.forums.models import Forum
from medborger.meetings.models import Meeting
from medborger.people.models import Affiliation, Organisation


def _is_clerk(visitor: Visitor) -> bool:
    if getattr(visitor, "is_staff", False):
        return True
    current = Affiliation.objects.current().filter(person=visitor.pk)
    return current.filter(organisation__kind__in=Organisation.MUNICIPAL).exists()


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(forum__in=Forum.objects.visible_to(visitor))


class Recommendation(models.Model):
    """What a forum recommends: numbered within its year, with the theme it came from."""

    forum = models.ForeignKey(
        Forum, models.PROTECT, related_name="recommendations", verbose_name=_("forum")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"))
    theme = GuardedCharField(_("theme"), max_length=120, blank=True)
    heading = GuardedCharField(_("heading"), max_length=150)
    text = MarkdownField(_("text"))
    quote = GuardedCharField(
        _("what started it"),
        max_length=200,
        blank=True,
        help_text=_("A short quotation that can be read by everyone."),
    )
    quote_source = GuardedCharField(
        _("who said it, and where"),
        max_length=150,
        blank=True,
        help_text=_("A group or a role, never a name."),
    )
    recommended_on = models.DateField(_("recommended on"), default=timezone.localdate)
    meetings = models.ManyToManyField(
        Meeting, blank=True, related_name="recommendations", verbose_name=_("discussed at")
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "number"]
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "year", "number"], name="one_recommendation_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("decisions:recommendation", args=[self.pk])


class FollowUp(models.Model):
    """Something that was done, or is planned, because of a recommendation."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="follow_ups")
    happens_on = models.DateField(_("date"))
    heading = GuardedCharField(_("what happens"), max_length=150)
    text = GuardedTextField(_("in a few sentences"), blank=True)
    done = models.PositiveSmallIntegerField(
        _("how many are done"), null=True, blank=True, help_text=_("For example 3 of 5 projects.")
    )
    out_of = models.PositiveSmallIntegerField(_("out of"), null=True, blank=True)

    class Meta:
        ordering = ["happens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__isnull=True, out_of__isnull=True)
                | Q(out_of__gte=1, done__lte=models.F("out_of")),
                name="follow_up_counts_add_up",
            )
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_planned(self) -> bool:
        return self.happens_on > timezone.localdate()


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

    class Meta:
        ordering = ["name"]
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "municipality"],
                name="one_committee_per_name",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("decisions:committee", args=[self.pk])


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Open cases are public; closed ones are for the municipality's own people."""
        return self if _is_clerk(visitor) else self.filter(is_open=True)


class Case(models.Model):
    """A matter put before committees: what is moved, why, and what was decided."""

    title = GuardedCharField(_("title"), max_length=300)
    case_number = GuardedCharField(_("case number"), max_length=50, blank=True)
    kle_number = models.CharField(_("KLE number"), max_length=20, blank=True)
    summary = GuardedTextField(_("summary"), blank=True)
    motion_by = GuardedCharField(_("moved by"), max_length=150, blank=True)
    signed_by = GuardedCharField(
        _("signed by"), max_length=250, blank=True, help_text=_("Roles only, never names.")
    )
    attachments = GuardedTextField(_("attachments"), blank=True, help_text=_("One on each line."))
    is_open = models.BooleanField(_("open to everyone"), default=True)
    fingerprint = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001  (several cases may be typed by hand)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:case", args=[self.pk])


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

    case = models.ForeignKey(Case, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=20)
    heading = GuardedCharField(_("heading"), max_length=150)
    text = MarkdownField(_("text"), blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="one_section_per_place")
        ]

    def __str__(self) -> str:
        return self.heading


class CaseRecommendation(models.Model):
    """A recommendation as printed in a case, and the forum's recommendation that it answers."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField(_("number"))
    heading = GuardedCharField(_("heading"), max_length=200)
    text = MarkdownField(_("text"), blank=True)
    recommendation = models.ForeignKey(
        Recommendation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="in_cases",
        verbose_name=_("the forum's recommendation"),
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="one_case_recommendation_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.heading


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def unanswered(self) -> Self:
        return self.filter(outcome=Consultation.Outcome.NONE)

    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(case__in=Case.objects.visible_to(visitor))


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

    case = models.ForeignKey(Case, models.CASCADE, related_name="consultations")
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="consultations", verbose_name=_("committee")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role, default=Role.DECIDES)
    due_on = models.DateField(_("answers no later than"), null=True, blank=True)
    held_on = models.DateField(_("date"), null=True, blank=True)
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    place = GuardedCharField(_("place"), max_length=200, blank=True)
    question = GuardedTextField(
        _("what the committee is asked"), blank=True, help_text=_("In one sentence.")
    )
    outcome = models.CharField(
        _("outcome"), max_length=25, choices=Outcome, default=Outcome.NONE, blank=True
    )
    decision = GuardedTextField(_("decision"), blank=True)
    proposed = GuardedTextField(_("what was proposed"), blank=True)
    became = GuardedTextField(_("what it became"), blank=True)
    reason = GuardedTextField(_("why"), blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = [models.F("held_on").asc(nulls_last=True), "due_on", "pk"]
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    def __str__(self) -> str:
        return f"{self.committee}: {self.case}"

    @property
    def is_answered(self) -> bool:
        return self.outcome != self.Outcome.NONE

    @property
    def is_overdue(self) -> bool:
        return (
            not self.is_answered and self.due_on is not None and self.due_on < timezone.localdate()
        )
