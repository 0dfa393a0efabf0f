"""Find a colleague: who wants to be found, by whom they speak for, where, and what they can."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.forms import FilterForm
from medborger.core.models import Visitor
from medborger.forums.models import Membership, reachable_by
from medborger.people.models import Affiliation, Competence, Organisation, User, UserQuerySet


@dataclass(frozen=True)
class PersonRow:
    """A person as one visitor may see it. What the visitor may not see is not here at all."""

    person: User
    affiliations: list[Affiliation]
    competences: list[Competence]
    email: str
    phone: str


class PeopleFilter(FilterForm):
    q = forms.CharField(label=_("Name or word"), required=False, max_length=100)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        empty_label=_("All organisations"),
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Area"), required=False, empty_label=_("All areas")
    )
    competence = forms.ModelChoiceField(
        Competence.objects.none(),
        label=_("Competence"),
        required=False,
        empty_label=_("All competences"),
    )

    def __init__(self, data: Any) -> None:
        """Offer the organisations that somebody speaks for, and where they work."""
        super().__init__(data)
        spoken_for = Affiliation.objects.confirmed().filter(organisation=OuterRef("pk"))
        served = Area.organisations.through.objects.filter(area=OuterRef("pk"))
        offered = {
            "organisation": Organisation.objects.filter(Exists(spoken_for)),
            "area": Area.objects.filter(Exists(served)).order_by("name"),
            "competence": Competence.objects.all(),
        }
        for name, objects in offered.items():
            self.fields[name].queryset = objects  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What is asked for. An answer that is no choice is no filter."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_used(self) -> bool:
        return bool(self.chosen())


def find(
    visitor: Visitor,
    *,
    q: str = "",
    organisation: Organisation | None = None,
    area: Area | None = None,
    competence: Competence | None = None,
) -> UserQuerySet:
    found = User.objects.visible_to(visitor).matching(q, organisation, competence)
    if area:
        spoken_for = Affiliation.objects.confirmed().filter(person=OuterRef("pk"))
        inside = Organisation.objects.filter(areas_served__in=Area.objects.within(area))
        found = found.filter(Exists(spoken_for.filter(organisation__in=inside)))
    return with_details(found)


def with_details(people: UserQuerySet) -> UserQuerySet:
    speaks_for = Affiliation.objects.confirmed().select_related("organisation")
    confirmed = Prefetch("affiliations", speaks_for, to_attr="confirmed")
    return people.prefetch_related(confirmed, "competences")


def rows(people: Iterable[User], visitor: Visitor) -> list[PersonRow]:
    """One query says whom of these the visitor may reach."""
    people = list(people)
    reachable = User.objects.filter(reachable_by(visitor), pk__in=[one.pk for one in people])
    shown = set(reachable.values_list("pk", flat=True))
    return [_row(one, one.pk in shown) for one in people]


def _row(person: User, shows_contact: bool) -> PersonRow:
    return PersonRow(
        person,
        person.confirmed,  # type: ignore[attr-defined]
        list(person.competences.all()),
        person.email if shows_contact else "",
        person.phone if shows_contact else "",
    )


def memberships(person: User, visitor: Visitor) -> list[Membership]:
    """In which forums the visitor may see that the person is a member."""
    seen = Membership.objects.visible_to(visitor).filter(person=person)
    return list(
        seen.filter(forum__archived_at=None).select_related("forum").order_by("forum__name")
    )
