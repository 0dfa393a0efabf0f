"""Coming in: by invitation, by joining, by an application and its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medborger.core.forms import GuardedForm, GuardedModelForm, guarded_text
from medborger.core.name_field import WRITE_A_NAME, NameField
from medborger.forums.forms.choices import NO_ORGANISATION, SeatField, say_none
from medborger.forums.models import Application, Forum, Membership
from medborger.forums.queries import organisations_of, the_one_of
from medborger.people.forms import AddressesField
from medborger.people.models import Organisation, User


class InvitationForm(GuardedForm):
    email = AddressesField()
    organisation = NameField(
        Organisation.objects.all(),
        label=_("Speaks for"),
        help_text=WRITE_A_NAME,
        required=False,
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Membership.Role.choices, initial=Membership.Role.MEMBER
    )
    seat = SeatField()

    def __init__(self, *args: Any, forum: Forum, seat: str = "") -> None:
        super().__init__(*args, initial={"seat": seat})
        self.fields["seat"].offer(forum)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("seat") and len(self.cleaned_data.get("email", ())) > 1:
            self.add_error("seat", _("Invite one at a time to a seat."))
        return cleaned


class JoinForm(GuardedForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Speaks for"),
        required=False,
        empty_label=NO_ORGANISATION,
    )
    belongs = forms.BooleanField(label=_("I belong to those the forum is for"))

    def __init__(self, *args: Any, person: User) -> None:
        super().__init__(*args, initial={"organisation": the_one_of(person)})
        self.fields["organisation"].queryset = organisations_of(person)  # type: ignore[attr-defined]


class ApplicationForm(GuardedModelForm):
    class Meta:
        model = Application
        fields = ["seat", "organisation", "text"]
        field_classes = {"seat": SeatField}

    def __init__(self, *args: Any, person: User, forum: Forum) -> None:
        super().__init__(*args, initial={"organisation": the_one_of(person)})
        self.fields["seat"].offer(forum)  # type: ignore[attr-defined]
        say_none(self, organisation=NO_ORGANISATION, seat=_("No particular seat"))
        self.fields["organisation"].queryset = organisations_of(person)  # type: ignore[attr-defined]


class AnswerForm(GuardedForm):
    APPROVE, DECLINE = "approve", "decline"

    decision = forms.ChoiceField(
        label=_("What is your answer?"),
        choices=[(APPROVE, _("Yes, welcome")), (DECLINE, _("No, not this time"))],
        widget=forms.RadioSelect,
    )
    seat = SeatField(help_text=_("When you say yes."))
    answer = guarded_text(
        label=_("What do you want to say?"),
        help_text=_("The applicant reads it. A no needs a reason."),
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, application: Application) -> None:
        super().__init__(*args, initial={"seat": application.seat_id})
        self.fields["seat"].offer(application.forum)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_no = self.cleaned_data.get("decision") == self.DECLINE
        if is_no and self.cleaned_data.get("answer") == "":
            self.add_error("answer", _("Write why it is a no."))
        return cleaned

    @property
    def says_yes(self) -> bool:
        return bool(self.cleaned_data["decision"] == self.APPROVE)
