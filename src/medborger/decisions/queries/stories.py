"""What became of a recommendation: how far it has come, who owes the next step, and in which words."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medborger.core.models import Visitor
from medborger.core.paging import SIZE
from medborger.core.prepared import prepared
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


class Owed(NamedTuple):
    who: str
    due_on: date | None
    is_overdue: bool


class Listed(NamedTuple):
    """What a list shows of a story."""

    pk: int
    year: int
    heading: str
    sentence: str
    owes: Owed | None
    reached: int
    is_stopped: bool


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
    def listed(self) -> Listed:
        about, owes = self.recommendation, self.owes
        return Listed(
            about.pk,
            about.year,
            about.heading,
            self.sentence,
            Owed(owes.who, owes.due_on, owes.is_overdue) if owes else None,
            self.reached,
            self.is_stopped,
        )

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
    seen = _consultations_of(OuterRef("pk"), by_clerk=_is_clerk(visitor))
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
        models.When(Exists(_started(OuterRef("pk"), timezone.localdate())), then=UNDER_WAY),
        models.When(last_outcome__isnull=False, then=DECIDED),
        models.When(Exists(cases), then=TREATED),
        default=RECOMMENDED,
    )


def _started(recommendation: OuterRef, today: date) -> models.QuerySet[FollowUp]:
    return FollowUp.objects.filter(
        recommendation=recommendation, kind=FollowUp.Kind.STARTED, happens_on__lte=today
    )


def _consultations_of(recommendation: OuterRef, *, by_clerk: bool) -> ConsultationQuerySet:
    return Consultation.objects.seen(by_clerk=by_clerk).filter(
        case__recommendations__recommendation=recommendation
    )


def _is_clerk(visitor: Visitor) -> bool:
    return getattr(visitor, "is_clerk", False)


def latest_first(
    found: RecommendationQuerySet, today: date, *, by_clerk: bool
) -> RecommendationQuerySet:
    """By the day of the latest step, as `Story.moved_on` says it."""
    treated = _consultations_of(OuterRef("pk"), by_clerk=by_clerk).treated()
    held = treated.filter(held_on__isnull=False).order_by("-held_on").values("held_on")[:1]
    done = _started(OuterRef("pk"), today).order_by("-happens_on").values("happens_on")[:1]
    moved = Greatest(
        "recommended_on",
        Coalesce(Subquery(held), "recommended_on"),
        Coalesce(Subquery(done), "recommended_on"),
    )
    return found.annotate(moved=moved).order_by("-moved", "-pk")


LATEST = 3


def stories(visitor: Visitor, *, limit: int | None = None) -> list[Story]:
    """The latest movement of all that the visitor sees. Four queries, as the next."""
    found = Recommendation.objects.visible_to(visitor).select_related("forum")
    latest = latest_first(found, timezone.localdate(), by_clerk=_is_clerk(visitor))
    return told(latest[:limit], visitor)


def stories_of(forum: Forum, visitor: Visitor) -> list[Story]:
    """The latest movement in a forum that the visitor sees."""
    today = timezone.localdate()
    return told(_latest(_is_clerk(visitor), forum=forum.pk, today=today), visitor)


@prepared
def _latest(by_clerk: bool, *, forum: int, today: date) -> QuerySet[Recommendation]:
    found = Recommendation.objects.filter(forum=forum)
    return latest_first(found, today, by_clerk=by_clerk)[:LATEST]


@prepared
def newest(*, mine: Collection[int]) -> QuerySet[Recommendation]:
    """The first page of the list, for who is in these forums."""
    return listed(mine).order_by("-recommended_on", "-pk")[: SIZE + 1]


def listed(mine: Collection[int]) -> RecommendationQuerySet:
    return Recommendation.objects.public_or(mine).select_related("forum")


@prepared
def forums_that_recommend(*, mine: Collection[int]) -> QuerySet[Forum, tuple[int, str]]:
    """Those to choose from, for who is in these forums."""
    with_some = Forum.objects.filter(pk__in=Recommendation.objects.values("forum"))
    return with_some.public_or(mine).values_list("pk", "name")


def story(recommendation: Recommendation, visitor: Visitor) -> Story:
    return told([recommendation], visitor)[0]


def told(recommendations: Iterable[Recommendation], visitor: Visitor) -> list[Story]:
    """The story of each, in the order given, as far as the visitor may follow it."""
    rows = list(recommendations)
    pks = [row.pk for row in rows]
    steps: dict[int, list[FollowUp]] = defaultdict(list)
    cases: dict[int | None, dict[int, Case]] = defaultdict(dict)
    for step in _follow_ups(recommendations=pks):
        steps[step.recommendation_id].append(step)
    for link in _links(_is_clerk(visitor), recommendations=pks):
        cases[link.recommendation_id].setdefault(link.case_id, link.case)
    treated: dict[int, list[Consultation]] = defaultdict(list)
    for one in _treatments(cases={pk for found in cases.values() for pk in found}):
        treated[one.case_id].append(one)
    return [
        Story(
            row,
            list(cases[row.pk].values()),
            [one for case in cases[row.pk] for one in treated[case]],
            steps[row.pk],
        )
        for row in rows
    ]


@prepared
def _follow_ups(*, recommendations: Collection[int]) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(recommendation__in=recommendations)


@prepared
def _links(by_clerk: bool, *, recommendations: Collection[int]) -> QuerySet[CaseRecommendation]:
    seen = CaseRecommendation.objects.of_cases_seen(by_clerk=by_clerk)
    links = seen.filter(recommendation__in=recommendations).select_related("case")
    return links.defer("text", "text_html", "case__read")


@prepared
def _treatments(*, cases: Collection[int]) -> QuerySet[Consultation]:
    return Consultation.objects.filter(case__in=cases).select_related("committee")


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
