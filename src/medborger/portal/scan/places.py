"""Where a stored text stands on the site, so that somebody can mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medborger.core.models import TextFinding, Visitor
from medborger.core.text_scan import CONTENT, row_of
from medborger.forums.models import Forum, Membership

# Where the text is written. What is not here is shown at its own address, if it has one.
WRITTEN_AT: dict[str, Callable[[Any], str]] = {
    "areas.Area": lambda it: reverse("areas:change", args=[it.pk]),
    "decisions.Case": lambda it: reverse("decisions:change_case", args=[it.pk]),
    "decisions.CaseRecommendation": lambda it: it.case.get_absolute_url(),
    "decisions.Consultation": lambda it: reverse("decisions:change_consultation", args=[it.pk]),
    "decisions.FollowUp": lambda it: reverse("decisions:change_follow_up", args=[it.pk]),
    "decisions.MotionPoint": lambda it: reverse("decisions:change_case", args=[it.case_id]),
    "decisions.Recommendation": lambda it: reverse("decisions:change_recommendation", args=[it.pk]),
    "decisions.Section": lambda it: reverse("decisions:change_section", args=[it.pk]),
    "forums.Criterion": lambda it: reverse("forums:criterion", args=[it.pk]),
    "forums.Forum": lambda it: reverse("forums:change", args=[it.pk]),
    "forums.TermsOfReference": lambda it: reverse("forums:adopt_terms", args=[it.forum_id]),
    "forums.YearTheme": lambda it: reverse("forums:theme", args=[it.forum_id, it.year]),
    "meetings.ActionItem": lambda it: reverse("meetings:minutes", args=[_meeting(it).pk]),
    "meetings.AgendaItem": lambda it: reverse("meetings:change_agenda_item", args=[it.pk]),
    "meetings.Decision": lambda it: reverse("meetings:minutes", args=[_meeting(it).pk]),
    "meetings.Meeting": lambda it: reverse("meetings:change", args=[it.pk]),
    "meetings.SignUp": lambda it: reverse("meetings:answers", args=[it.meeting_id]),
    "people.Affiliation": lambda it: it.organisation.get_absolute_url(),
    "people.Organisation": lambda it: reverse("people:change", args=[it.pk]),
}


@dataclass(frozen=True)
class Found:
    """A finding with the words and the way to its text."""

    finding: TextFinding
    where: str
    field: str
    url: str
    forum: str
    coordinators: str


def found(finding: TextFinding, visitor: Visitor) -> Found | None:
    row = row_of(finding)
    if row is None:
        return None
    forum = _forum(row)
    return Found(
        finding,
        where=capfirst(str(row._meta.verbose_name)),
        field=_name_of(row, finding.field),
        # Who is no member of the forum asks those who can change it.
        url=_address(row) if forum is None or forum.role_of(visitor) else "",
        forum=str(forum or ""),
        coordinators=_coordinators(forum) if forum else "",
    )


def _name_of(row: Model, name: str) -> str:
    if name == CONTENT:
        return _("what is in the file")
    try:
        return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name


def _address(row: Model) -> str:
    if row._meta.label in WRITTEN_AT:
        return WRITTEN_AT[row._meta.label](row)
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""


def _meeting(row: Any) -> Any:
    """What hangs on an agenda item hangs on its meeting."""
    return row.item.meeting


def _forum(row: Any) -> Forum | None:
    if isinstance(row, Forum):
        return row
    for way in ("forum", "meeting", "item", "recommendation"):
        inner = getattr(row, way, None)
        if isinstance(inner, Model):
            return _forum(inner)
    return None


def _coordinators(forum: Forum) -> str:
    """Whom to ask when one may not change the text oneself."""
    led = Membership.objects.coordinators().filter(forum=forum).select_related("person")
    return ", ".join(str(one.person) for one in led)
