from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.file_fields import GuardedFileField
from medborger.core.forms import DateParts, GuardedForm, GuardedModelForm, guarded_text
from medborger.core.models import Visitor
from medborger.forums.models import (
    Application,
    Criterion,
    Forum,
    GroupRole,
    Membership,
    Message,
    Seat,
    TermsOfReference,
    YearTheme,
)
from medborger.forums.queries import areas_to_choose, organisations_of, the_one_of
from medborger.people.forms import AddressesField
from medborger.people.models import Organisation, User

AT_A_GLANCE = 30  # more choices than this are a list to scroll in


def _say_none(form: forms.BaseForm, **words: Any) -> None:
    """What an empty choice is called, in each of these fields."""
    for name, word in words.items():
        form.fields[name].empty_label = word  # type: ignore[attr-defined]


NO_ORGANISATION = _("No organisation")


def _with_parent(area: Area) -> str:
    return f"{area.name} ({area.parent})" if area.parent else area.name


class AreaField(forms.ModelChoiceField[Area]):
    def label_from_instance(self, obj: Area) -> str:
        return _with_parent(obj)


class AreasField(forms.ModelMultipleChoiceField[Area]):
    def label_from_instance(self, obj: Area) -> str:
        return _with_parent(obj)


class SeatField(forms.ModelChoiceField[Seat]):
    """A vacant seat, named by its number and by what it should bring."""

    default_error_messages = {
        "invalid_choice": _("Somebody has just taken that seat. Choose another one.")
    }

    def __init__(self, **kwargs: Any) -> None:
        ordinary: dict[str, Any] = {
            "queryset": Seat.objects.none(),
            "label": _("Seat"),
            "required": False,
        }
        super().__init__(**ordinary | kwargs | {"empty_label": _("No seat")})

    def offer(self, forum: Forum) -> None:
        self.queryset = forum.seats.vacant().prefetch_related("criteria", "areas")

    def label_from_instance(self, seat: Seat) -> str:
        brings = ", ".join(str(one) for one in (*seat.criteria.all(), *seat.areas.all()))
        name = gettext("Seat %(number)s") % {"number": seat.number}
        return f"{name}: {brings}" if brings else name


class MemberField(forms.ModelChoiceField[Membership]):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Membership.objects.none(), **kwargs)

    def offer(self, forum: Forum, *, but: User | None = None) -> None:
        members = forum.memberships.active().select_related("person", "organisation")
        self.queryset = members.exclude(person=but).order_by("person__name")

    def label_from_instance(self, membership: Membership) -> str:
        who, speaks_for = str(membership.person), membership.organisation
        return f"{who}, {speaks_for}" if speaks_for else who


# --- the forum ---


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
        field_classes = {"area": AreaField}
        widgets = {"visibility": forms.RadioSelect, "way_in": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_none(self, area=_("No area"))
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


# --- seats ---


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
        _say_none(self, appointed_by=NO_ORGANISATION)
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


# --- people ---


class InvitationForm(GuardedForm):
    email = AddressesField()
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Speaks for"),
        required=False,
        empty_label=NO_ORGANISATION,
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


class MembershipForm(GuardedModelForm):
    class Meta:
        model = Membership
        fields = ["role", "organisation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_none(self, organisation=NO_ORGANISATION)


class HandOverForm(GuardedForm):
    to = MemberField(label=_("Who takes over?"))

    def __init__(self, *args: Any, forum: Forum, by: User) -> None:
        super().__init__(*args)
        self.fields["to"].offer(forum, but=by)  # type: ignore[attr-defined]


class GroupRoleForm(GuardedModelForm):
    issuer = forms.ChoiceField(label=_("Whose log-in?"))

    class Meta:
        model = GroupRole
        fields = ["issuer", "group", "forum", "role"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = settings.OIDC_PROVIDERS.values()
        with_groups = [(one.issuer, one.name) for one in known if one.groups_claim]
        self.fields["issuer"].choices = with_groups  # type: ignore[attr-defined]
        forums = Forum.objects.all() if by.is_staff else Forum.objects.led_by(by)
        self.fields["forum"].queryset = forums.active()  # type: ignore[attr-defined]
        _say_none(self, forum=_("Choose a forum"))


class ChangedGroupRoleForm(GuardedModelForm):
    class Meta:
        model = GroupRole
        fields = ["role"]


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
        _say_none(self, organisation=NO_ORGANISATION, seat=_("No particular seat"))
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


class MessageForm(GuardedModelForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)  # see Message.key

    class Meta:
        model = Message
        fields = ["subject", "text"]


class ShareFilesForm(GuardedForm):
    files = GuardedFileField(label=_("Files"), multiple=True)  # type: ignore[assignment]
    title = guarded_text(
        label=_("What they are called"),
        max_length=150,
        required=False,
        help_text=_("Leave it empty to call each by the name of its file."),
    )


class ReplaceFileForm(GuardedForm):
    file = GuardedFileField(label=_("File"))
