"""Who sits where, and what is missing at the table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from medborger.areas.models import Area
from medborger.core.prepared import prepared
from medborger.forums.models import Criterion, Forum, ForumInvitation, Holding, Seat
from medborger.forums.queries.areas import UPWARDS, rank, up_from

Thing = TypeVar("Thing")


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
        seats = _ring(forum=forum.pk)
        forum.ring = [seat.mark for seat in seats]
    ends = {seat.term_ends_on for seat in seats}
    return Coverage(
        criteria=_by_criterion(forum, seats),
        areas=_by_area(forum, seats),
        seats=len(seats),
        taken=sum(seat.is_taken for seat in seats),
        term_ends_on=ends.pop() if len(ends) == 1 else None,
    )


def _seats(forum: Forum) -> QuerySet[Seat]:
    """The seats with what they bring, each area with what it lies in."""
    upwards = Area.objects.select_related(UPWARDS)
    return forum.seats.with_mark().prefetch_related("criteria", Prefetch("areas", upwards))


@prepared
def _ring(*, forum: int) -> QuerySet[Seat]:
    return Seat.objects.filter(forum=forum).with_mark()


@prepared
def _criteria(*, forum: int) -> QuerySet[Criterion, tuple[int, str, int | None]]:
    """Each with each of the seats that should bring it, or with None."""
    return Criterion.objects.filter(forum=forum).values_list("pk", "name", "seats")


@prepared
def _parts(*, area: int, today: date) -> QuerySet[Area]:
    return Area.objects.filter(parent=area).valid(today).select_related(UPWARDS)


@prepared
def _known(*, forum: int) -> QuerySet[Any]:
    knows = Seat.areas.through.objects.filter(seat__forum=forum)
    return knows.select_related(f"area__{UPWARDS}")


def _by_criterion(forum: Forum, seats: list[Seat]) -> list[Covered]:
    bring = _gathered(((pk, name), seat) for pk, name, seat in _criteria(forum=forum.pk))
    return [_covered(name, seats, wanted) for (_pk, name), wanted in bring.items()]


def _by_area(forum: Forum, seats: list[Seat]) -> list[Covered]:
    """A seat that knows an area knows what lies in it too."""
    know = _gathered((link.area, link.seat_id) for link in _known(forum=forum.pk))
    return [
        _covered(area.name, seats, set().union(*(know.get(one, set()) for one in up_from(area))))
        for area in _areas_to_cover(forum, know)
    ]


def _gathered(pairs: Iterable[tuple[Thing, int | None]]) -> dict[Thing, set[int | None]]:
    """The seats of each."""
    found: dict[Thing, set[int | None]] = defaultdict(set)
    for thing, seat in pairs:
        found[thing].add(seat)
    return found


def _covered(name: str, seats: list[Seat], wanted: set[int | None]) -> Covered:
    found = [seat for seat in seats if seat.pk in wanted]
    return Covered(name, len(found), sum(seat.is_taken for seat in found))


def _areas_to_cover(forum: Forum, named: Iterable[Area]) -> list[Area]:
    today = timezone.localdate()
    parts = _parts(area=forum.area_id, today=today) if forum.area_id else []
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
