"""Keyset paging: the next page starts after the last row, so page 500 costs what page 1 costs.

https://use-the-index-luke.com/no-offset
"""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
AFTER, BEFORE = "efter", "foer"


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
    objects: "QuerySet[Row]", asked: Mapping[str, str], *order: str, size: int = 20
) -> Page[Row]:
    """Cut one page. `order` names columns that end in a unique one; "-" before a name reverses it.

    A cursor that somebody has tampered with gives the first page.
    """
    before, cursor = _cursor(objects.model, order, asked)
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
        _link(asked, BEFORE, rows[0], order) if rows and has_previous else "",
        _link(asked, AFTER, rows[-1], order) if rows and has_next else "",
    )


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


def _cursor(
    model: type[Model], order: tuple[str, ...], asked: Mapping[str, str]
) -> tuple[bool, list[Any]]:
    before = BEFORE in asked
    raw = asked.get(BEFORE if before else AFTER, "")
    try:
        values = json.loads(base64.urlsafe_b64decode(raw.encode()))
        fields = [_field(model, name) for name in order]
        return before, [field.to_python(v) for field, v in zip(fields, values, strict=True)]
    except (ValueError, TypeError, ValidationError):
        return False, []


def _field(model: type[Model], name: str) -> Any:
    name = name.lstrip("-")
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _link(asked: Mapping[str, str], way: str, row: Model, order: tuple[str, ...]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    cursor = base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()
    kept = {name: value for name, value in asked.items() if name not in (AFTER, BEFORE)}
    return f"?{urlencode(kept | {way: cursor})}"
