from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.core.forms import GuardedForm
from medborger.people.models import User


class CloseForm(GuardedForm):
    """Typing the address is slow enough to think, and easier than a word somebody chose."""

    email = forms.EmailField(label=_("Write the e-mail address of the account"))

    def __init__(self, *args: Any, person: User) -> None:
        super().__init__(*args)
        self.person = person
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() != self.person.email.lower():
            raise forms.ValidationError(_("That is not the address of the account."))
        return email
