"""Who sits where, and what is missing at the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from medborger.areas.models import Area
from medborger.forums.models import Criterion, Forum, ForumInvitation, Holding, Seat
from medborger.forums.queries.areas import rank, up_from


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
    above = set(up_from(area))
    return _covered(area.name, [seat for seat in seats if above & set(seat.areas.all())])


def _covered(name: str, seats: list[Seat]) -> Covered:
    return Covered(name, len(seats), sum(seat.is_taken for seat in seats))


def _areas_to_cover(forum: Forum, seats: list[Seat]) -> list[Area]:
    parts: Iterable[Area] = ()
    if forum.area:
        parts = forum.area.parts.valid().select_related("parent__parent__parent__parent")
    named = {area for seat in seats for area in seat.areas.all()}
    return sorted({*parts, *named}, key=lambda area: (rank(area), area.name))


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
