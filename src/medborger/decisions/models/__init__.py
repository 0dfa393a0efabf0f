"""Recommendations on their way through the committees, and what came of them."""

from medborger.decisions.models.cases import (
    Case,
    CaseQuerySet,
    CaseRecommendation,
    MotionPoint,
    Section,
)
from medborger.decisions.models.consultations import (
    Committee,
    CommitteeQuerySet,
    Consultation,
    ConsultationQuerySet,
)
from medborger.decisions.models.files import CaseFile, CaseFileQuerySet
from medborger.decisions.models.recommendations import (
    FollowUp,
    Recommendation,
    RecommendationQuerySet,
)

__all__ = [
    "Case",
    "CaseFile",
    "CaseFileQuerySet",
    "CaseQuerySet",
    "CaseRecommendation",
    "Committee",
    "CommitteeQuerySet",
    "Consultation",
    "ConsultationQuerySet",
    "FollowUp",
    "MotionPoint",
    "Recommendation",
    "RecommendationQuerySet",
    "Section",
]
