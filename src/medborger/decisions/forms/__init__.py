"""Parse and validate what people type about recommendations, cases and published pages."""

from medborger.decisions.forms.cases import (
    CaseFileForm,
    CaseFilter,
    CaseForm,
    ConsultationForm,
    ForwardForm,
    LinkForm,
    LinkOneForm,
    SectionForm,
)
from medborger.decisions.forms.imports import ImportForm, PreviewForm
from medborger.decisions.forms.recommendations import (
    FollowUpForm,
    RecommendationFilter,
    RecommendationForm,
)

__all__ = [
    "CaseFileForm",
    "CaseFilter",
    "CaseForm",
    "ConsultationForm",
    "FollowUpForm",
    "ForwardForm",
    "ImportForm",
    "LinkForm",
    "LinkOneForm",
    "PreviewForm",
    "RecommendationFilter",
    "RecommendationForm",
    "SectionForm",
]
