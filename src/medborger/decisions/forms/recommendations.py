from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from medborger.core.forms import FilterForm, GuardedModelForm
from medborger.core.models import Visitor
from medborger.decisions import queries
from medborger.decisions.models import FollowUp, Recommendation
from medborger.decisions.models.recommendations import COUNTS
from medborger.decisions.queries import HowFar
from medborger.forums.models import roles_of
from medborger.meetings.models import Meeting


class RecommendationForm(GuardedModelForm):
    class Meta:
        model = Recommendation
        fields = [
            "heading", "text", "year", "number", "theme", "recommended_on", "agreed", "meetings",
            "quote", "quote_source",
        ]  # fmt: skip
        widgets = {"meetings": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False
        year = timezone.localdate().year
        self.fields["year"] = forms.IntegerField(
            label=_("Year"), min_value=1970, max_value=year + 1, initial=year
        )
        self.fields["meetings"] = _MeetingsField(self._meetings())

    def _meetings(self) -> Any:
        """The forum's latest meetings, and those that are chosen."""
        held = self.instance.forum.meetings.filter(cancelled_at=None)
        latest = held.order_by("-starts_at").values_list("pk", flat=True)[:12]
        chosen = Q(recommendations=self.instance.pk) if self.instance.pk else Q()
        return held.filter(Q(pk__in=list(latest)) | chosen).distinct().order_by("-starts_at")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        number, year = cleaned.get("number"), cleaned.get("year")
        others = self.instance.forum.recommendations.exclude(pk=self.instance.pk)
        if number and others.filter(year=year, number=number).exists():
            self.add_error("number", _("Choose another number. This one is used in the same year."))
        return cleaned


class _MeetingsField(forms.ModelMultipleChoiceField[Meeting]):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, meetings: Any) -> None:
        super().__init__(meetings, label=_("Discussed at"), required=False)

    def label_from_instance(self, meeting: Meeting) -> str:
        return f"{date_format(timezone.localtime(meeting.starts_at), 'DATE_FORMAT')}: {meeting}"


class FollowUpForm(GuardedModelForm):
    class Meta:
        model = FollowUp
        fields = ["heading", "kind", "happens_on", "text", "done", "out_of"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        done, out_of = cleaned.get("done"), cleaned.get("out_of")
        counts = (done, out_of) != (None, None)
        is_number = not {"done", "out_of"} & set(self.errors)
        if counts and is_number and (done is None or not out_of or done > out_of):
            self.add_error("out_of", COUNTS)
        return cleaned


class RecommendationFilter(FilterForm):
    forum = forms.TypedChoiceField(
        label=_("Forum"), required=False, coerce=int, empty_value=None, choices=[]
    )
    how_far = forms.ChoiceField(
        label=_("How far it has come"),
        required=False,
        choices=[
            ("", _("All")),
            (HowFar.OWED, _("Somebody owes an answer")),
            (HowFar.RECOMMENDED, _("Recommended")),
            (HowFar.TREATED, _("Being treated")),
            (HowFar.DECIDED, _("Decided")),
            (HowFar.UNDER_WAY, _("Under way")),
            (HowFar.STOPPED, _("Stopped")),
        ],
    )

    def __init__(self, *args: Any, visitor: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forum: Any = self.fields["forum"]
        forum.choices = [
            ("", _("All forums")),
            *queries.forums_that_recommend(mine=roles_of(visitor)),
        ]

    @property
    def chosen(self) -> dict[str, Any]:
        """What is asked for; an impossible choice asks for nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
