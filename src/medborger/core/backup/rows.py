"""Rows as lines of JSON that every database can read: what SQLite wrote, PostgreSQL takes in."""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import IO, Any
from uuid import UUID

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from django.utils.duration import duration_iso_string

CHUNK = 2000
# Whoever takes an old copy in must not log in people who have logged out since.
LEFT_OUT = {"sessions", "usersessions"}
Model = type[models.Model]


@contextmanager
def connected(alias: str, **changes: Any) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own under `alias`, to the default database but for `changes`."""
    former: BaseDatabaseWrapper = connections[DEFAULT_DB_ALIAS]
    settings = deepcopy(former.settings_dict)
    options = {**settings["OPTIONS"], **changes.pop("OPTIONS", {})}
    options.pop("pool", None)
    settings |= {"CONN_MAX_AGE": 0, **changes, "OPTIONS": options}
    connection = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, alias)
    connections[alias] = connection
    try:
        yield connection
    finally:
        connection.close()
        del connections[alias]
        if alias == DEFAULT_DB_ALIAS:
            connections[alias] = former


def tables(apps: Apps = installed) -> list[Model]:
    """Every table that has rows of its own, those of many-to-many relations included."""
    found = apps.get_models(include_auto_created=True, include_swapped=False)
    return [
        model
        for model in found
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT
    ]


def columns(model: Model) -> list[models.Field[Any, Any]]:
    fields = model._meta.local_concrete_fields
    return [one for one in fields if not getattr(one, "generated", False)]


def take_out(model: Model, using: str, file: IO[bytes]) -> int:
    """Write each row as a line. Returns how many."""
    names = [one.attname for one in columns(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    count = 0
    for row in rows.iterator(chunk_size=CHUNK):
        file.write(json.dumps(row, default=_plain, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _plain(value: Any) -> str:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode()
    raise TypeError(f"No way to write {type(value)}")


def put_in(model: Model, names: list[str], lines: Iterable[bytes], using: str) -> int:
    """Store each line as the row it was, without anything that saving does. Returns how many."""
    fields = [model._meta.get_field(name) for name in names]
    found = (model(**_row(fields, json.loads(line))) for line in lines)
    size = connections[using].ops.bulk_batch_size(fields, range(CHUNK))
    count = 0
    while batch := list(islice(found, size)):
        # The way Django's own loading of fixtures goes, for many rows at a time.
        model._base_manager._insert(batch, fields=fields, using=using, raw=True)  # type: ignore[attr-defined]
        count += len(batch)
    return count


def _row(fields: list[Any], values: list[Any]) -> dict[str, Any]:
    return {
        one.attname: None if value is None else one.to_python(value)
        for one, value in zip(fields, values, strict=True)
    }
