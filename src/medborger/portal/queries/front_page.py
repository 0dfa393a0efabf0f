"""What the front page shows to anybody."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, OuterRef, Subquery

from medborger.core.models import Visitor
from medborger.decisions import queries as decisions
from medborger.forums.models import Forum
from medborger.forums.queries import ForumRow, forum_rows
from medborger.meetings.models import Meeting


def front() -> dict[str, Any]:
    """What the front page shows to anybody."""
    anybody = AnonymousUser()
    return {
        "meetings": open_meetings(anybody, limit=3),
        "stories": decisions.stories(anybody, limit=3),
        "cases": decisions.decided_cases(anybody, limit=3),
        "forums": forums_meeting_soonest(anybody, limit=4),
        "forum_count": Forum.objects.visible_to(anybody).active().count(),
    }


def open_meetings(visitor: Visitor, limit: int) -> list[Meeting]:
    """The next meetings that everyone may come to."""
    found = Meeting.objects.visible_to(visitor).open_to_all().upcoming().not_cancelled()
    return list(found.with_answers().select_related("forum")[:limit])


def forums_meeting_soonest(visitor: Visitor, limit: int) -> list[ForumRow]:
    """Forums to follow, those that meet soonest first, each with `next_meeting_at`."""
    coming = Meeting.objects.visible_to(visitor).not_cancelled().upcoming()
    soonest = coming.filter(forum=OuterRef("pk")).values("starts_at")[:1]
    seen = Forum.objects.visible_to(visitor).active().annotate(next_meeting_at=Subquery(soonest))
    return forum_rows(
        seen.order_by(F("next_meeting_at").asc(nulls_last=True), "name")[:limit], visitor
    )
