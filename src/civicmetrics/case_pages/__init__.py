"""Read a published Danish committee case page, given as text.

`read_case_pages` gives one CasePage per item and raises NotACase, saying what is missing, when the text is
no case. The rules it follows are told in docs/decisions/0003-reading-case-pages.md.
"""

from civicmetrics.case_pages.documents import text_of
from civicmetrics.case_pages.reading import read_case_pages
from civicmetrics.case_pages.values import (
    CasePage,
    Kind,
    Missing,
    NotACase,
    Outcome,
    Recommendation,
    Section,
    as_dict,
)

__all__ = [
    "CasePage",
    "Kind",
    "Missing",
    "NotACase",
    "Outcome",
    "Recommendation",
    "Section",
    "as_dict",
    "read_case_pages",
    "text_of",
]
