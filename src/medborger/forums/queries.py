"""What the pages of forums show: who sits where, what is missing, who is in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from medborger.areas.models import Area
from medborger.core.models import Visitor
from medborger.forums.models import (
    Criterion,
    Forum,
    ForumInvitation,
    Holding,
    Membership,
    Seat,
    TermsOfReference,
    YearTheme,
)
from medborger.people.models import Organisation, User

# --- the list ---


@dataclass(frozen=True)
class ForumRow:
    forum: Forum
    seats: list[str]
    members: list[str]  # empty where there are seats
    is_mine: bool

    @property
    def ring(self) -> list[str]:
        """The seats round the table; where there are none, the members."""
        return self.seats or self.members

    @property
    def total(self) -> int:
        return len(self.seats)

    @property
    def vacant(self) -> int:
        return self.seats.count(Seat.Mark.VACANT)

    @property
    def taken(self) -> int:
        return self.total - self.vacant


def forum_rows(forums: Iterable[Forum], visitor: Visitor) -> list[ForumRow]:
    """Two queries for however many forums that were found by `visible_to(visitor)`."""
    forums = list(forums)
    seats = seat_maps(forums)
    bare = [forum_id for forum_id, ring in seats.items() if not ring]
    members = _grouped(bare, Membership.objects.filter(forum__in=bare).active().marks())
    return [
        ForumRow(
            forum, seats[forum.pk], members.get(forum.pk, []), forum.role_of(visitor) is not None
        )
        for forum in forums
    ]


def seat_maps(forums: Iterable[Forum]) -> dict[int, list[str]]:
    """The ring picture of each forum: municipality, civil or vacant, in the order of the seats."""
    asked = [forum.pk for forum in forums]
    return _grouped(asked, Seat.objects.filter(forum__in=asked).marks())


def _grouped(forums: Iterable[int], marks: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    rings: dict[int, list[str]] = {forum_id: [] for forum_id in forums}
    for forum_id, mark in marks:
        rings[forum_id].append(mark)
    return rings


def areas_to_choose(visitor: Visitor) -> list[Area]:
    """Areas with a forum that the visitor may see, and what they lie in, below the country."""
    used = Area.objects.filter(pk__in=Forum.objects.visible_to(visitor).values("area"))
    found = {
        area
        for one in used.select_related("parent__parent__parent__parent")
        for area in _up_from(one)
        if area.kind != Area.Kind.COUNTRY
    }
    return sorted(found, key=lambda area: (_rank(area), area.name))


def _rank(area: Area) -> int:
    return Area.Kind.values.index(area.kind)


def _up_from(area: Area) -> Iterator[Area]:
    above: Area | None = area
    while above:
        yield above
        above = above.parent


# --- seats ---


@dataclass(frozen=True)
class Covered:
    """How many seats bring one criterion or know one area, and how many of them are taken."""

    name: str
    seats: int
    taken: int

    @property
    def vacant(self) -> int:
        return self.seats - self.taken

    @property
    def is_gap(self) -> bool:
        return self.vacant > 0 or not self.seats


@dataclass(frozen=True)
class Coverage:
    """What the forum wants at its table, against what its seats bring."""

    criteria: list[Covered]
    areas: list[Covered]
    seats: int
    taken: int
    term_ends_on: date | None

    @property
    def vacant(self) -> int:
        return self.seats - self.taken

    @property
    def missing_criteria(self) -> list[str]:
        return [one.name for one in self.criteria if one.is_gap]

    @property
    def missing_areas(self) -> list[str]:
        return [one.name for one in self.areas if one.is_gap]


def coverage(forum: Forum, seats: list[Seat] | None = None) -> Coverage:
    """Count criteria, and areas: the parts of the forum's area and those that seats name."""
    if seats is None:
        seats = list(_seats(forum))
        forum.ring = [seat.mark for seat in seats]
    ends = {seat.term_ends_on for seat in seats}
    return Coverage(
        criteria=[_by_criterion(criterion, seats) for criterion in forum.criteria.all()],
        areas=[_by_area(area, seats) for area in _areas_to_cover(forum, seats)],
        seats=len(seats),
        taken=sum(seat.is_taken for seat in seats),
        term_ends_on=ends.pop() if len(ends) == 1 else None,
    )


def _seats(forum: Forum) -> QuerySet[Seat]:
    """The seats with what they bring, each area with what it lies in."""
    upwards = Area.objects.select_related("parent__parent__parent__parent")
    return forum.seats.with_mark().prefetch_related("criteria", Prefetch("areas", upwards))


