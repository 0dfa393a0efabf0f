"""Model fields for text that people write. Each is guarded against personal data."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from stdnum.dk import cvr
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NotANumber

from medborger.core.guard import refuse_cpr
from medborger.core.markdown import render

# Signs that do nothing but harm on a page: control signs, and those that turn the text around.
_UNSEEN = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _seen(text: Any) -> Any:
    """The text without signs that nobody sees, and nothing when it has no others."""
    if not isinstance(text, str):
        return text
    seen = _UNSEEN.sub("", text)
    return seen if any(unicodedata.category(sign)[0] in "LNPS" for sign in seen) else ""


class SeenField(forms.CharField):
    """A form's text, without signs that nobody sees."""

    def to_python(self, value: Any) -> Any:
        return _seen(super().to_python(value))


class GuardedCharField(models.CharField[str, str]):
    """One line that people write. What came in several becomes one."""

    default_validators = [*models.CharField.default_validators, refuse_cpr]

    def to_python(self, value: Any) -> Any:
        return _seen(super().to_python(value))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": SeenField, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str) and len(value.splitlines()) > 1:
            value = " ".join(value.splitlines())
            setattr(model_instance, self.attname, value)
        return value


class GuardedTextField(models.TextField[str, str]):
    """Plain text in several lines that people write."""

    default_validators = [*models.TextField.default_validators, refuse_cpr]

    def to_python(self, value: Any) -> Any:
        return _seen(super().to_python(value))


class AddressField(models.EmailField[str, str]):
    """An e-mail address. The part before the @ can be anything, also a number of somebody."""

    default_validators = [*models.EmailField.default_validators, refuse_cpr]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


class WebAddressField(models.URLField[str, str]):
    """An address on the web; https when none is written."""

    default_validators = [*models.URLField.default_validators, refuse_cpr]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class MarkdownField(GuardedTextField):
    """Markdown that people write. A field `text` brings `text_html`, rendered when saved."""

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        # The models inside migrations name the rendered field themselves.
        is_real = not cls._meta.abstract and cls.__module__ != "__fake__"
        if is_real and not hasattr(cls, f"{name}_html"):
            cls.add_to_class(f"{name}_html", _RenderedField(source=name))


class _RenderedField(models.TextField[str, str]):
    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **kwargs | {"editable": False, "default": "", "blank": True})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        html = render(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, html)
        return html

    def from_db_value(self, value: str, *args: Any) -> str:
        return mark_safe(value)  # noqa: S308  (rendered and cleaned by us)


class CvrField(models.CharField[str, str]):
    """A number of the Danish business register, kept as its eight digits however it was grouped."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 8, **kwargs})

    def to_python(self, value: Any) -> Any:
        return cvr.compact(value) if isinstance(value, str) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not value:
            return
        try:
            cvr.validate(value)
        except InvalidChecksum:
            raise ValidationError(
                _("No organisation can have the CVR number %(number)s: a digit is wrong."),
                params={"number": value},
            ) from None
        except NotANumber:
            raise ValidationError(_("Write the eight digits of the CVR number.")) from None

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"max_length": 20, **kwargs})


class PhoneField(GuardedCharField):
    """A telephone number: eight Danish digits in pairs, or + and the code of another country."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        digits = re.sub(r"^(?:\+|00)45(?=\d{8}$)", "", _PHONE_MARKS.sub("", value))
        if re.fullmatch(r"[0-9]{8}", digits):
            return " ".join(digits[at : at + 2] for at in range(0, 8, 2))
        return " ".join(value.split())

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        digits = _PHONE_MARKS.sub("", value or "")
        if digits and not re.fullmatch(r"[0-9]{8}|(?:\+|00)(?!45)[1-9][0-9]{6,14}", digits):
            raise ValidationError(
                _("Write eight digits, or the whole number with the country code, such as +46.")
            )


_PHONE_MARKS = re.compile(r"[\s().\-/\u00a0\u2011\u2013]")
