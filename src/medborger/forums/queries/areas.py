"""Areas to choose from, and how they lie in one another."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from medborger.areas.models import Area
from medborger.core.models import Visitor
from medborger.core.prepared import prepared
from medborger.forums.models import Forum, roles_of

UPWARDS = "parent__parent__parent__parent"


def areas_to_choose(visitor: Visitor) -> list[Area]:
    """Areas with a forum that the visitor may see, and what they lie in, below the country."""
    used = _areas_with_forums(mine=roles_of(visitor))
    found = {area for one in used for area in up_from(one) if area.kind != Area.Kind.COUNTRY}
    return sorted(found, key=lambda area: (rank(area), area.name))


@prepared
def _areas_with_forums(*, mine: Collection[int]) -> QuerySet[Area]:
    used = Forum.objects.public_or(mine).values("area")
    return Area.objects.filter(pk__in=used).select_related(UPWARDS)


def rank(area: Area) -> int:
    return Area.Kind.values.index(area.kind)


def up_from(area: Area) -> Iterator[Area]:
    above: Area | None = area
    while above:
        yield above
        above = above.parent
