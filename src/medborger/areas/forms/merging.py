from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from medborger.areas.queries.merging import own_fields
from medborger.core.forms import FilterForm, GuardedForm
from medborger.people.models import Organisation

KEPT, GONE = "kept", "gone"


class MergeForm(GuardedForm):
    """Which of two values stays, for each field where they differ. Nothing is written here."""

    def __init__(self, *args: Any, kept: Organisation, gone: Organisation, **kwargs: Any) -> None:
        self.sides = {KEPT: kept, GONE: gone}
        for_all = {one.name: one for one in own_fields()}
        self.differing = {
            name: field for name, field in for_all.items() if _told(kept, name) != _told(gone, name)
        }
        super().__init__(*args, **kwargs)
        for name, field in self.differing.items():
            self.fields[name] = forms.ChoiceField(
                label=capfirst(str(field.verbose_name)),
                choices=[
                    (side, _told(one, name) or _("(empty)")) for side, one in self.sides.items()
                ],
                widget=forms.RadioSelect(attrs={"class": "form-radio"}),
                initial=KEPT if _told(kept, name) else GONE,
            )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        roof = self.values().get("under_roof_of")
        if roof in self.sides.values():
            self.add_error(
                "under_roof_of",
                ValidationError(_("They become one, and cannot be under its own roof.")),
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was chosen, by field."""
        return {
            name: getattr(self.sides[self.cleaned_data[name]], name)
            for name in self.differing
            if name in self.cleaned_data
        }


def _told(one: Organisation, name: str) -> str:
    shown = getattr(one, f"get_{name}_display", None)
    return str(capfirst(shown()) if shown else getattr(one, name) or "")


class OtherOrganisationFilter(FilterForm):
    q = forms.CharField(label=_("Name of the other organisation"), required=False)

    def asked(self) -> str:
        return str(self.cleaned_data["q"]).strip() if self.is_valid() else ""
