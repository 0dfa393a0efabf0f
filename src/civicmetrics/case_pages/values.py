"""What a published case page says, as plain values."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any, Literal

Kind = Literal[
    "motion",
    "summary",
    "problem",
    "solution",
    "economy",
    "process",
    "presentation",
    "authority",
    "attachments",
    "decision",
    "other",
]
Outcome = Literal[
    "approved",
    "approved_with_changes",
    "rejected",
    "postponed",
    "noted",
    "recommended",
    "unknown",
]
Missing = Literal["title", "section", "motion", "decision", "held_on"]


class NotACase(ValueError):
    """The text is no committee case. `missing` says what it lacks; the caller finds the words.

    >>> NotACase(["title", "decision"]).missing
    ('title', 'decision')
    """

    def __init__(self, missing: Iterable[Missing]) -> None:
        self.missing: tuple[Missing, ...] = tuple(missing)
        super().__init__(*self.missing)


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of the case: the heading as written, what it is about, and its text."""

    heading: str
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    number: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One item of a committee's meeting. Text fields are empty where the page says nothing."""

    title: str
    held_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    committee: str = ""
    case_number: str = ""
    item_number: str = ""
    summary: str = ""
    motion_by: str = ""
    motion_points: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    attachments: tuple[str, ...] = ()
    decision: str = ""
    outcome: Outcome = "unknown"
    signatories: tuple[str, ...] = ()


def as_dict(page: CasePage) -> dict[str, Any]:
    """The page as JSON wants it: dates and times as ISO text, tuples as lists.

    >>> as_dict(CasePage(title="Ny bro", held_on=date(2021, 5, 4)))["held_on"]
    '2021-05-04'
    """
    return {
        **{name: _plain(value) for name, value in asdict(page).items()},
        "starts_at": page.starts_at and f"{page.starts_at:%H:%M}",
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
