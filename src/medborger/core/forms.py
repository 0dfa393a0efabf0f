"""How any Django form is shown and how a date is typed. Forms need no template of their own."""

from collections import ChainMap
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BaseForm, BoundField, Widget
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medborger.core.editing import NoticesOthers
from medborger.core.fields import SeenField
from medborger.core.guard import (
    ACKNOWLEDGED,
    StoryReason,
    let_through,
    reason_in,
    refuse_cpr,
    tells_of_a_person,
)

CONTROLS = {
    "select": "form-select",
    "checkbox": "form-checkbox",
    "radio": "form-radio",
    "textarea": "form-input",
    "file": "form-file",
}


class Renderer(TemplatesSetting):
    """Lets `{{ form }}` look as `{% field %}` does, also in forms that others wrote."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/as_field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: Any = None
    ) -> SafeString:
        """Two templates for each option, as Django has them, cost more than a page of its own."""
        if template_name == forms.Select.template_name:
            return _select(**context["widget"])
        return mark_safe(super().render(template_name, context, request))  # noqa: S308


def _select(
    name: str, attrs: dict[str, Any], optgroups: list[Any], **_others: object
) -> SafeString:
    shown = [_group(group, options) for group, options, _index in optgroups]
    inside = mark_safe("\n".join(shown))  # noqa: S308
    return format_html('<select name="{}"{}>\n{}\n</select>', name, flatatt(attrs), inside)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    rows = ((str(one["value"]), one["attrs"], str(one["label"])) for one in options)
    shown = [_option(value, flatatt(attrs) if attrs else "", label) for value, attrs, label in rows]
    inside = mark_safe("\n".join(shown))  # noqa: S308
    return format_html('<optgroup label="{}">{}</optgroup>', name, inside) if name else inside


@lru_cache(4096, typed=True)
def _option(value: str, attrs: str, label: str) -> SafeString:
    """A list to choose from has the same hundred each time."""
    return format_html('<option value="{}"{}>{}</option>', value, mark_safe(attrs), label)  # noqa: S308


class DateParts(forms.DateInput):
    """Day, month and year typed in three fields: easier than a calendar for a date one knows."""

    template_name = "ui/date_parts.html"
    use_fieldset = True
    parts = ("day", "month", "year")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = dict(zip(self.parts, self._typed(value), strict=True))
        context["widget"]["is_invalid"] = "aria-invalid" in context["widget"]["attrs"]
        context["widget"]["parts"] = [
            {"name": f"{name}_{part}", "part": part, "value": typed[part]} for part in self.parts
        ]
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        typed = [str(data.get(f"{name}_{part}", "")).strip() for part in self.parts]
        if name in data or not any(typed):
            return data.get(name)
        return ".".join(typed)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in self.parts)

    def _typed(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return [*str(value or "").split("."), "", "", ""][:3]


def clock() -> forms.TimeInput:
    """A short field for a time, written as the language writes it."""
    return forms.TimeInput(attrs={"size": 5})


class DateTimeParts(forms.SplitDateTimeWidget):
    """A date in three fields and a time in one, for `forms.SplitDateTimeField`."""

    template_name = "ui/date_time_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        forms.MultiWidget.__init__(self, [DateParts(), clock()], attrs)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0_day" if id_ else id_


class SaysHow:
    """A form that says how a thing is written, not only that it is wrong."""

    def full_clean(self) -> None:
        for field in self.fields.values():  # type: ignore[attr-defined]
            _say_how(field)
        super().full_clean()  # type: ignore[misc]


class FilterForm(SaysHow, forms.Form):
    """Base of every form above a list."""


class _AsksAboutStories(SaysHow):
    """A form that asks once before it takes a text about one particular person."""

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            _ask_for_a_time(field)
            _name_the_choices(field)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()  # type: ignore[misc]
        reason = reason_in(self.data)  # type: ignore[attr-defined]
        for name, value in list(self.cleaned_data.items()):
            if self._is_prose(name) and tells_of_a_person(value):
                if not reason:
                    self.add_error(name, _STORY)  # type: ignore[attr-defined]
                let_through.set(reason)
        return cleaned  # type: ignore[no-any-return]

    def _is_prose(self, name: str) -> bool:
        field = self.fields[name]  # type: ignore[attr-defined]
        is_text = type(field) in (forms.CharField, SeenField)
        return is_text and isinstance(self.cleaned_data[name], str)


_EMPTY = dict.fromkeys(("required", "blank"), gettext_lazy("This must be filled in"))
_NOT_LISTED = gettext_lazy("Choose something that is on the list")
_SAID: dict[type[forms.Field], dict[str, Any]] = {
    forms.CharField: {
        "max_length": gettext_lazy(
            "Write at most %(limit_value)d characters. Here are %(show_value)d."
        ),
        "null_characters_not_allowed": gettext_lazy(
            "There is a character in the text that cannot be kept. Write the text again."
        ),
    },
    forms.URLField: {
        "invalid": gettext_lazy("Write the whole address, for example https://example.org")
    },
    forms.EmailField: {
        "invalid": gettext_lazy("Write the whole address, for example name@example.org")
    },
    forms.IntegerField: {
        "invalid": gettext_lazy("Write a whole number"),
        "min_value": gettext_lazy("Write a number that is at least %(limit_value)s"),
        "max_value": gettext_lazy("Write a number that is at most %(limit_value)s"),
    },
    forms.ChoiceField: {"invalid_choice": _NOT_LISTED, "invalid_pk_value": _NOT_LISTED},
}


def _say_how(field: forms.Field) -> None:
    """Django says only that something is not valid. What a field says of its own stays."""
    said = [words for kind, words in _SAID.items() if isinstance(field, kind)]
    of_django = _of_django(field)
    for code, words in ChainMap(*reversed(said), _EMPTY).items():
        if field.error_messages.get(code) is of_django.get(code):
            field.error_messages[code] = words
    if isinstance(field, forms.IntegerField) and field.max_value is None:
        field.error_messages["max_value"] = gettext_lazy("Write a smaller number")


def _of_django(field: forms.Field) -> dict[str, Any]:
    kinds = (kind for kind in type(field).__mro__ if kind.__module__.startswith("django."))
    return dict(ChainMap(*(vars(kind).get("default_error_messages", {}) for kind in kinds)))


def _ask_for_a_time(field: Any) -> None:
    if type(field) is forms.TimeField:
        field.widget = clock()
        field.error_messages["invalid"] = gettext_lazy("Write the time as 16:30")
    elif isinstance(field, forms.DateField):
        field.error_messages["invalid"] = gettext_lazy("Write a date that exists: day, month, year")
        field.validators.extend(_IN_OUR_TIME)
        if type(field.widget) is forms.DateInput:
            field.widget = DateParts()


_YEARS = gettext_lazy("Choose a year between 1800 and 2100")
_IN_OUR_TIME = (
    MinValueValidator(date(1800, 1, 1), _YEARS),
    MaxValueValidator(date(2100, 12, 31), _YEARS),
)


def _name_the_choices(field: Any) -> None:
    """A choice begins with a capital. Django's dashes say nothing when they are read aloud."""
    dashes = BLANK_CHOICE_DASH[0][1]
    empty = gettext_lazy("Choose") if field.required else gettext_lazy("Not chosen")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = empty if field.empty_label == dashes else field.empty_label
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        named = [(value, empty if label == dashes else label) for value, label in choices]
        field.choices = [(value, capfirst(label)) for value, label in named]


