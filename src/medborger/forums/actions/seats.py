"""Seats are set, given, freed and taken away. A person holds one seat in a forum."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from medborger.areas.models import Area
from medborger.core.log import record
from medborger.core.mail import write
from medborger.forums.actions.refusals import NotAMember, SeatIsTaken, open_for_changes
from medborger.forums.models import Criterion, Forum, Holding, Membership, Seat
from medborger.people.models import Organisation, User


@transaction.atomic
def add_seats(
    by: User,
    forum: Forum,
    *,
    count: int = 1,
    criteria: Iterable[Criterion] = (),
    areas: Iterable[Area] = (),
    appointed_by: Organisation | None = None,
    term_starts_on: date | None = None,
    term_ends_on: date | None = None,
) -> list[Seat]:
    """Add `count` seats that are alike, numbered on from the last one."""
    forum = open_for_changes(forum)
    last = forum.seats.aggregate(last=Max("number"))["last"] or 0
    seats = [
        forum.seats.create(
            number=number,
            appointed_by=appointed_by,
            term_starts_on=term_starts_on,
            term_ends_on=term_ends_on,
        )
        for number in range(last + 1, last + count + 1)
    ]
    for seat in seats:
        seat.criteria.set(criteria)
        seat.areas.set(areas)
    return seats


@transaction.atomic
def give_seat(by: User, seat: Seat, membership: Membership) -> Holding:
    """Give a vacant seat to a member, who leaves any other seat of the forum."""
    forum = open_for_changes(seat.forum)
    membership = _still_a_member(forum, membership)
    holding = take_seat(seat, membership)
    record(by, "forums.give_seat", membership.person, forum_id=forum.pk)
    if by != membership.person:
        write(membership.person, "forums/mail/seat_given.txt", forum=forum, seat=seat)
    return holding


def take_seat(seat: Seat, membership: Membership) -> Holding:
    """Seat a member. The caller has locked the forum."""
    if seat.holdings.current().exists():
        raise SeatIsTaken
    end_holdings(membership)
    return seat.holdings.create(
        person_id=membership.person_id, organisation_id=membership.organisation_id
    )


def end_holdings(membership: Membership) -> None:
    """The member leaves the seat; the holding stays on record."""
    Holding.objects.current().filter(
        seat__forum=membership.forum_id, person=membership.person_id
    ).update(until=timezone.localdate())


@transaction.atomic
def free_seat(by: User, seat: Seat) -> None:
    """Make a seat vacant. Its holder stays a member."""
    forum = open_for_changes(seat.forum)
    for holding in seat.holdings.current().select_related("person"):
        holding.until = timezone.localdate()
        holding.save(update_fields=["until"])
        record(by, "forums.free_seat", holding.person, forum_id=forum.pk)
        if by != holding.person:
            write(holding.person, "forums/mail/seat_freed.txt", forum=forum, seat=seat)


@transaction.atomic
def remove_seat(by: User, seat: Seat) -> None:
    """Take a vacant seat away from the table, with its record of former holders."""
    open_for_changes(seat.forum)
    if seat.holdings.current().exists():
        raise SeatIsTaken
    seat.delete()


def _still_a_member(forum: Forum, membership: Membership) -> Membership:
    found = forum.memberships.filter(pk=membership.pk).select_related("person").first()
    if found is None:
        raise NotAMember
    return found
