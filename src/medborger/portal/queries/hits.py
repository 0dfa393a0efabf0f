"""Search in everything that the visitor may see."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import smart_split
from django.utils.translation import gettext as _

from medborger.areas.models import Area
from medborger.core.models import Visitor, holding
from medborger.decisions.models import Case, Committee, Recommendation
from medborger.forums.models import Forum
from medborger.meetings.models import Meeting
from medborger.people.models import Organisation


@dataclass(frozen=True)
class Hit:
    kind: str
    heading: str
    url: str
    text: str = ""


def search(visitor: Visitor, words: str, limit: int = 20) -> list[Hit]:
    """What the visitor may see whose text holds every word, each kind in turn."""
    stripped = (word.strip("\"' ") for word in smart_split(words))
    wanted = [word for word in stripped if word][:8]
    if not wanted:
        return []
    see: dict[str, tuple[QuerySet[Any], tuple[str, ...]]] = {
        _("Forum"): (
            Forum.objects.visible_to(visitor),
            ("name", "summary", "purpose", "target_groups"),
        ),
        _("Meeting"): (Meeting.objects.visible_to(visitor), ("title", "text", "place")),
        _("Recommendation"): (
            Recommendation.objects.visible_to(visitor),
            ("heading", "text", "theme"),
        ),
        _("Case"): (Case.objects.visible_to(visitor), ("title", "summary", "case_number")),
        _("Committee"): (Committee.objects.all(), ("name",)),
        _("Organisation"): (Organisation.objects.visible_to(visitor), ("name", "offers")),
        _("Area"): (Area.objects.visible_to(visitor), ("name", "about")),
    }
    return [
        Hit(kind, str(thing), thing.get_absolute_url(), _beside(thing))
        for kind, (objects, fields) in see.items()
        for thing in objects.filter(*(holding(word, *fields) for word in wanted))[:limit]
    ]


def _beside(thing: object) -> str:
    if isinstance(thing, Meeting):
        return date_format(timezone.localtime(thing.starts_at), "MONTH_DAY_FORMAT")
    return str(getattr(thing, "summary", "") or "")
