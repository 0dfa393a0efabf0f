"""What is new in my forums."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medborger.core.prepared import prepared
from medborger.decisions.models import Consultation
from medborger.forums.models import Forum, Message
from medborger.forums.queries import forum_rows
from medborger.meetings.models import Meeting
from medborger.people.models import User

NEWS_DAYS = 45


@dataclass(frozen=True)
class News:
    forum_id: int
    at: datetime
    heading: str
    url: str
    text: str = ""
    mark: str = ""


@dataclass
class ForumNews:
    forum: Forum
    ring: list[str]
    news: list[News] = field(default_factory=list)


def news_for(person: User, forums: list[Forum]) -> list[ForumNews]:
    """My forums, the one with the latest news first, each with its five latest."""
    since = timezone.now() - timedelta(days=NEWS_DAYS)
    rows = forum_rows(forums, person)
    mine = {row.forum.pk: ForumNews(row.forum, row.ring) for row in rows}
    found = [*_new_meetings(mine, since), *_new_messages(mine, since)]
    found += _new_steps(person, mine, since)
    for one in sorted(found, key=lambda news: news.at, reverse=True):
        mine[one.forum_id].news.append(one)
    for forum_news in mine.values():
        del forum_news.news[5:]
    oldest = datetime.min.replace(tzinfo=timezone.get_current_timezone())
    return sorted(
        mine.values(), key=lambda one: one.news[0].at if one.news else oldest, reverse=True
    )


def _new_meetings(mine: dict[int, ForumNews], since: datetime) -> Iterator[News]:
    for one in _told_of(forums=mine, since=since):
        at, mark = max(
            (at, mark)
            for at, mark in (
                (one.invited_at, _("New meeting")),
                (one.minutes_published_at, _("Minutes")),
                (one.cancelled_at, _("Cancelled")),
            )
            if at
        )
        day = timezone.localtime(one.starts_at).date()
        yield News(
            one.forum_id,
            at,
            one.title,
            one.get_absolute_url(),
            date_format(day, "MONTH_DAY_FORMAT"),
            mark,
        )


@prepared
def _told_of(*, forums: Collection[int], since: datetime) -> QuerySet[Meeting]:
    recent = (
        Q(invited_at__gte=since) | Q(minutes_published_at__gte=since) | Q(cancelled_at__gte=since)
    )
    told = ("forum", "title", "starts_at", "invited_at", "minutes_published_at", "cancelled_at")
    return Meeting.objects.filter(recent, forum__in=forums).only(*told)


def _new_messages(mine: dict[int, ForumNews], since: datetime) -> Iterator[News]:
    for one in _messages(forums=mine, since=since):
        url = reverse("forums:message", args=[one.pk])
        yield News(one.forum_id, one.sent_at, one.subject, url, str(one.sender or ""), _("Message"))


@prepared
def _messages(*, forums: Collection[int], since: datetime) -> QuerySet[Message]:
    sent = Message.objects.filter(forum__in=forums, sent_at__gte=since)
    return sent.select_related("sender")


def _new_steps(person: User, mine: dict[int, ForumNews], since: datetime) -> Iterator[News]:
    """Committees' treatments of what my forums recommended, in cases that I may see."""
    rows = _treated(person.is_clerk, forums=mine, since=since.date())
    for held_on, committee, outcome, pk, heading, forum in rows:
        at = timezone.make_aware(datetime.combine(held_on or date.min, datetime.min.time()))
        url = reverse("decisions:recommendation", args=[pk])
        label = str(Consultation.Outcome(outcome).label).capitalize()
        yield News(forum, at, heading, url, committee, label)


@prepared
def _treated(
    by_clerk: bool, *, forums: Collection[int], since: date
) -> QuerySet[Consultation, tuple[date | None, str, str, int, str, int]]:
    seen = Consultation.objects.seen(by_clerk=by_clerk).treated().filter(held_on__gte=since)
    return seen.filter(case__recommendations__recommendation__forum__in=forums).values_list(
        "held_on",
        "committee__name",
        "outcome",
        "case__recommendations__recommendation",
        "case__recommendations__recommendation__heading",
        "case__recommendations__recommendation__forum",
    )
