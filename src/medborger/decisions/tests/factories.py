from datetime import date
from typing import Any

from django.utils import timezone

from medborger.decisions.models import (
    Case,
    CaseRecommendation,
    Committee,
    Consultation,
    FollowUp,
    Recommendation,
)
from medborger.forums.models import Forum


def make_recommendation(forum: Forum, **fields: Any) -> Recommendation:
    year = fields.get("year", 2026)
    number = forum.recommendations.filter(year=year).count() + 1
    ordinary = {
        "heading": "Spørg de unge, før planen er tegnet",
        "text": "Alle større projekter får en plan for inddragelse, før der bliver tegnet.",
        "year": year,
        "number": number,
        "recommended_on": date(2026, 6, 4),
    }
    return Recommendation.objects.create(forum=forum, **ordinary | fields)


def make_case(title: str = "Inddragelse i større projekter", **fields: Any) -> Case:
    return Case.objects.create(title=title, **{"opened_on": date(2026, 6, 15)} | fields)


def make_committee(name: str = "Teknik- og Miljøudvalget", **fields: Any) -> Committee:
    return Committee.objects.get_or_create(name=name, **fields)[0]


def make_consultation(
    case: Case, committee: Committee | None = None, **fields: Any
) -> Consultation:
    committee = committee or make_committee()
    return Consultation.objects.create(case=case, committee=committee, **fields)


def make_answering_case(recommendation: Recommendation, **fields: Any) -> Case:
    """A case that answers the recommendation."""
    case = make_case(**fields)
    CaseRecommendation.objects.create(
        case=case,
        number=1,
        heading=recommendation.heading,
        text=recommendation.text,
        recommendation=recommendation,
    )
    return case


def make_follow_up(recommendation: Recommendation, **fields: Any) -> FollowUp:
    ordinary = {
        "heading": "Inddragelsesplan for større projekter",
        "happens_on": timezone.localdate(),
    }
    return FollowUp.objects.create(recommendation=recommendation, **ordinary | fields)
