"""Take a person out of every text of the database: name, e-mail address and telephone number."""

import re
from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import CharField, Field, Model, Q, TextField
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext

from medborger.people.models import User

GONE = "\u2013"


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
    """The full name, if it is the person's alone: a first name is anybody's."""
    others = User.objects.filter(name__iexact=person.name).exclude(pk=person.pk)
    if " " in person.name.strip() and not others.exists():
        yield from dict.fromkeys([person.name.strip(), escape(person.name.strip())])


def _ways_to_write(phone: str) -> list[str]:
    digits = re.sub(r"\D", "", phone)
    if len(digits) < 8:
        return []
    pairs = re.findall("..?", digits)
    return list(dict.fromkeys([phone, " ".join(pairs), f"{digits[:4]} {digits[4:]}", digits]))


def _texts() -> Iterator["Field[str, str]"]:
    """Our own text columns, but for codes to choose from and for people's own rows."""
    for model in apps.get_models():
        if model.__module__.startswith("medborger.") and model is not User:
            for field in model._meta.concrete_fields:
                if isinstance(field, (CharField, TextField)) and not field.choices:
                    yield field


def _take_out_of(field: "Field[str, str]", words: list[tuple[str, str]]) -> None:
    model: type[Model] = field.model
    name = field.attname
    holding = reduce(or_, (Q(**{f"{name}__icontains": word}) for word, _instead in words))
    for pk, text in model._base_manager.filter(holding).values_list("pk", name).iterator():
        left = reduce(_replaced, words, str(text))
        if left != text:
            model._base_manager.filter(pk=pk).update(**{name: "" if left.strip() == GONE else left})


def _replaced(text: str, word: tuple[str, str]) -> str:
    """Whole words, also in the genitive: "Bo Birks" becomes "Tidligere medlems"."""
    sought, instead = word
    return re.sub(rf"(?<!\w){re.escape(sought)}(?=s?(?!\w))", instead, text, flags=re.IGNORECASE)
