"""Reading models: what became of a recommendation, and what lies before the committees."""

from medborger.decisions.queries.cases import (
    CasePage,
    case_page,
    cases_treated,
    decided_cases,
    printed_recommendations,
)
from medborger.decisions.queries.imports import find_imported, fingerprint, missing_from
from medborger.decisions.queries.stories import (
    HowFar,
    Story,
    at_step,
    forums_that_recommend,
    listed,
    newest,
    stories,
    stories_of,
    story,
    told,
)
from medborger.decisions.queries.timeline import timeline

__all__ = [
    "CasePage",
    "HowFar",
    "Story",
    "at_step",
    "case_page",
    "cases_treated",
    "decided_cases",
    "find_imported",
    "fingerprint",
    "forums_that_recommend",
    "listed",
    "missing_from",
    "newest",
    "printed_recommendations",
    "stories",
    "stories_of",
    "story",
    "timeline",
    "told",
]
