"""Seats: what each should bring, who appoints, for how long, and who holds it or held it."""

from typing import Self

from django.db import models
from django.db.models import Case, Exists, FilteredRelation, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.fields import GuardedCharField
from medborger.core.models import Visitor
from medborger.forums.models.forum import Forum, Mark, side_of
from medborger.people.models import Organisation, User


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(forum__in=Forum.objects.visible_to(visitor))


class Criterion(models.Model):
    """What the seats of a forum should bring, for example knowledge of an area."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="criteria", editable=False)
    name = GuardedCharField(
        _("what the seat should bring"),
        max_length=120,
        help_text=_("About the seat, never a verdict on a person."),
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["forum", "name"], name="one_criterion_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.filter(forum__in=Forum.objects.visible_to(visitor))

    def vacant(self) -> Self:
        return self.filter(~_is_held())

    def taken(self) -> Self:
        return self.filter(_is_held())

    def with_mark(self) -> Self:
        """How each is drawn in the ring."""
        held = FilteredRelation("holdings", condition=Q(holdings__until__isnull=True))
        mark = Case(
            When(held__pk__isnull=True, then=Value(Mark.VACANT)),
            default=side_of("held__organisation"),
        )
        return self.annotate(held=held).annotate(mark=mark)

    def marks(self) -> "models.QuerySet[Seat, tuple[int, str]]":
        """(forum, mark) of each seat, in the order they stand round the table."""
        marked = self.with_mark().order_by("forum_id", "number")
        return marked.values_list("forum_id", "mark")  # type: ignore[misc]


def _is_held() -> Exists:
    return Exists(Holding.objects.current().filter(seat=OuterRef("pk")))


class Seat(models.Model):
    """A place at the table: what it should bring, who appoints, and for how long."""

    Mark = Mark
    mark: str  # from with_mark()

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="seats", editable=False)
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    criteria = models.ManyToManyField(
        Criterion, blank=True, related_name="seats", verbose_name=_("should bring")
    )
    areas = models.ManyToManyField(
        Area, blank=True, related_name="seats", verbose_name=_("should know")
    )
    appointed_by = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="seats_appointed",
        verbose_name=_("appointed by"),
    )
    term_starts_on = models.DateField(_("term from"), null=True, blank=True)
    term_ends_on = models.DateField(_("term until"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(fields=["forum", "number"], name="one_seat_per_number"),
            models.CheckConstraint(
                condition=Q(term_ends_on__isnull=True)
                | Q(term_starts_on__isnull=True)
                | Q(term_ends_on__gte=models.F("term_starts_on")),
                name="seat_term_ends_after_it_began",
                violation_error_message=_("The term must end after it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum} {self.number}"

    @property
    def is_taken(self) -> bool:
        return self.mark != Mark.VACANT

    @property
    def term_is_over(self) -> bool:
        return self.term_ends_on is not None and self.term_ends_on < timezone.localdate()


class HoldingQuerySet(models.QuerySet["Holding"]):
    def current(self) -> Self:
        return self.filter(until__isnull=True)

    def former(self) -> Self:
        return self.filter(until__isnull=False).order_by("-until", "-pk")


class Holding(models.Model):
    """A person and organisation on a seat, from and to a date. Former holders stay on record."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="holdings")
    person = models.ForeignKey(User, models.CASCADE, related_name="holdings")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="holdings"
    )
    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(until__isnull=True), name="one_holder_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="holding_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.seat}"

    @property
    def is_current(self) -> bool:
        return self.until is None

    @property
    def is_municipal(self) -> bool:
        return self.organisation is not None and self.organisation.is_municipal
