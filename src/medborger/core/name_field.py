"""A row is chosen by writing its name, where a list to choose from would be too long."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

WRITE_A_NAME = _("Write the name, or a part of it.")
MOST_ALIKE = 20
MOST_SUGGESTED = 200


class NameInput(forms.TextInput):
    """A line of text; the names there are, when they are few; those that may be meant, to choose."""

    template_name = "ui/name_input.html"
    choices: Any
    alike: list[Model]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        known = list(self.choices.queryset.order_by("name")[: MOST_SUGGESTED + 1])
        shown = context["widget"]
        shown["alike"] = getattr(self, "alike", [])
        if len(known) <= MOST_SUGGESTED:
            shown["known"] = known
            shown["attrs"]["list"] = f"{shown['attrs'].get('id', name)}_known"
        return context


class NameField(forms.ModelChoiceField[Any]):
    """Takes a queryset with `matching(q)` of rows with a `name`, which is what one writes.

    A name written in part is answered with the rows that may be meant: each is sent as # and its key.
    """

    widget = NameInput
    default_error_messages = {
        "none": _("None here has that in its name. Write another part of the name."),
        "several": _("Choose the one you mean."),
        "many": _("Many have that in their name. Choose one of these, or write more of the name."),
    }

    def to_python(self, value: Any) -> Any:
        written = " ".join(str(value or "").split())
        if not written or isinstance(value, Model):
            return value if written else None
        if chosen := self._by_key(written):
            return chosen
        alike = list(
            self._rows().matching(written).order_by(Length("name"), "name")[: MOST_ALIKE + 1]
        )
        exactly = [one for one in alike if one.name.casefold() == written.casefold()]
        if len(exactly) == 1:
            return exactly[0]
        self.widget.alike = alike[:MOST_ALIKE]
        code = "none" if not alike else "many" if len(alike) > MOST_ALIKE else "several"
        raise ValidationError(self.error_messages[code], code=code)

    def prepare_value(self, value: Any) -> Any:
        """The name, as it is or as it was written."""
        if isinstance(value, int):
            value = self._rows().filter(pk=value).first() or ""
        elif isinstance(value, str):
            value = self._by_key(value) or value
        return value.name if isinstance(value, Model) else value  # type: ignore[attr-defined]

    def _by_key(self, written: str) -> Any:
        key = written[1:]
        is_key = written[:1] == "#" and key.isascii() and key.isdigit() and len(key) < 19
        return self._rows().filter(pk=int(key)).first() if is_key else None

    def _rows(self) -> Any:
        assert self.queryset is not None  # noqa: S101
        return self.queryset
