"""The tree of areas as a page shows it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from medborger.areas.models import Area


@dataclass(frozen=True)
class Branch:
    area: Area
    parts: list["Branch"]

    @property
    def size(self) -> int:
        return len(self.parts)


def tree(wanted: str = "") -> list[Branch]:
    """Today's regions and what lies in them, or only the branches with a name that was asked for.

    One query. What an area succeeded is shown as the area that took its place.
    """
    areas = list(Area.objects.select_related("succeeded_by").order_by("name"))
    inside: dict[int | None, list[Area]] = defaultdict(list)
    taken_over = {area.pk: area.current().pk for area in areas}
    for area in areas:
        if area.is_valid():
            inside[taken_over.get(area.parent_id, area.parent_id)].append(area)  # type: ignore[arg-type]
    roots = [part for country in inside[None] for part in inside[country.pk]]
    branches = [_branch(area, inside) for area in roots]
    return list(_with(wanted.casefold(), branches)) if wanted else branches


def _branch(area: Area, inside: dict[int | None, list[Area]]) -> Branch:
    return Branch(area, [_branch(part, inside) for part in inside[area.pk]])


def _with(wanted: str, branches: Iterable[Branch]) -> Iterable[Branch]:
    for branch in branches:
        parts = list(_with(wanted, branch.parts))
        if wanted in branch.area.name.casefold():
            yield branch
        elif parts:
            yield Branch(branch.area, parts)


def everything() -> list[Branch]:
    """The country, and every area of today that lies in it."""
    regions = tree()
    countries = Area.objects.filter(kind=Area.Kind.COUNTRY).valid().order_by("name")
    return [*(Branch(country, []) for country in countries), *regions]
