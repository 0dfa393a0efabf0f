from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.file_fields import GuardedFileField
from medborger.core.forms import FilterForm, GuardedForm, GuardedModelForm, guarded_text
from medborger.core.name_field import WRITE_A_NAME, NameField
from medborger.forums.models import Forum
from medborger.meetings.models import ActionItem, AgendaItem, Decision, Guest, Meeting
from medborger.meetings.tasks import is_heard_of
from medborger.people.models import User

FAR_AHEAD = timedelta(days=5 * 365)


class MeetingForm(GuardedModelForm):
    """A meeting lies on one day, so one writes the date once and two times."""

    day = forms.DateField(label=_("Date"))
    starts = forms.TimeField(label=_("From"), help_text=_("For example 16.30."))
    ends = forms.TimeField(label=_("To"))
    tells = forms.BooleanField(
        label=_("Write to those invited about the change"),
        required=False,
        initial=True,
        help_text=_(
            "They get a letter if the time, the place, the link or the title has changed: "
            "one letter, five minutes after your last change."
        ),
    )

    field_order = [
        "title", "kind", "text", "day", "starts", "ends", "form", "place", "host",
        "getting_there", "link", "is_open", "capacity", "answer_by",
    ]  # fmt: skip

    class Meta:
        model = Meeting
        fields = [
            "title", "kind", "form", "host", "place", "getting_there", "link", "text", "is_open",
            "capacity", "answer_by",
        ]  # fmt: skip
        field_classes = {"host": NameField}
        help_texts = {"host": WRITE_A_NAME}

    # What a meeting has in common with the one it is planned like.
    AGAIN = ("kind", "form", "host", "place", "getting_there", "link", "is_open", "capacity")

    def __init__(self, *args: Any, like: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again: dict[str, Any] = {}
        if self.instance.pk:
            again = _when(self.instance)
        elif like:
            again = {**forms.model_to_dict(like, self.AGAIN), **_hours(like)}
        self.initial = {**self.initial, **again}
        if not self.instance.forum.is_public:
            del self.fields["is_open"]
        if not self.instance.pk or not is_heard_of(self.instance):
            del self.fields["tells"]

    def values_of(self, instance: Any) -> dict[str, Any]:
        return {**super().values_of(instance), **_when(instance)}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        self._clean_when(cleaned)
        self._clean_where(cleaned)
        self._clean_deadline(cleaned.get("answer_by"), cleaned.get("day"))
        return cleaned

    def _clean_deadline(self, answer_by: date | None, day: date | None) -> None:
        if answer_by and "answer_by" in self.changed_data and answer_by < timezone.localdate():
            self.add_error("answer_by", _("Choose a deadline that has not passed."))
        elif answer_by and day and answer_by > day:
            self.add_error("answer_by", _("Choose a deadline before the meeting."))

    def _clean_when(self, cleaned: dict[str, Any]) -> None:
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if not (day and starts and ends):
            return
        today = timezone.localdate()
        if "day" in self.changed_data and not today <= day <= today + FAR_AHEAD:
            self.add_error("day", _("Choose a date from today and up to five years ahead."))
            return
        self.instance.starts_at, self.instance.ends_at = _at(day, starts), _at(day, ends)
        if self.instance.ends_at <= self.instance.starts_at:
            self.add_error("ends", _("Choose a time after the meeting has begun."))

    def _clean_where(self, cleaned: dict[str, Any]) -> None:
        form = cleaned.get("form")
        if form != Meeting.Form.VIRTUAL and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", _("Write where the meeting is held."))


def _when(meeting: Meeting) -> dict[str, Any]:
    return {"day": timezone.localtime(meeting.starts_at).date(), **_hours(meeting)}


def _hours(meeting: Meeting) -> dict[str, time]:
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {"starts": starts.time(), "ends": ends.time()}


def _at(day: date, at: time) -> datetime:
    """In UTC, where the hour that summer time skips is no later than the next."""
    return timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)


class CancelForm(GuardedForm):
    reason = guarded_text(
        label=_("Why is it cancelled?"),
        max_length=250,
        required=False,
        help_text=_("It is written in the letter to everyone who was invited."),
    )


class AnswerForm(GuardedForm):
    answer = forms.ChoiceField(label=_("Yes or no"), choices=[("yes", _("yes")), ("no", _("no"))])
    needs = guarded_text(
        label=_("Write it in short"),
        max_length=200,
        required=False,
        help_text=_("For example a hearing loop or vegetarian food. Only the organisers see it."),
    )


class GuestForm(GuardedModelForm):
    class Meta:
        model = Guest
        fields = ["name", "email", "brings", "language"]


class AgendaItemForm(GuardedModelForm):
    class Meta:
        model = AgendaItem
        fields = ["heading", "kind", "minutes_long", "responsible", "text"]


class MinutesForm(GuardedModelForm):
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

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on and due_on < timezone.localdate(self.instance.item.meeting.starts_at):
            raise forms.ValidationError(_("Choose a date after the meeting."))
        return due_on

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(memberships__forum=forum, is_active=True).order_by("name")
        self.fields["owner"] = forms.ModelChoiceField(
            members, label=_("Who"), required=False, empty_label=_("Nobody yet")
        )


class MeetingFileForm(GuardedForm):
    files = GuardedFileField(label=_("Files"), multiple=True)  # type: ignore[assignment]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"] = forms.ModelChoiceField(
            meeting.agenda.all(),
            label=_("What they belong to"),
            required=False,
            empty_label=_("The whole meeting"),
        )


class MeetingFilter(FilterForm):
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
