"""An organisation is kept together with the areas it serves."""

from collections.abc import Iterable

from django.db import transaction

from medborger.areas.models import Area
from medborger.people.models import Organisation


@transaction.atomic
def keep(organisation: Organisation, areas: Iterable[Area] | None) -> Organisation:
    """Store it. Without `areas`, those it serves stay as they are."""
    organisation.save()
    if areas is not None:
        organisation.areas_served.set(areas)
    return organisation
