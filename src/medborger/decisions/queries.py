"""What became of a recommendation: how far it has come, who owes the next step, and its story."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medborger.core.models import Visitor
from medborger.decisions.models import (
    Case,
    CaseRecommendation,
    Consultation,
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
        settled = {Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGES, Outcome.REJECTED}
        found = [
            one for one in self.consultations if one.role == Role.DECIDES and one.outcome in settled
        ]
        return max(found, key=lambda one: one.held_on or date.min, default=None)

    @property
    def owes(self) -> Consultation | None:
        """The committee that owes an answer soonest."""
        owing = [one for one in self.consultations if not one.is_answered and one.due_on]
        return min(owing, key=lambda one: one.due_on or date.max, default=None)

    @property
    def under_way(self) -> list[FollowUp]:
        return [one for one in self.follow_ups if not one.is_planned]

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
        held = [one.held_on for one in self.consultations if one.held_on and one.is_answered]
        done = [one.happens_on for one in self.under_way]
        return max([self.recommendation.recommended_on, *held, *done])

    @property
    def sentence(self) -> str:
        """Where it stands, in a sentence or two."""
        if self.under_way:
            return self._told_by(self.under_way[-1])
        if self.decision:
            return self._decided(self.decision)
        if self.owes and self.owes.due_on:
            return _("It is sent to %(committee)s, which answers no later than %(date)s.") % {
                "committee": self.owes.committee,
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
        if decision.reason:
            return decision.reason
        return decision.decision or _("%(committee)s: %(outcome)s.") % {
            "committee": decision.committee,
            "outcome": decision.get_outcome_display(),
        }


def stories(
    visitor: Visitor, *, limit: int | None = None, forum: Forum | None = None
) -> list[Story]:
    """Recommendations the visitor may see, the latest movement first. Five queries in all."""
    found = Recommendation.objects.visible_to(visitor)
    if forum:
        found = found.filter(forum=forum)
    told = sorted(_told(found, visitor), key=lambda story: story.moved_on, reverse=True)
    return told[:limit]


def story(recommendation: Recommendation, visitor: Visitor) -> Story:
    found = Recommendation.objects.filter(pk=recommendation.pk)
    return _told(found, visitor)[0]


def _told(recommendations: RecommendationQuerySet, visitor: Visitor) -> list[Story]:
    consultations = Consultation.objects.select_related("committee")
    links = CaseRecommendation.objects.filter(case__in=Case.objects.visible_to(visitor))
    links = links.select_related("case").prefetch_related(
        Prefetch("case__consultations", consultations)
    )
    rows = recommendations.select_related("forum").prefetch_related(
        "follow_ups", Prefetch("in_cases", links)
    )
    return [_story(row) for row in rows]


def _story(recommendation: Recommendation) -> Story:
    cases = list({link.case_id: link.case for link in recommendation.in_cases.all()}.values())
    return Story(
        recommendation,
        cases,
        [one for case in cases for one in case.consultations.all()],
        list(recommendation.follow_ups.all()),
    )


@dataclass(frozen=True)
class DecidedCase:
    case: Case
    decision: Consultation


def decided_cases(visitor: Visitor, *, limit: int) -> list[DecidedCase]:
    """The cases that a committee treated last."""
    treated = Consultation.objects.visible_to(visitor).exclude(outcome=Outcome.NONE)
    treated = treated.filter(held_on__lte=timezone.localdate(), role=Role.DECIDES)
    newest = treated.select_related("case", "committee").order_by("-held_on", "-pk")
    by_case: dict[int, DecidedCase] = {}
    for one in newest[: limit * 4]:
        by_case.setdefault(one.case_id, DecidedCase(one.case, one))
    return list(by_case.values())[:limit]


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
