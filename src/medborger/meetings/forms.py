from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.forms import GuardedForm, GuardedModelForm, guarded_text
from medborger.forums.models import Forum
from medborger.meetings.models import ActionItem, AgendaItem, Decision, Meeting
from medborger.people.models import User


class MeetingForm(GuardedModelForm):
    """A meeting lies on one day, so one writes the date once and two times."""

    day = forms.DateField(label=_("Date"))
    starts = forms.TimeField(label=_("From"), help_text=_("For example 16.30."))
    ends = forms.TimeField(label=_("To"))

    field_order = ["title", "kind", "form", "day", "starts", "ends"]

    class Meta:
        model = Meeting
        fields = [
            "title", "kind", "form", "host", "place", "getting_there", "link", "text", "is_open",
            "capacity", "answer_by",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            starts, ends = (
                timezone.localtime(at) for at in (self.instance.starts_at, self.instance.ends_at)
            )
            self.initial |= {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
        if not self.instance.forum.is_public:
            del self.fields["is_open"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        self._clean_when(cleaned)
        self._clean_where(cleaned)
        answer_by, day = cleaned.get("answer_by"), cleaned.get("day")
        if answer_by and day and answer_by > day:
            self.add_error("answer_by", _("Choose a deadline before the meeting."))
        return cleaned

    def _clean_when(self, cleaned: dict[str, Any]) -> None:
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if not (day and starts and ends):
            return
        if ends <= starts:
            self.add_error("ends", _("Choose a time after the meeting has begun."))
            return
        self.instance.starts_at, self.instance.ends_at = _at(day, starts), _at(day, ends)
        if "day" in self.changed_data and self.instance.starts_at <= timezone.now():
            self.add_error("day", _("Choose a date that has not passed."))

    def _clean_where(self, cleaned: dict[str, Any]) -> None:
        form = cleaned.get("form")
        if form != Meeting.Form.VIRTUAL and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", _("Write where the meeting is held."))


def _at(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


class CancelForm(GuardedForm):
    reason = guarded_text(
        label=_("Why is it cancelled?"),
        max_length=250,
        required=False,
        help_text=_("It is written in the letter to everyone who was invited."),
    )


class AnswerForm(GuardedForm):
    answer = forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))])
    needs = guarded_text(
        label=_("Write it in short"),
        max_length=200,
        required=False,
        help_text=_("For example a hearing loop or vegetarian food. Only the organisers see it."),
    )


class AgendaItemForm(GuardedModelForm):
    class Meta:
        model = AgendaItem
        fields = ["heading", "kind", "minutes_long", "responsible", "text"]


class MinutesForm(GuardedModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = AgendaItem
        fields = ["minutes"]


class DecisionForm(GuardedModelForm):
    class Meta:
        model = Decision
        fields = ["text"]


class ActionItemForm(GuardedModelForm):
    class Meta:
        model = ActionItem
        fields = ["text", "owner", "due_on"]

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(memberships__forum=forum).order_by("name")
        self.fields["owner"] = forms.ModelChoiceField(members, label=_("Who"), required=False)


class MeetingFilter(forms.Form):
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("", _("Coming meetings")), ("held", _("Held meetings"))],
    )
    open = forms.BooleanField(label=_("Only open meetings"), required=False)

    @property
    def wants_held(self) -> bool:
        return self.is_valid() and self.cleaned_data["when"] == "held"

    @property
    def wants_open(self) -> bool:
        return self.is_valid() and bool(self.cleaned_data["open"])
