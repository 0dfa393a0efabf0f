"""The list of organisations as somebody asks for it."""

from medborger.areas.models import Area
from medborger.areas.queries.places import serving
from medborger.core.models import Visitor
from medborger.people.models import Organisation, OrganisationQuerySet


def chosen_by(
    visitor: Visitor, q: str = "", kind: str = "", area: int | None = None
) -> OrganisationQuerySet:
    found = Organisation.objects.visible_to(visitor).matching(q, kind)
    place = Area.objects.filter(pk=area).first() if area else None
    return found.filter(pk__in=serving(place).values("pk")) if place else found
