from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.forms import GuardedModelForm

ORDER = Area.Kind.values


class AreaForm(GuardedModelForm):
    """The municipality's own areas: districts and neighbourhoods."""

    class Meta:
        model = Area
        fields = ["name", "kind", "parent", "about", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = Area.objects.exclude(kind=Area.Kind.NEIGHBOURHOOD).exclude(pk=self.instance.pk)
        self.fields["parent"] = forms.ModelChoiceField(
            above.order_by("name"),
            label=_("Lies in"),
            empty_label=_("Choose"),
            required=not self._is_country(),
        )

    def _is_country(self) -> bool:
        return bool(self.instance.kind == Area.Kind.COUNTRY)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        parent, kind = cleaned.get("parent"), cleaned.get("kind")
        if parent and kind and ORDER.index(parent.kind) >= ORDER.index(kind):
            self.add_error("parent", _("Choose a larger area."))
        valid_from, valid_to = cleaned.get("valid_from"), cleaned.get("valid_to")
        if valid_from and valid_to and valid_to < valid_from:
            self.add_error("valid_to", _("Choose a date after the first."))
        return cleaned
