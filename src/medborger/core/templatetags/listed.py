"""Rows of lists. The same twenty are shown to everybody, so each is drawn once and kept."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def listed(name: str, row: Hashable, **values: Hashable) -> SafeString:
    """A template that is given nothing but `row` and these values: no request, visitor or clock.

    So it is the same for all who are given the same, and never older than what it shows.
    """
    kinds = tuple(map(type, values.values()))  # markup and plain text can be equal
    return _drawn(name, row, tuple(values.items()), kinds, get_language())


@lru_cache(2048)
def _drawn(
    name: str,
    row: Hashable,
    values: tuple[tuple[str, Hashable], ...],
    _kinds: tuple[type, ...],
    _language: str,
) -> SafeString:
    if any(isinstance(one, Model | SafeString) for one in _all_in(row)):
        raise TypeError("Give plain values: a row of the database changes and is equal to itself")
    return mark_safe(render_to_string(name, {"row": row, **dict(values)}))  # noqa: S308


def _all_in(value: Hashable) -> list[Any]:
    if isinstance(value, tuple):
        return [one for part in value for one in _all_in(part)]
    return [value]
