"""Keyset paging: the next page starts after the last row, so page 500 costs what page 1 costs.

https://use-the-index-luke.com/no-offset
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
AFTER, BEFORE = "efter", "foer"
SIZE = 20


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, and the query strings of the pages before and after ("" where there is none)."""

    rows: list[Row]
    previous: str
    next: str

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page(
    objects: "QuerySet[Row]", asked: Mapping[str, str], *order: str, size: int = SIZE
) -> Page[Row]:
    """Cut one page. `order` names columns that end in a unique one; "-" before a name reverses it.

    A cursor is signed for its list: one that somebody has tampered with gives the first page.
    """
    signer = _signer(objects.model, order)
    before, cursor = _cursor(signer, asked)
    found = objects.order_by(*(_reversed(order) if before else order))
    if cursor:
        found = found.filter(_beyond(_reversed(order) if before else order, cursor))
    rows = list(found[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if before:
        rows.reverse()
    has_previous = has_more if before else bool(cursor)
    has_next = bool(cursor) if before else has_more
    return Page(
        rows,
        _link(signer, asked, BEFORE, _values(rows[0], order)) if rows and has_previous else "",
        _link(signer, asked, AFTER, _values(rows[-1], order)) if rows and has_next else "",
    )


def first_page(rows: list[Row], asked: Mapping[str, str], *order: str) -> Page[Row]:
    """The first page of rows in this order, of which one more was asked for than it shows."""
    shown = rows[:SIZE]
    if len(rows) == len(shown):
        return Page(shown, "", "")
    signer = _signer(type(shown[-1]), order)
    return Page(shown, "", _link(signer, asked, AFTER, _values(shown[-1], order)))


def is_first(asked: Mapping[str, str]) -> bool:
    return AFTER not in asked and BEFORE not in asked


def _signer(model: type[Model], order: tuple[str, ...]) -> Signer:
    return Signer(salt=f"{model._meta.label}:{','.join(order)}")


def _reversed(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    """(a, b) beyond (x, y): a beyond x, or a equal to x and b beyond y."""
    beyond, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column, way = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{column}__{way}": value})
        equal &= Q(**{column: value})
    return beyond


def _cursor(signer: Signer, asked: Mapping[str, str]) -> tuple[bool, list[Any]]:
    before = BEFORE in asked
    try:
        return before, signer.unsign_object(asked.get(BEFORE if before else AFTER, ""))
    except BadSignature:
        return False, []


def _values(row: Model, order: tuple[str, ...]) -> list[str]:
    return [str(getattr(row, name.lstrip("-"))) for name in order]


def _link(signer: Signer, asked: Mapping[str, str], way: str, values: list[str]) -> str:
    kept = {name: value for name, value in asked.items() if name not in (AFTER, BEFORE)}
    return f"?{urlencode(kept | {way: signer.sign_object(values)})}"
