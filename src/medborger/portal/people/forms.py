from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.core.forms import GuardedForm, guarded_text
from medborger.core.guard import refuse_cpr
from medborger.people.models import User


class CloseForm(GuardedForm):
    """Typing the address is slow enough to think, and easier than a word somebody chose."""

    email = forms.EmailField(
        label=_("Write the e-mail address of the account"), validators=[refuse_cpr]
    )

    def __init__(self, *args: Any, person: User) -> None:
        super().__init__(*args)
        self.person = person
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() != self.person.email.lower():
            raise forms.ValidationError(_("That is not the address of the account."))
        return email


class CloseForForm(GuardedForm):
    """An administrator may not know the address, but knows whom it is about."""

    name = guarded_text(label=_("Write the full name of the person"), max_length=120)

    def __init__(self, *args: Any, person: User) -> None:
        super().__init__(*args)
        self.person = person
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name.casefold() != " ".join(str(self.person).split()).casefold():
            raise forms.ValidationError(_("That is not the name on the account."))
        return name