_STORY = ValidationError(gettext_lazy("Is this about one particular person?"), code="person_story")


class GuardedForm(_AsksAboutStories, forms.Form):
    """Base of every form. Text fields of a plain form are made with `guarded_text`."""


class GuardedModelForm(NoticesOthers, _AsksAboutStories, forms.ModelForm[Any]):
    """Base of every model form."""


def guarded_text(**kwargs: Any) -> forms.CharField:
    """A form text field that refuses CPR numbers."""
    return SeenField(validators=[refuse_cpr], **kwargs)


def describe(bound: BoundField) -> dict[str, Any]:
    """What the field template shows."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect):  # and CheckboxSelectMultiple
        widget.attrs["class"] = CONTROLS[widget.input_type]
    guard = _guard(bound)
    is_file = isinstance(widget, forms.FileInput)
    errors = [] if guard == "person_story" and not is_file else bound.errors
    key = bound.auto_id
    seen = {"helptext": bound.help_text, "error": errors, "guard": guard}
    described = " ".join(f"{key}_{part}" for part, is_there in seen.items() if is_there)
    return {
        "field": bound,
        "kind": _kind(widget),
        "control": _control(bound, described),
        "choices": list(bound) if isinstance(widget, forms.RadioSelect) else [],
        "target": target(bound),
        "described": described,
        "errors": errors,
        "guard": guard,
        "theirs": getattr(bound.form, "theirs", {}).get(bound.name),
        "is_file": is_file,
        "acknowledged": ACKNOWLEDGED,
        "reasons": StoryReason.choices,
        "lacks_reason": "guard_reason" in bound.form.data,  # the button was pressed all the same
        "is_optional": not bound.field.required and not isinstance(widget, forms.CheckboxInput),
    }


def errors_of(form: BaseForm) -> Iterator[tuple[str, str]]:
    """Every error as the id of its field and a text that makes sense away from it."""
    for error in form.non_field_errors():
        yield "", str(error)
    for bound in form:
        for problem in form.errors.as_data().get(bound.name, []):
            if problem.code == "required":
                yield target(bound), _("“%(field)s” must be filled in") % {"field": bound.label}
            elif problem.code != "person_story":
                yield ("" if bound.is_hidden else target(bound)), problem.messages[0]


def target(bound: BoundField) -> str:
    """The id of the first thing one can type in."""
    if isinstance(bound.field.widget, forms.RadioSelect):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def _guard(bound: BoundField) -> str:
    codes = {error.code for error in bound.form.errors.as_data().get(bound.name, [])}
    return next((code for code in ("cpr", "person_story") if code in codes), "")


def _kind(widget: Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "choices"
    return "group" if widget.use_fieldset else "single"


def _control(bound: BoundField, described: str) -> SafeString:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "textarea")
    own = widget.attrs.get("class", "")
    width = "" if kind in ("number", "time") or "size" in widget.attrs else "w-full"
    css = CONTROLS.get(kind, "form-input") if not widget.use_fieldset else ""
    if css == "form-input":
        css = f"{css} {width}"
    attrs: dict[str, str | bool] = {"class": f"{css} {own}".strip()} if css or own else {}
    if described and not widget.use_fieldset:
        attrs["aria-describedby"] = described
    return bound.as_widget(attrs=attrs)
