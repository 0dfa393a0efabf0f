"""What lies before the committees."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from medborger.core.models import Visitor
from medborger.decisions.models import (
    Case,
    CaseFile,
    CaseQuerySet,
    CaseRecommendation,
    Committee,
    Consultation,
    MotionPoint,
    Recommendation,
    Section,
)
from medborger.decisions.queries.timeline import Station, consultation_line


@dataclass(frozen=True)
class DecidedCase:
    case: Case
    decision: Consultation


def decided_cases(visitor: Visitor, *, limit: int) -> list[DecidedCase]:
    """The cases that a committee treated last."""
    treated = Consultation.objects.visible_to(visitor).treated()
    treated = treated.filter(
        held_on__lte=timezone.localdate(), role=Consultation.Role.DECIDES, committee__isnull=False
    )
    newest = treated.select_related("case", "committee").order_by("-held_on", "-pk")
    by_case: dict[int, DecidedCase] = {}
    for one in newest[: limit * 4]:
        by_case.setdefault(one.case_id, DecidedCase(one.case, one))
    return list(by_case.values())[:limit]


def cases_treated(
    visitor: Visitor, committee: Committee | None = None, outcome: str = ""
) -> CaseQuerySet:
    """Cases with the treatments that matter: by this committee, with this outcome. Two queries."""
    wanted = Consultation.objects.select_related("committee")
    if committee:
        wanted = wanted.filter(committee=committee)
    if outcome:
        wanted = wanted.filter(outcome=outcome)
    found = Case.objects.visible_to(visitor).prefetch_related(Prefetch("consultations", wanted))
    if committee or outcome:
        found = found.filter(Exists(wanted.filter(case=OuterRef("pk"))))
    return found


@dataclass(frozen=True)
class Printed:
    """A recommendation as printed in a case, and the one of a forum when the visitor may see it."""

    row: CaseRecommendation
    recommendation: Recommendation | None


@dataclass(frozen=True)
class CasePage:
    case: Case
    motion_points: list[MotionPoint]
    sections: list[Section]
    recommendations: list[Printed]
    consultations: list[Consultation]
    line: list[Station]
    files: list[CaseFile]

    @property
    def decision(self) -> Consultation | None:
        """The last treatment that says something."""
        said = [one for one in self.consultations if one.decision or one.is_treated]
        return said[-1] if said else None

    @property
    def owes(self) -> Consultation | None:
        """The committee that owes an answer soonest."""
        owing = [one for one in self.consultations if one.is_owed]
        return min(owing, key=lambda one: one.due_on or date.max, default=None)

    @property
    def motion_section(self) -> Section | None:
        """Where the numbered points stand: the first section that moves something."""
        return next((one for one in self.sections if one.kind == Section.Kind.MOTION), None)

    @property
    def are_unlinked(self) -> int:
        return sum(printed.row.recommendation_id is None for printed in self.recommendations)


def case_page(case: Case, visitor: Visitor) -> CasePage:
    consultations = list(case.consultations.select_related("committee"))
    return CasePage(
        case,
        list(case.motion_points.all()),
        list(case.sections.all()),
        printed_recommendations(case, visitor),
        consultations,
        consultation_line(consultations),
        list(case.files.visible_to(visitor).select_related("stored")),
    )


def printed_recommendations(case: Case, visitor: Visitor) -> list[Printed]:
    """A case may be public while the forum it answers is not."""
    seen = Recommendation.objects.visible_to(visitor).filter(in_cases__case=case)
    linked = {one.pk: one for one in seen.select_related("forum")}
    return [
        Printed(row, linked.get(row.recommendation_id or 0)) for row in case.recommendations.all()
    ]
