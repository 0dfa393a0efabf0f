from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.areas.queries.places import Places, served_places
from medborger.areas.queries.tree import Branch, everything
from medborger.core.forms import FilterForm, GuardedModelForm
from medborger.core.models import Visitor
from medborger.core.name_field import NameField
from medborger.people.models import Organisation
from medborger.people.rules import is_clerk


class AreaBoxes(forms.SelectMultiple):
    """Boxes to tick, folded away under the regions and the municipality."""

    template_name = "areas/area_boxes.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        ticked = {str(one) for one in value or []}
        boxes = [_Box(branch, ticked) for branch in everything()]
        return {"widget": {"name": name, "attrs": attrs or {}, "boxes": boxes}}


class _Box:
    def __init__(self, branch: Branch, ticked: set[str]) -> None:
        self.area = branch.area
        self.is_ticked = str(branch.area.pk) in ticked
        self.parts = [_Box(part, ticked) for part in branch.parts]
        self.ticked: int = self.is_ticked + sum(part.ticked for part in self.parts)


class OrganisationForm(GuardedModelForm):
    areas_served = forms.ModelMultipleChoiceField(
        Area.objects.all(),
        label=_("Areas it serves"),
        required=False,
        widget=AreaBoxes,
        error_messages={"invalid_choice": _("Choose an area that exists.")},
    )

    class Meta:
        model = Organisation
        fields = [
            "name", "kind", "offers", "under_roof_of", "public_email", "public_phone", "website",
            "cvr",
        ]  # fmt: skip
        field_classes = {"under_roof_of": NameField}

    def __init__(self, *args: Any, by: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if self.instance.pk:
            self.initial.setdefault("areas_served", self.instance.areas_served.all())

    def clean_kind(self) -> str:
        """Whoever speaks for the administration has rights here: only clerks say who that is."""
        kind = str(self.cleaned_data["kind"])
        becomes = kind in Organisation.MUNICIPAL
        if becomes != self.instance.is_municipal and not is_clerk(self.by):
            raise forms.ValidationError(
                _("Only the administration can say what is a part of the administration.")
            )
        return kind


class OrganisationFilter(FilterForm):
    q = forms.CharField(label=_("Name"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Organisation.Kind.choices]
    )
    area = forms.TypedChoiceField(label=_("Area"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All areas")), *served_places(Places())]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {"q": "", "kind": "", "area": None}
