"""The forum itself, and how one finds it in the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.forms import DateParts, GuardedForm, GuardedModelForm
from medborger.core.models import Visitor
from medborger.core.name_field import WRITE_A_NAME, NameField
from medborger.forums.forms.choices import AreaField, say_none
from medborger.forums.models import Forum, TermsOfReference, YearTheme
from medborger.forums.queries import areas_to_choose, the_one_of
from medborger.people.models import User


class ForumFilter(GuardedForm):
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), *Forum.Kind.choices],
    )
    area = forms.TypedChoiceField(
        label=_("Area"), required=False, coerce=int, empty_value=None, choices=[]
    )
    archived = forms.BooleanField(label=_("Show archived forums"), required=False)

    def __init__(self, data: Any, *, visitor: Visitor) -> None:
        super().__init__(data)
        areas = areas_to_choose(visitor)
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", _("All areas")),
            *((area.pk, area.name) for area in areas),
        ]

    def chosen(self) -> dict[str, Any]:
        """What is asked for. An answer that is no choice is no filter."""
        self.is_valid()
        return self.cleaned_data

    @property
    def is_used(self) -> bool:
        return any(self.chosen().values())


class ForumForm(GuardedModelForm):
    class Meta:
        model = Forum
        fields = [
            "name", "kind", "summary", "purpose", "target_groups", "organisation", "area",
            "visibility", "has_public_members", "way_in", "physical_meetings", "virtual_meetings",
        ]  # fmt: skip
        field_classes = {"area": AreaField, "organisation": NameField}
        help_texts = {"organisation": WRITE_A_NAME}
        widgets = {"visibility": forms.RadioSelect, "way_in": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_none(self, area=_("No area"))
        valid = Area.objects.valid() | Area.objects.filter(pk=self.instance.area_id)
        self.fields["area"].queryset = valid.select_related("parent").order_by("name")  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Forum.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a forum of this name already."))
        return name


class FoundForm(ForumForm):
    seats = forms.IntegerField(
        label=_("How many seats are there at the table?"),
        help_text=_("You can describe them afterwards, and add more."),
        required=False,
        min_value=0,
        max_value=100,
    )

    def __init__(self, *args: Any, founder: User) -> None:
        super().__init__(*args)
        self.initial["organisation"] = the_one_of(founder)


class ThemeForm(GuardedModelForm):
    class Meta:
        model = YearTheme
        fields = ["heading", "text"]


class TermsForm(GuardedModelForm):
    class Meta:
        model = TermsOfReference
        fields = ["text", "adopted_on"]
        widgets = {"adopted_on": DateParts}
