"""Who is in the forum, and whom they speak for."""

from dataclasses import dataclass

from django.db.models import QuerySet

from medborger.forums.models import Forum, GroupRole, Holding, Membership
from medborger.people.models import Organisation, User


@dataclass(frozen=True)
class MemberRow:
    """A member as one visitor may see it. What the visitor may not see is not here at all."""

    membership: Membership
    seat_number: int | None
    email: str
    phone: str


def member_rows(forum: Forum, *, with_contacts: bool) -> list[MemberRow]:
    """Those with a role first. Contact details only for fellow members, and as each decides."""
    memberships = forum.memberships.active().select_related("person", "organisation", "from_group")
    seats = _seat_numbers(forum)
    rows = [
        _member_row(one, seats.get(one.person_id), with_contacts=with_contacts)
        for one in memberships
    ]
    order = Membership.Role.values
    return sorted(
        rows, key=lambda row: (order.index(row.membership.role), str(row.membership.person))
    )


def left_behind(rows: list[MemberRow]) -> list[tuple[GroupRole, int]]:
    """Groups of a log-in that is gone, and how many of the members came in by each."""
    counted: dict[GroupRole, int] = {}
    for one in (row.membership for row in rows):
        if one.from_group and not one.from_group.has_log_in:
            one.from_group.forum = one.forum
            counted[one.from_group] = counted.get(one.from_group, 0) + 1
    return list(counted.items())


def _member_row(membership: Membership, seat: int | None, *, with_contacts: bool) -> MemberRow:
    person = membership.person
    shows = with_contacts and person.contact_visibility != User.ContactVisibility.NOBODY
    return MemberRow(membership, seat, person.email if shows else "", person.phone if shows else "")


def _seat_numbers(forum: Forum) -> dict[int, int]:
    held = Holding.objects.current().filter(seat__forum=forum)
    return dict(held.values_list("person_id", "seat__number"))


def coordinated_alone(person: User) -> list[Forum]:
    """Active forums that have no other coordinator."""
    coordinators = Membership.objects.coordinators()
    own = coordinators.filter(person=person).values("forum")
    shared = coordinators.exclude(person=person).values("forum")
    return list(Forum.objects.active().filter(pk__in=own).exclude(pk__in=shared))


def recipients(forum: Forum, sender: User) -> QuerySet[User]:
    """Who a message to all goes to: every other member who still has an account."""
    members = User.objects.filter(memberships__forum=forum, is_active=True)
    return members.exclude(pk=sender.pk).order_by("name")


def organisations_of(person: User) -> QuerySet[Organisation]:
    """The organisations a person may speak for today."""
    current = person.affiliations.current()
    return Organisation.objects.filter(pk__in=current.values("organisation"))


def the_one_of(person: User) -> Organisation | None:
    """The organisation of who speaks for one only, so that nobody asks for it again."""
    found = organisations_of(person)[:2]
    return found[0] if len(found) == 1 else None
