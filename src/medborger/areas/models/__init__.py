"""Areas, and the traces of organisations that were read in from a file or made one."""

from medborger.areas.models.area import Area, AreaQuerySet
from medborger.areas.models.organisations import KeptApart, Merger, OrganisationImport

__all__ = ["Area", "AreaQuerySet", "KeptApart", "Merger", "OrganisationImport"]
