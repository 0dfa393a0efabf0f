"""Log-in by e-mail and code, in our words and without placeholders that vanish."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _


def _plainly(field: forms.Field) -> None:
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = _("This must be filled in")


class RequestCodeForm(allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["email"])
        self.fields["email"].error_messages["invalid"] = _(
            "Write the whole address, for example name@example.org"
        )


class ConfirmCodeForm(allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["code"])

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError as wrong:
            said = _("That is not the code. Use the one in the latest mail.")
            raise forms.ValidationError(said, code=wrong.code) from wrong
