"""What several forms let people choose: areas, vacant seats, members."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.forums.models import Forum, Membership, Seat
from medborger.people.models import User


def say_none(form: forms.BaseForm, **words: Any) -> None:
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
