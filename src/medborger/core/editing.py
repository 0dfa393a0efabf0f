"""Two people change the same thing at once: each is told of the other, and neither loses a word.

A form takes along a mark of each value as it was shown. When it comes back, the row is held and
looked at again: what only the other has changed stays as it now is, and what both have changed is
shown to the second, who puts the two together.
"""

import hashlib
import json
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import Field, ManyToManyField, Model, QuerySet
from django.utils import formats, timezone
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SEEN = "values_seen"


class SeenValues(forms.Field):
    """The marks, carried by the page."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[str, str]:
        """What is no longer whole tells nothing, and is passed over."""
        try:
            marks = json.loads(value or "{}")
        except ValueError:
            return {}
        known = marks.items() if isinstance(marks, dict) else ()
        return {name: value for name, value in known if isinstance(value, str)}


class NoticesOthers:
    """A model form that notices what others have changed since it was shown."""

    instance: Any
    fields: dict[str, forms.Field]
    data: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs: dict[str, str] = {}
        if self.instance.pk:
            marks = self._marks()
            self.fields[SEEN] = SeenValues(required=False, initial=json.dumps(marks))

    def values_of(self, instance: Any) -> dict[str, Any]:
        """The values of the row by the name of their form field."""
        model_fields = [*instance._meta.concrete_fields, *instance._meta.many_to_many]
        return {one.name: _value(instance, one) for one in model_fields if one.name in self.fields}

    def _marks(self) -> dict[str, str]:
        return {name: mark(value) for name, value in self.values_of(self.instance).items()}

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        seen = self.cleaned_data.pop(SEEN, None)
        if self.instance.pk and self._still_there() and seen:
            self._put_together(seen)

    def _still_there(self) -> bool:
        """Hold the row until the transaction ends, and take in what it says now."""
        begun = connections["default"].atomic_blocks
        if not begun or getattr(
            begun[-1], "_from_testcase", False
        ):  # what only a test has begun holds nothing
            raise RuntimeError("A view that changes a row is @in_one_transaction")
        held = self.instance._meta.model._base_manager.select_for_update(of=("self",))
        now = held.filter(pk=self.instance.pk).first()
        if now is None:
            gone = _("Somebody else has deleted this meanwhile. Copy your text before you leave.")
            self.add_error(None, ValidationError(gone, code="gone"))  # type: ignore[attr-defined]
            return False
        for field in self.instance._meta.concrete_fields:
            setattr(self.instance, field.attname, getattr(now, field.attname))
        return True

    def _put_together(self, seen: dict[str, str]) -> None:
        current = self.values_of(self.instance)
        for name in current.keys() & seen.keys() & self.cleaned_data.keys():
            if mark(current[name]) == seen[name]:
                continue
            mine = mark(self.cleaned_data[name])
            if mine == seen[name]:
                self.cleaned_data[name] = current[name]
            elif mine != mark(current[name]):
                self._tell(name, current[name])

    def _tell(self, name: str, theirs: Any) -> None:
        self.theirs[name] = in_words(self.fields[name], theirs)
        self.add_error(name, _BOTH)  # type: ignore[attr-defined]
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = json.dumps(self._marks())  # type: ignore[attr-defined]


_BOTH = ValidationError(
    gettext_lazy("Somebody else has changed this meanwhile. Put the two together, then save."),
    code="changed_by_another",
)


def _value(instance: Model, field: "Field[Any, Any]") -> Any:
    value = getattr(instance, field.name)
    return list(value.all()) if isinstance(field, ManyToManyField) else value


def mark(value: Any) -> str:
    """A short mark of a value. The same for a value as stored and as it comes out of its field."""
    return hashlib.sha256(_plain(value).encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    match value:
        case None | "":
            return ""
        case str():
            return "\n".join(line.rstrip() for line in value.strip().splitlines())
        case Model():
            return str(value.pk)
        case QuerySet() | list() | tuple() | set():
            return ",".join(sorted(map(_plain, value)))
        case datetime() | time():
            return value.isoformat(timespec="minutes")  # finer than this nobody writes it
        case _:
            return str(value)


def in_words(field: forms.Field, value: Any) -> str:
    """A value as people read it."""
    match value:
        case None | "":
            return _("nothing")
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return formats.date_format(value)
        case time():
            return formats.time_format(value)
        case str() if isinstance(field, forms.ChoiceField):
            choices: Any = flatten_choices(field.choices)  # type: ignore[arg-type]
            named = {str(key): label for key, label in choices}
            return str(named.get(value, value))
        case list():
            return ", ".join(map(str, value)) or _("nothing")
        case _:
            return str(value)
