"""Queries that are put together once, and asked again and again with other values.

Django spends five times as long on building a query and writing its SQL as on asking it.
docs/decisions/0025-what-a-page-asks.md
"""

import copy
import re
from collections.abc import Callable, Collection
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Asked = ParamSpec("Asked")
Row = TypeVar("Row")
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\d")


def prepared(build: Callable[Asked, QuerySet[Any, Row]]) -> Callable[Asked, list[Row]]:
    """Make a function that returns a query into one that returns its rows.

    What is given by name are values. A list may have any length. What is given by place decides how
    the query looks, and is only true or false. The function runs once for each look: it may not know who asks, or when.
    """
    made: dict[tuple[Any, ...], _Query | None] = {}

    def ask(*looks: bool, **values: Any) -> list[Row]:
        values = {name: _padded(value) for name, value in values.items()}
        lengths = {
            name: len(one) if isinstance(one, list) else None for name, one in values.items()
        }
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, looks, *lengths.items())
        if key not in made:
            made[key] = _Query.of(build, looks, lengths)
        query = made[key]
        try:
            return query.rows(values, connection) if query else []
        except OverflowError:  # a number that SQLite cannot hold is nobody's
            return []

    return cast(Callable[Asked, list[Row]], ask)


def _padded(value: Any) -> Any:
    """Lists are filled up to one, two, four, eight ... so that few lengths are asked."""
    if isinstance(value, str) or not isinstance(value, Collection):
        return value
    value = list(value)
    missing = (1 << (len(value) - 1).bit_length()) - len(value) if value else 0
    return value + value[-1:] * missing


class _Given(Expression):
    """Where a value comes in, or as many values as a list has."""

    def __init__(self, name: str, length: int | None) -> None:
        super().__init__()
        self.name, self.length = name, length

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        if self.length is None:
            return "%s", ((self.name, None),)
        if not self.length:
            raise EmptyResultSet
        places = tuple((self.name, place) for place in range(self.length))
        return f"({', '.join(['%s'] * self.length)})", places


class _Query:
    """One look of a query: Django's own compiler, which has written its SQL already."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.params = self.compiler.as_sql()
        for param in self.params:
            _refuse_what_varies(param)

    @classmethod
    def of(
        cls,
        build: Callable[..., QuerySet[Any, Any]],
        looks: tuple[bool, ...],
        lengths: dict[str, int | None],
    ) -> "_Query | None":
        if not all(isinstance(look, bool) for look in looks):
            raise TypeError("Give values by name: by place stand only true and false")
        try:
            return cls(build(*looks, **{name: _Given(name, one) for name, one in lengths.items()}))
        except EmptyResultSet:
            return None

    def rows(self, values: dict[str, Any], connection: BaseDatabaseWrapper) -> list[Any]:
        params = tuple(
            _stored(one, values, connection) if isinstance(one, tuple) else one
            for one in self.params
        )
        compiler = copy.copy(self.compiler)
        compiler.connection = connection  # of this thread
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            query=SimpleNamespace(get_compiler=lambda *_args, **_kwargs: compiler),
            _fields=self.queryset._fields,  # type: ignore[attr-defined]
            _known_related_objects={},
        )
        rows: Any = self.queryset._iterable_class(cast(QuerySet[Any], asked))
        return list(rows)


def _stored(place: tuple[str, int | None], values: dict[str, Any], connection: Any) -> Any:
    """The value of one place, as the database keeps it."""
    name, index = place
    value = values[name] if index is None else values[name][index]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _refuse_what_varies(param: object) -> None:
    """A query that was put together for one person or one moment would tell it to the next."""
    is_moment = isinstance(param, date) or (isinstance(param, str) and A_MOMENT.match(param))
    is_number = isinstance(param, int) and not isinstance(param, bool) and param != 0
    if is_moment or is_number:
        raise TypeError(f"{param} is in a prepared query for good. Give it by name")
