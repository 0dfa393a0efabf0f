"""Seats, what they should bring, and who takes one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.forms import DateParts, GuardedForm, GuardedModelForm
from medborger.forums.forms.choices import NO_ORGANISATION, AreasField, MemberField, say_none
from medborger.forums.models import Criterion, Forum, Seat

AT_A_GLANCE = 30  # more choices than this are a list to scroll in


class CriterionForm(GuardedModelForm):
    class Meta:
        model = Criterion
        fields = ["name"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = self.instance.forum.criteria.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("The forum has that criterion already."))
        return name


class SeatForm(GuardedModelForm):
    class Meta:
        model = Seat
        fields = ["criteria", "areas", "appointed_by", "term_starts_on", "term_ends_on"]
        field_classes = {"areas": AreasField}
        widgets = {
            "criteria": forms.CheckboxSelectMultiple,
            "term_starts_on": DateParts,
            "term_ends_on": DateParts,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forum: Forum = self.instance.forum
        say_none(self, appointed_by=NO_ORGANISATION)
        self.fields["criteria"].queryset = forum.criteria.all()  # type: ignore[attr-defined]
        self._offer_areas(forum.area)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("term_starts_on"), cleaned.get("term_ends_on")
        if begins and ends and ends < begins:
            self.add_error("term_ends_on", _("The term must end after it began."))
        return cleaned

    def _offer_areas(self, whole: Area | None) -> None:
        areas = Area.objects.valid()
        if whole:
            areas = areas.within(whole) | Area.objects.filter(seats__forum=self.instance.forum_id)
        areas = areas.distinct().select_related("parent").order_by("name")
        field = self.fields["areas"]
        if areas.count() <= AT_A_GLANCE:
            field.widget = forms.CheckboxSelectMultiple()
        else:
            field.help_text = _("Hold Ctrl (or Cmd) down to choose several.")
        field.queryset = areas  # type: ignore[attr-defined]


class NewSeatsForm(SeatForm):
    count = forms.IntegerField(
        label=_("How many seats like this?"), initial=1, min_value=1, max_value=50
    )


class HolderForm(GuardedForm):
    member = MemberField(label=_("Who takes the seat?"))

    def __init__(self, *args: Any, forum: Forum) -> None:
        super().__init__(*args)
        self.fields["member"].offer(forum)  # type: ignore[attr-defined]
