"""Before two organisations are made one: which may be one, what differs, and what will move."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Model
from django.utils.text import capfirst

from civicmetrics.duplicates import likely_same
from medborger.areas.models import KeptApart
from medborger.people.models import Organisation

MOST_PAIRS = 50


@dataclass(frozen=True)
class Alike:
    one: Organisation
    other: Organisation
    shares: bool


def pointing_at(model: type[Model]) -> "Iterator[tuple[type[Model], models.ForeignKey[Any, Any]]]":
    """Every foreign key to the model, also hidden ones and those of many-to-many tables."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.field.model, relation.field


def own_fields() -> "list[models.Field[Any, Any]]":
    """What people write about an organisation."""
    return [
        one for one in Organisation._meta.concrete_fields if one.editable and not one.primary_key
    ]


def moving(gone: Organisation) -> list[tuple[str, int]]:
    """How many rows of which kind point at it."""
    counts: dict[str, int] = {}
    for model, field in pointing_at(Organisation):
        count = model._base_manager.filter(**{field.name: gone.pk}).count()
        name = _kind_of_row(model)
        counts[name] = counts.get(name, 0) + count
    return sorted((name, count) for name, count in counts.items() if count)


def _kind_of_row(model: type[Model]) -> str:
    """Of a many-to-many table: what stands at its other end."""
    if model._meta.auto_created:
        ends = [field.related_model for field in model._meta.concrete_fields if field.related_model]
        model = next(end for end in ends if end is not Organisation)
    return str(capfirst(model._meta.verbose_name_plural))


def alike(wanted: Organisation | None = None) -> list[Alike]:
    """Pairs that may be one, the likeliest first; or only those with `wanted` as the first."""
    known = list(Organisation.objects.order_by("pk"))
    pairs = likely_same([one.name for one in known], [_marks(one) for one in known])
    found = [(known[pair.first], known[pair.second], pair.shares) for pair in pairs]
    found = [one for one in found if one[0].is_municipal == one[1].is_municipal]
    apart = {frozenset(both) for both in KeptApart.objects.values_list("one", "other")}
    found = [one for one in found if {one[0].pk, one[1].pk} not in apart]
    if wanted:
        found = [
            one if one[0] == wanted else (one[1], one[0], one[2])
            for one in found
            if wanted in one[:2]
        ]
    return [Alike(*one) for one in found[:MOST_PAIRS]]


def kept_apart() -> "models.QuerySet[KeptApart]":
    """The newest of those that are no longer suggested."""
    two = KeptApart.objects.exclude(one=models.F("other"))  # as it is when they were made one
    return two.select_related("one", "other")[:MOST_PAIRS]


def _marks(one: Organisation) -> set[str]:
    address = urlsplit(one.website.lower())
    site = (address.hostname or "").removeprefix("www.") + address.path.rstrip("/")
    phone = "".join(sign for sign in one.public_phone if sign.isdigit())
    return {site, phone, one.public_email.lower()} - {""}
