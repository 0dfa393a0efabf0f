"""Take a person out of every text of the database: name, e-mail address and telephone number."""

import re
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import CharField, Field, Model, Q, QuerySet, TextField
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from medborger.areas.models import Area
from medborger.core.fields import CvrField
from medborger.decisions.models import Case, Committee
from medborger.forums.models import Forum
from medborger.people.models import Organisation, User

GONE = "\u2013"
PARTICLES = (
    "af",
    "al",
    "bin",
    "da",
    "de",
    "del",
    "den",
    "der",
    "di",
    "du",
    "el",
    "la",
    "van",
    "von",
)


def take_out(person: User) -> None:
    """In the language of the installation. What a person wrote under a first name alone is not found."""
    with translation.override("da"):
        former = gettext("Former member")
    words = [(word, former) for word in _names(person)]
    words += [(word, GONE) for word in [person.email, *_ways_to_write(person.phone)]]
    if words:
        for field in _texts():
            _take_out_of(field, words)


def _names(person: User) -> Iterator[str]:
    """The full name, if it is the person's alone: a first name is anybody's.

    People choose their names. So it is sought with capitals only, and never when a thing is called
    so: who is called "og det" or as a forum must not change what others have written.
    """
    name = " ".join(person.name.split())
    others = User.objects.filter(name__iexact=person.name).exclude(pk=person.pk)
    if " " in name and not others.exists() and not _is_of_a_thing(name):
        for spelling in dict.fromkeys(_spellings(name)):
            yield from dict.fromkeys([spelling, escape(spelling)])


def _spellings(name: str) -> Iterator[str]:
    words = name.split()
    if all(word[0].isupper() or word in PARTICLES for word in words) and words[0][0].isupper():
        yield name
    yield from (name.title(), name.upper())


def _is_of_a_thing(name: str) -> bool:
    things = (Organisation, Forum, Area, Committee)
    return any(one.objects.filter(name__icontains=name).exists() for one in things)


def _ways_to_write(phone: str) -> list[str]:
    digits = re.sub(r"\D", "", phone)
    if len(digits) < 8:
        return []
    pairs = re.findall("..?", digits)
    return list(dict.fromkeys([phone, " ".join(pairs), f"{digits[:4]} {digits[4:]}", digits]))


def _texts() -> Iterator["Field[str, str]"]:
    """Our own text columns, but for codes, for numbers of companies and for people's own rows."""
    for model in apps.get_models():
        if model.__module__.startswith("medborger.") and model is not User:
            for field in model._meta.concrete_fields:
                is_text = isinstance(field, (CharField, TextField)) and not field.choices
                if is_text and not isinstance(field, CvrField):
                    yield field


def _take_out_of(field: "Field[str, str]", words: list[tuple[str, str]]) -> None:
    model: type[Model] = field.model
    name = field.attname
    holding = reduce(or_, (Q(**{f"{name}__icontains": word}) for word, _instead in words))
    for pk, text in _written_here(model).filter(holding).values_list("pk", name).iterator():
        left = reduce(_replaced, words, str(text))
        if left != text:
            model._base_manager.filter(pk=pk).update(**{name: "" if left.strip() == GONE else left})


def _written_here(model: type[Model]) -> "QuerySet[Model]":
    """All rows but those of imported cases: what a municipality has published is a public record."""
    rows = model._base_manager.all()
    if model is Case:
        return rows.filter(fingerprint="")
    is_of_case = any(field.related_model is Case for field in model._meta.concrete_fields)
    return rows.filter(case__fingerprint="") if is_of_case else rows


def _replaced(text: str, word: tuple[str, str]) -> str:
    """Whole words, also in the genitive: "Bo Birks" becomes "Tidligere medlems"."""
    sought, instead = word
    flags = re.IGNORECASE if "@" in sought else re.NOFLAG
    return re.sub(rf"(?<!\w){re.escape(sought)}(?=s?(?!\w))", instead, text, flags=flags)