def _by_criterion(criterion: Criterion, seats: list[Seat]) -> Covered:
    return _covered(criterion.name, [seat for seat in seats if criterion in seat.criteria.all()])


def _by_area(area: Area, seats: list[Seat]) -> Covered:
    """A seat that knows an area knows what lies in it too."""
    above = set(_up_from(area))
    return _covered(area.name, [seat for seat in seats if above & set(seat.areas.all())])


def _covered(name: str, seats: list[Seat]) -> Covered:
    return Covered(name, len(seats), sum(seat.is_taken for seat in seats))


def _areas_to_cover(forum: Forum, seats: list[Seat]) -> list[Area]:
    parts: Iterable[Area] = ()
    if forum.area:
        parts = forum.area.parts.valid().select_related("parent__parent__parent__parent")
    named = {area for seat in seats for area in seat.areas.all()}
    return sorted({*parts, *named}, key=lambda area: (_rank(area), area.name))


@dataclass(frozen=True)
class SeatRow:
    """A seat as one visitor may see it: names only where the visitor may see the members."""

    seat: Seat
    holding: Holding | None
    former: list[Holding]
    shows_names: bool
    invited: ForumInvitation | None

    @property
    def is_vacant(self) -> bool:
        return self.holding is None

    @property
    def brings(self) -> bool:
        """Say whether the seat says what it should bring."""
        return bool(self.seat.criteria.all() or self.seat.areas.all())


def seat_rows(forum: Forum, *, with_names: bool, with_invited: bool = False) -> list[SeatRow]:
    holdings = Holding.objects.select_related("person", "organisation")
    invited = ForumInvitation.objects.open().select_related("invitation")
    seats = (
        _seats(forum)
        .select_related("appointed_by")
        .prefetch_related(
            Prefetch("holdings", holdings),
            Prefetch("invitations", invited if with_invited else invited.none()),
        )
    )
    return [_seat_row(seat, with_names) for seat in seats]


def _seat_row(seat: Seat, with_names: bool) -> SeatRow:
    held = list(seat.holdings.all())
    return SeatRow(
        seat=seat,
        holding=next((one for one in held if one.is_current), None),
        former=[one for one in held if not one.is_current],
        shows_names=with_names,
        invited=next(iter(seat.invitations.all()), None),
    )


# --- members ---


@dataclass(frozen=True)
class MemberRow:
    """A member as one visitor may see it. What the visitor may not see is not here at all."""

    membership: Membership
    seat_number: int | None
    email: str
    phone: str


def member_rows(forum: Forum, *, with_contacts: bool) -> list[MemberRow]:
    """Those with a role first. Contact details only for fellow members, and as each decides."""
    memberships = forum.memberships.active().select_related("person", "organisation")
    seats = _seat_numbers(forum)
    rows = [
        _member_row(one, seats.get(one.person_id), with_contacts=with_contacts)
        for one in memberships
    ]
    order = Membership.Role.values
    return sorted(
        rows, key=lambda row: (order.index(row.membership.role), str(row.membership.person))
    )


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


# --- about the forum, and what those who lead it have to do ---


@dataclass(frozen=True)
class About:
    theme: YearTheme | None
    other_themes: list[YearTheme]
    terms: list[TermsOfReference]

    @property
    def current_terms(self) -> TermsOfReference | None:
        return self.terms[0] if self.terms else None


def theme_of_year(forum: Forum) -> YearTheme | None:
    return forum.themes.filter(year=timezone.localdate().year).first()


def about(forum: Forum) -> About:
    this_year = timezone.localdate().year
    themes = list(forum.themes.all())
    return About(
        theme=next((theme for theme in themes if theme.year == this_year), None),
        other_themes=[theme for theme in themes if theme.year != this_year],
        terms=list(forum.terms_of_reference.all()),
    )


@dataclass(frozen=True)
class Desk:
    """What lies on the desk of those who lead a forum."""

    applications: int
    invitations: int
    members: int
    seats: int
    vacant: int
    terms_over: int
    theme: YearTheme | None
    terms: TermsOfReference | None

    @property
    def is_clear(self) -> bool:
        waits = self.applications or self.vacant or self.terms_over or self.members == 1
        return not waits and self.theme is not None and self.terms is not None


def desk(forum: Forum) -> Desk:
    today = timezone.localdate()
    return Desk(
        applications=forum.applications.waiting().count(),
        invitations=forum.invitations.open().count(),
        members=forum.memberships.active().count(),
        seats=forum.seats.count(),
        vacant=forum.seats.vacant().count(),
        terms_over=forum.seats.taken().filter(term_ends_on__lt=today).count(),
        theme=theme_of_year(forum),
        terms=forum.terms_of_reference.first(),
    )
