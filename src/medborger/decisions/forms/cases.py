from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.file_fields import TitledFilesForm
from medborger.core.forms import FilterForm, GuardedForm, GuardedModelForm, guarded_text
from medborger.core.models import Visitor
from medborger.decisions.models import (
    Case,
    Committee,
    Consultation,
    MotionPoint,
    Recommendation,
    Section,
)
from medborger.forums.models import Forum

Role = Consultation.Role


class LinesField(forms.CharField):
    """Several short texts, one on each line."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


def committee_text(**kwargs: Any) -> forms.CharField:
    """A committee by name, with those that are known to choose from."""
    known = forms.TextInput(attrs={"list": "committees"})
    return guarded_text(label=_("Committee"), max_length=150, widget=known, **kwargs)


class CaseForm(GuardedModelForm):
    points = LinesField(
        label=_("Motion"),
        required=False,
        help_text=_("One point on each line, as they stand: “at ...”."),
        validators=MotionPoint._meta.get_field("text").validators,
    )
    field_order = ["title", "opened_on", "summary", "motion_by", "points"]

    class Meta:
        model = Case
        fields = [
            "title", "opened_on", "summary", "motion_by", "signed_by", "attachments",
            "case_number", "kle_number", "municipality", "is_open",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        municipality: Any = self.fields["municipality"]
        municipality.queryset = municipalities()
        if self.instance.pk:
            self.initial["points"] = "\n".join(map(str, self.instance.motion_points.all()))


def municipalities() -> Any:
    return Area.objects.filter(kind=Area.Kind.MUNICIPALITY).valid().order_by("name")


class SectionForm(GuardedModelForm):
    class Meta:
        model = Section
        fields = ["heading", "kind", "text"]


class ConsultationForm(GuardedModelForm):
    committee = committee_text()
    field_order = ["committee"]

    class Meta:
        model = Consultation
        fields = [
            "role", "asked_on", "question", "due_on", "held_on", "starts_at", "place", "outcome",
            "decision", "proposed", "became", "reason",
        ]  # fmt: skip
        widgets = dict.fromkeys(
            ["question", "decision", "proposed", "became", "reason"],
            forms.Textarea(attrs={"rows": 3}),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.committee:
            self.initial["committee"] = self.instance.committee.name

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        asked_on, due_on = cleaned.get("asked_on"), cleaned.get("due_on")
        if asked_on and due_on and due_on < asked_on:
            self.add_error("due_on", _("Choose a deadline after the day they are asked."))
        if cleaned.get("outcome") and not cleaned.get("held_on") and "held_on" not in self.errors:
            self.add_error("held_on", _("Write when the committee treated the case."))
        return cleaned


class ForwardForm(GuardedForm):
    committee = committee_text()
    role = forms.ChoiceField(
        label=_("Why do you send it?"),
        choices=[
            (Role.HEARING, _("The committee is to be heard")),
            (Role.DECIDES, _("The committee is to decide")),
            (Role.INFORMATION, _("For information")),
        ],
        initial=Role.HEARING,
        widget=forms.RadioSelect,
    )
    question = guarded_text(
        label=_("What is the committee asked?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In one sentence. Everyone can read it."),
    )
    due_on = forms.DateField(
        label=_("Answer no later than"),
        required=False,
        help_text=_("Not needed when it is for information."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        due_on, role = cleaned.get("due_on"), cleaned.get("role")
        if role == Role.INFORMATION:
            cleaned["due_on"] = None
        elif not due_on and "due_on" not in self.errors:
            self.add_error("due_on", _("Write when the answer is to be there."))
        elif due_on and due_on < timezone.localdate():
            self.add_error("due_on", _("Choose a deadline that has not passed."))
        return cleaned


class LinkForm(GuardedForm):
    """All recommendations of a case become a forum's."""

    forum = forms.ModelChoiceField(Forum.objects.none(), label=_("Forum"))
    year = forms.IntegerField(
        label=_("Year"), min_value=1970, max_value=2200, help_text=_("The year of the theme.")
    )
    theme = guarded_text(
        label=_("Theme"),
        max_length=120,
        required=False,
        help_text=_("What the forum looked into."),
    )
    recommended_on = forms.DateField(label=_("Recommended on"))

    def __init__(self, *args: Any, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forum: Any = self.fields["forum"]
        forum.queryset = forums_to_link(visitor)


def forums_to_link(visitor: Visitor) -> Any:
    """Forums whose recommendations the visitor may link to a case."""
    forums = Forum.objects.visible_to(visitor).active()
    if visitor.has_perm("decisions.add_case"):  # type: ignore[union-attr]
        return forums
    return forums.filter(pk__in=Forum.objects.led_by(visitor))


class LinkOneForm(GuardedForm):
    """One recommendation of the forums that the visitor may link."""

    def __init__(self, *args: Any, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendation"] = _RecommendationField(visitor)


class _RecommendationField(forms.ModelChoiceField[Recommendation]):
    def __init__(self, visitor: Visitor) -> None:
        found = Recommendation.objects.filter(forum__in=forums_to_link(visitor))
        super().__init__(
            found.select_related("forum"),
            label=_("The forum's recommendation"),
            empty_label=_("Choose"),
        )

    def label_from_instance(self, one: Recommendation) -> str:
        return f"{one.forum} {one.year}, {one.number}: {one}"


class _CommitteeField(forms.ModelChoiceField[Committee]):
    def label_from_instance(self, one: Committee) -> str:
        """Two municipalities may name theirs alike."""
        return f"{one} ({one.municipality})" if one.municipality else str(one)


class CaseFilter(FilterForm):
    committee = _CommitteeField(
        Committee.objects.select_related("municipality"),
        label=_("Committee"),
        required=False,
        empty_label=_("All"),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All")), *Consultation.Outcome.choices[1:]],
    )

    @property
    def chosen(self) -> dict[str, Any]:
        """What is asked for; an impossible choice asks for nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CaseFileForm(TitledFilesForm):
    is_open = forms.BooleanField(
        label=_("Open to everyone"),
        required=False,
        initial=True,
        help_text=_("A closed attachment is seen by the municipality's own people only."),
    )
