"""What a forum recommends, and what is done because of it."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField, GuardedTextField, MarkdownField
from medborger.core.models import Visitor
from medborger.forums.models import Forum, roles_of
from medborger.meetings.models import Meeting


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.public_or(roles_of(visitor))

    def public_or(self, mine: Collection[int]) -> Self:
        """Whoever sees the forum sees what it recommends."""
        return self.filter(Q(forum__visibility=Forum.Visibility.PUBLIC) | Q(forum__in=mine))


class Recommendation(models.Model):
    """What a forum recommends: numbered within its year, with the theme it came from."""

    forum = models.ForeignKey(
        Forum,
        models.PROTECT,
        related_name="recommendations",
        verbose_name=_("forum"),
        editable=False,
    )
    number = models.PositiveSmallIntegerField(
        _("number"), help_text=_("Within the year. Leave it empty for the next number.")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    theme = GuardedCharField(_("theme"), max_length=120, blank=True)
    heading = GuardedCharField(
        _("heading"), max_length=150, help_text=_("What should happen, in a few words.")
    )
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
    agreed = GuardedCharField(
        _("how the forum agreed"),
        max_length=200,
        blank=True,
        help_text=_("For example: 11 voted for, 1 abstained."),
    )
    meetings = models.ManyToManyField(
        Meeting, blank=True, related_name="recommendations", verbose_name=_("discussed at")
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "number"]
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        indexes = [models.Index(fields=["recommended_on"], name="recommendations_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "year", "number"], name="one_recommendation_per_number"
            )
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("decisions:recommendation", args=[self.pk])


COUNTS = _("Write both numbers, the first no larger than the last.")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(recommendation__in=Recommendation.objects.visible_to(visitor))


class FollowUp(models.Model):
    """Something that was tried, done or is planned because of a recommendation."""

    class Kind(models.TextChoices):
        STARTED = "started", _("agreed or set in motion")
        TRIED = "tried", _("tried or discussed")

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="follow_ups", editable=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STARTED)
    happens_on = models.DateField(
        _("date"), help_text=_("A date to come makes it a step that is planned.")
    )
    heading = GuardedCharField(_("what happens"), max_length=150)
    text = GuardedTextField(_("in a few sentences"), blank=True)
    done = models.PositiveSmallIntegerField(
        _("how many are done"), null=True, blank=True, help_text=_("For example 3 of 5 projects.")
    )
    out_of = models.PositiveSmallIntegerField(_("out of"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["happens_on", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.CheckConstraint(
                condition=Q(done__isnull=True, out_of__isnull=True)
                | Q(
                    done__isnull=False,
                    out_of__isnull=False,
                    out_of__gte=1,
                    done__lte=models.F("out_of"),
                ),
                name="follow_up_counts_add_up",
                violation_error_message=COUNTS,
            )
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def forum(self) -> Forum:
        return self.recommendation.forum

    @property
    def is_planned(self) -> bool:
        return self.happens_on > timezone.localdate()

    @property
    def is_under_way(self) -> bool:
        return self.kind == self.Kind.STARTED and not self.is_planned
