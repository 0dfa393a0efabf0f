"""What became of a recommendation: how far it has come, who owes the next step, and in which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medborger.core.models import Visitor
from medborger.decisions.models import (
    Case,
    CaseRecommendation,
    Consultation,
    ConsultationQuerySet,
    FollowUp,
    Recommendation,
    RecommendationQuerySet,
)
from medborger.forums.models import Forum

DISCUSSED, RECOMMENDED, TREATED, DECIDED, UNDER_WAY = range(1, 6)
Outcome, Role = Consultation.Outcome, Consultation.Role


@dataclass(frozen=True)
class Story:
    """One recommendation and what became of it."""

    recommendation: Recommendation
    cases: list[Case]
    consultations: list[Consultation]
    follow_ups: list[FollowUp]

    @property
    def decision(self) -> Consultation | None:
        """The last treatment that settled the matter."""
        settled = [one for one in self.consultations if one.is_settled]
        return max(settled, key=lambda one: (one.held_on or date.min, one.pk), default=None)

    @property
    def owes(self) -> Consultation | None:
        """The committee that owes an answer soonest."""
        owing = [one for one in self.consultations if one.is_owed]
        return min(owing, key=lambda one: one.due_on or date.max, default=None)

    @property
    def pending(self) -> Consultation | None:
        """The committee that has the case before it without a deadline."""
        return next((one for one in self.consultations if one.is_pending), None)

    @property
    def under_way(self) -> list[FollowUp]:
        return [one for one in self.follow_ups if one.is_under_way]

    @property
    def next_step(self) -> FollowUp | None:
        return next((one for one in self.follow_ups if one.is_planned), None)

    @property
    def reached(self) -> int:
        if self.under_way:
            return UNDER_WAY
        if self.decision:
            return DECIDED
        return TREATED if self.cases else RECOMMENDED

    @property
    def is_stopped(self) -> bool:
        decision = self.decision
        return bool(decision and decision.outcome == Outcome.REJECTED and not self.under_way)

    @property
    def moved_on(self) -> date:
        """The day of the latest step."""
        held = [one.held_on for one in self.consultations if one.held_on and one.is_treated]
        done = [one.happens_on for one in self.under_way]
        return max([self.recommendation.recommended_on, *held, *done])

    @property
    def sentence(self) -> str:
        """Where it stands, in a sentence or two."""
        if self.under_way:
            return self._told_by(self.under_way[-1])
        if self.decision:
            return self._decided(self.decision)
        return self._on_its_way()

    @property
    def result(self) -> str:
        """What the committee said and where it is now: the lead of its page."""
        said = self._answered(self.decision) if self.decision else ""
        if self.under_way:
            return " ".join(part for part in (said, _("Now the work is under way.")) if part)
        return said or self._on_its_way()

    def _answered(self, decision: Consultation) -> str:
        """A no comes with its reason."""
        why = (decision.reason or decision.decision) if self.is_stopped else ""
        return " ".join(part for part in (_said(decision), why) if part)

    def _on_its_way(self) -> str:
        if self.owes and self.owes.due_on:
            return _("It is sent to %(committee)s, which answers no later than %(date)s.") % {
                "committee": self.owes.who,
                "date": _day(self.owes.due_on),
            }
        if self.cases:
            return _("The municipality has made a case of it.")
        return _("The forum recommended it on %(date)s. It is not sent on yet.") % {
            "date": _day(self.recommendation.recommended_on)
        }

    def _told_by(self, last: FollowUp) -> str:
        counted = ""
        if last.out_of:
            counted = _("%(done)s of %(all)s are done.") % {"done": last.done, "all": last.out_of}
        return " ".join(part for part in (last.text or f"{last.heading}.", counted) if part)

    def _decided(self, decision: Consultation) -> str:
        return decision.reason or decision.decision or _said(decision)


def _said(decision: Consultation) -> str:
    words = {
        Outcome.APPROVED: _("%(committee)s said yes."),
        Outcome.APPROVED_WITH_CHANGES: _("%(committee)s said yes, with changes."),
        Outcome.REJECTED: _("%(committee)s said no."),
    }[Outcome(decision.outcome)]
    said = words % {"committee": decision.who}
    return said[:1].upper() + said[1:]


class HowFar(StrEnum):
    """What a list of recommendations can be narrowed to."""

    OWED = "owed"
    RECOMMENDED = "recommended"
    TREATED = "treated"
    DECIDED = "decided"
    UNDER_WAY = "under_way"
    STOPPED = "stopped"


_STEPS = {
    HowFar.RECOMMENDED: RECOMMENDED,
    HowFar.TREATED: TREATED,
    HowFar.DECIDED: DECIDED,
    HowFar.UNDER_WAY: UNDER_WAY,
}


def at_step(
    found: RecommendationQuerySet, how_far: HowFar, visitor: Visitor
) -> RecommendationQuerySet:
    """The recommendations whose story has come this far, asked of the database."""
    seen = _consultations_of(OuterRef("pk"), visitor)
    if how_far == HowFar.OWED:
        return found.filter(Exists(seen.owed()))
    settled = seen.filter(role=Role.DECIDES, outcome__in=Consultation.SETTLED)
    last = settled.order_by(F("held_on").desc(nulls_last=True), "-pk").values("outcome")[:1]
    stepped = found.annotate(last_outcome=Subquery(last)).annotate(step=_step(visitor))
    is_stopped = Q(step=DECIDED, last_outcome=Outcome.REJECTED)
    if how_far == HowFar.STOPPED:
        return stepped.filter(is_stopped)
    return stepped.filter(step=_STEPS[how_far]).exclude(is_stopped)


def _step(visitor: Visitor) -> models.Case:
    cases = CaseRecommendation.objects.of_cases_seen_by(visitor).filter(
        recommendation=OuterRef("pk")
    )
    return models.Case(
        models.When(Exists(_started(OuterRef("pk"))), then=UNDER_WAY),
        models.When(last_outcome__isnull=False, then=DECIDED),
        models.When(Exists(cases), then=TREATED),
        default=RECOMMENDED,
    )


def _started(recommendation: OuterRef) -> models.QuerySet[FollowUp]:
    return FollowUp.objects.filter(
        recommendation=recommendation,
        kind=FollowUp.Kind.STARTED,
        happens_on__lte=timezone.localdate(),
    )


def _consultations_of(recommendation: OuterRef, visitor: Visitor) -> ConsultationQuerySet:
    return Consultation.objects.visible_to(visitor).filter(
        case__recommendations__recommendation=recommendation
    )


def latest_first(found: RecommendationQuerySet, visitor: Visitor) -> RecommendationQuerySet:
    """By the day of the latest step, as `Story.moved_on` says it."""
    treated = _consultations_of(OuterRef("pk"), visitor).treated().filter(held_on__isnull=False)
    held = treated.order_by("-held_on").values("held_on")[:1]
    done = _started(OuterRef("pk")).order_by("-happens_on").values("happens_on")[:1]
    moved = Greatest(
        "recommended_on",
        Coalesce(Subquery(held), "recommended_on"),
        Coalesce(Subquery(done), "recommended_on"),
    )
    return found.annotate(moved=moved).order_by("-moved", "-pk")


def stories(
    visitor: Visitor, *, limit: int | None = None, forum: Forum | None = None
) -> list[Story]:
    """The latest movement first: of a forum that the visitor sees, or of all. Four queries."""
    every = Recommendation.objects.all()
    found = (
        every.filter(forum=forum) if forum else every.visible_to(visitor).select_related("forum")
    )
    return told(latest_first(found, visitor)[:limit], visitor)


def story(recommendation: Recommendation, visitor: Visitor) -> Story:
    # Fetched anew: what is prefetched stays on the row, and it is for this visitor alone.
    return told(
        Recommendation.objects.select_related("forum").filter(pk=recommendation.pk), visitor
    )[0]


def told(recommendations: Iterable[Recommendation], visitor: Visitor) -> list[Story]:
    """The story of each, in the order given, as far as the visitor may follow it."""
    rows = list(recommendations)
    consultations = Consultation.objects.select_related("committee")
    links = CaseRecommendation.objects.of_cases_seen_by(visitor)
    links = links.select_related("case").prefetch_related(
        Prefetch("case__consultations", consultations)
    )
    prefetch_related_objects(rows, "follow_ups", Prefetch("in_cases", links))
    return [_story(row) for row in rows]


def _story(recommendation: Recommendation) -> Story:
    cases = list({link.case_id: link.case for link in recommendation.in_cases.all()}.values())
    return Story(
        recommendation,
        cases,
        [one for case in cases for one in case.consultations.all()],
        list(recommendation.follow_ups.all()),
    )


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
