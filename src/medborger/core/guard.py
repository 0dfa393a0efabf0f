"""The personal-data guard: CPR numbers are refused, stories about one person are asked about.

What was found is named by kind and place, and never stored, logged or repeated in the message.
"""

from typing import Annotated, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from pydantic import AfterValidator

from civicmetrics.personal_data import Finding, scan

ACKNOWLEDGED = "guard_acknowledged"


def refuse_cpr(text: str) -> None:
    """Raise ValidationError with code "cpr" when `text` holds what looks like a CPR number."""
    found = [finding for finding in scan(text) if finding.level == "block"]
    if found:
        raise ValidationError(
            ngettext_lazy(
                "Delete the CPR number in line %(lines)s",
                "Delete the CPR numbers in line %(lines)s",
                len(found),
            ),
            code="cpr",
            params={"lines": ", ".join(_lines(text, found))},
        )


def tells_of_a_person(text: str) -> bool:
    """Say whether `text` reads like a story about one particular person."""
    return any(finding.kind == "person_story" for finding in scan(text))


def _lines(text: str, findings: list[Finding]) -> list[str]:
    return list(dict.fromkeys(str(text.count("\n", 0, f.start) + 1) for f in findings))


class _AsksAboutStories:
    """A form that asks once before it takes a text about one particular person."""

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from medborger.core.forms import DateParts  # noqa: PLC0415

        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            if type(field) is forms.DateField and type(field.widget) is forms.DateInput:
                field.widget = DateParts()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()  # type: ignore[misc]
        if not self.data.get(ACKNOWLEDGED):  # type: ignore[attr-defined]
            for name, value in list(self.cleaned_data.items()):
                if self._is_prose(name) and tells_of_a_person(value):
                    self.add_error(name, _STORY)  # type: ignore[attr-defined]
        return cleaned  # type: ignore[no-any-return]

    def _is_prose(self, name: str) -> bool:
        field = self.fields[name]  # type: ignore[attr-defined]
        return type(field) is forms.CharField and isinstance(self.cleaned_data[name], str)


_STORY = ValidationError(_("Is this about one particular person?"), code="person_story")


class GuardedForm(_AsksAboutStories, forms.Form):
    """Base of every form. Text fields of a plain form are made with `guarded_text`."""


class GuardedModelForm(_AsksAboutStories, forms.ModelForm[Any]):
    """Base of every model form."""


def guarded_text(**kwargs: Any) -> forms.CharField:
    """A form text field that refuses CPR numbers."""
    return forms.CharField(validators=[refuse_cpr], **kwargs)


def _refuse_in_api(text: str) -> str:
    try:
        refuse_cpr(text)
    except ValidationError as refused:
        raise ValueError(refused.messages[0]) from None
    return text


GuardedStr = Annotated[str, AfterValidator(_refuse_in_api)]
