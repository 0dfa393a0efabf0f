"""The list of forums; what one says of itself; what its leaders have to do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from medborger.core.models import Visitor
from medborger.core.paging import SIZE
from medborger.core.prepared import prepared
from medborger.forums.models import (
    Forum,
    Membership,
    Seat,
    TermsOfReference,
    YearTheme,
    roles_of,
)


@prepared
def forum_to_show(*, pk: int, mine: Collection[int]) -> QuerySet[Forum]:
    """One that who is in these forums may see."""
    return Forum.objects.public_or(mine).filter(pk=pk).select_related("organisation", "area")


@prepared
def first_of_list(*, mine: Collection[int]) -> QuerySet[Forum]:
    """The first page of the list, for who is in these forums."""
    seen = Forum.objects.public_or(mine).active().select_related("area")
    return seen.order_by("name", "pk")[: SIZE + 1]


class Listed(NamedTuple):
    """What a list shows of a forum."""

    pk: int
    name: str
    summary: str
    kind: str
    area: str
    is_archived: bool
    takes_applications: bool
    is_mine: bool
    ring: tuple[str, ...]
    total: int
    taken: int
    vacant: int


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

    @property
    def listed(self) -> Listed:
        forum = self.forum
        return Listed(
            forum.pk,
            forum.name,
            forum.summary,
            str(forum.get_kind_display()),
            forum.area.name if forum.area else "",
            forum.is_archived,
            forum.takes_applications,
            self.is_mine,
            tuple(self.ring),
            self.total,
            self.taken,
            self.vacant,
        )


def forum_rows(forums: Iterable[Forum], visitor: Visitor) -> list[ForumRow]:
    """Two queries for however many forums that were found by `visible_to(visitor)`."""
    forums = list(forums)
    seats = seat_maps(forums)
    bare = [forum_id for forum_id, ring in seats.items() if not ring]
    members = _grouped(bare, _members(forums=bare))
    mine = roles_of(visitor)
    return [
        ForumRow(forum, seats[forum.pk], members.get(forum.pk, []), forum.pk in mine)
        for forum in forums
    ]


def seat_maps(forums: Iterable[Forum]) -> dict[int, list[str]]:
    """The ring picture of each forum: municipality, civil or vacant, in the order of the seats."""
    asked = [forum.pk for forum in forums]
    return _grouped(asked, _marks(forums=asked))


@prepared
def _marks(*, forums: Collection[int]) -> QuerySet[Seat, tuple[int, str]]:
    return Seat.objects.filter(forum__in=forums).marks()


@prepared
def _members(*, forums: Collection[int]) -> QuerySet[Membership, tuple[int, str]]:
    return Membership.objects.filter(forum__in=forums).active().marks()


def _grouped(forums: Iterable[int], marks: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    rings: dict[int, list[str]] = {forum_id: [] for forum_id in forums}
    for forum_id, mark in marks:
        rings[forum_id].append(mark)
    return rings


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
    themes = _themes(forum=forum.pk)
    return About(
        theme=next((theme for theme in themes if theme.year == this_year), None),
        other_themes=[theme for theme in themes if theme.year != this_year],
        terms=_terms(forum=forum.pk),
    )


@prepared
def _themes(*, forum: int) -> QuerySet[YearTheme]:
    return YearTheme.objects.filter(forum=forum)


@prepared
def _terms(*, forum: int) -> QuerySet[TermsOfReference]:
    return TermsOfReference.objects.filter(forum=forum)


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
