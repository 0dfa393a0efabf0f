"""Areas to choose from, and how they lie in one another."""

from collections.abc import Iterator

from medborger.areas.models import Area
from medborger.core.models import Visitor
from medborger.forums.models import Forum


def areas_to_choose(visitor: Visitor) -> list[Area]:
    """Areas with a forum that the visitor may see, and what they lie in, below the country."""
    used = Area.objects.filter(pk__in=Forum.objects.visible_to(visitor).values("area"))
    found = {
        area
        for one in used.select_related("parent__parent__parent__parent")
        for area in up_from(one)
        if area.kind != Area.Kind.COUNTRY
    }
    return sorted(found, key=lambda area: (rank(area), area.name))


def rank(area: Area) -> int:
    return Area.Kind.values.index(area.kind)


def up_from(area: Area) -> Iterator[Area]:
    above: Area | None = area
    while above:
        yield above
        above = above.parent
