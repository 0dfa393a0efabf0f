"""What /om/komponenter/ shows the components with: forms in every state and a year of meetings."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medborger.core.forms import DateParts, DateTimeParts
from medborger.core.paging import Page
from medborger.core.pictures import Mark

SEATS = [{"k": "municipality", "c": "civil", "-": "vacant"}[kind] for kind in "kckcckcccckc--"]


class Example(forms.Form):
    """One field of each kind."""

    question = forms.CharField(
        label=_("What do you want advice about?"), help_text=_("Write it as a question.")
    )
    text = forms.CharField(
        label=_("Tell briefly about the challenge"),
        help_text=_("What have you tried? What happened?"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    closes = forms.DateField(
        label=_("When does it close?"), help_text=_("For example 4 12 2026."), widget=DateParts
    )
    begins = forms.SplitDateTimeField(
        label=_("When does the meeting begin?"), widget=DateTimeParts, required=False
    )
    place = forms.ChoiceField(
        label=_("Where?"), choices=[("", _("Choose")), ("house", _("In the community house"))]
    )
    audience = forms.ChoiceField(
        label=_("Who may read along?"),
        choices=[("members", _("Only the members")), ("all", _("Everyone who is logged in"))],
        widget=forms.RadioSelect,
    )
    groups = forms.MultipleChoiceField(
        label=_("Who is it for?"),
        choices=[("young", _("Young people")), ("parents", _("Parents"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seats = forms.IntegerField(label=_("Seats"), required=False)
    file = forms.FileField(label=_("Poster"), required=False)
    agrees = forms.BooleanField(label=_("I have read the rules of the forum"))


class Story(forms.Form):
    """A text that the guard asks about."""

    story = forms.CharField(
        label=_("Tell briefly about the challenge"), widget=forms.Textarea(attrs={"rows": 4})
    )


def values() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "empty_form": Example(prefix="empty"),
        "wrong_form": _wrong(),
        "story_form": _story(),
        "disabled_form": _disabled(),
        "seats": SEATS,
        "page": Page([], "?foer=", "?efter="),
        "soon": timezone.now().replace(hour=15, minute=30) + timedelta(days=10),
        "today": today,
        "marks": year_of_meetings(today.year),
        "holidays": [(date(today.year, 2, 7), date(today.year, 2, 15)), (date(today.year, 6, 27), date(today.year, 8, 9))],
    }  # fmt: skip


def year_of_meetings(year: int) -> list[Mark]:
    return [
        Mark(date(year, 2, 5), "physical", "Teglgården"),
        Mark(date(year, 4, 16), "virtual", "Ungdomsrådet"),
        Mark(date(year, 6, 4), "physical", "Engskolen"),
        Mark(date(year, 9, 1), "deadline", str(_("Answer due"))),
        Mark(date(year, 10, 8), "hybrid", "Frivilligcentret"),
        Mark(date(year, 12, 3), "physical", "Lundely"),
    ]


def _wrong() -> Example:
    form = Example(
        {
            "wrong-question": str(_("How do we hear from the young people who do not come?")),
            "wrong-text": str(_("We have tried posters and an evening in the club.")),
            "wrong-closes_day": "27",
            "wrong-closes_month": "10",
            "wrong-closes_year": "2020",
            "wrong-audience": "members",
        },
        prefix="wrong",
    )
    found = ValidationError(
        _("Delete the CPR number in line %(lines)s"), code="cpr", params={"lines": 1}
    )
    form.add_error("text", found)
    form.add_error("closes", _("Choose a last day that has not passed"))
    return form


def _story() -> Story:
    form = Story({"story-story": str(_("A boy in block four has begun to ..."))}, prefix="story")
    asks = ValidationError(_("Is this about one particular person?"), code="person_story")
    form.add_error("story", asks)
    return form


def _disabled() -> Example:
    begins = datetime(2026, 12, 3, 16, 30, tzinfo=timezone.get_current_timezone())
    form = Example(
        prefix="disabled", initial={"question": "?", "closes": begins.date(), "begins": begins}
    )
    for field in form.fields.values():
        field.disabled = True
    return form
