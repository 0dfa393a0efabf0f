"""Reading models that put several contexts on one page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import smart_split
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medborger.areas.models import Area
from medborger.core.models import Mail, Visitor, holding
from medborger.decisions import queries as decisions
from medborger.decisions.models import Case, Committee, Consultation, Recommendation
from medborger.forums.models import Application, Forum, Membership, Message
from medborger.forums.queries import ForumRow, forum_rows
from medborger.meetings.models import ActionItem, Meeting, SignUp
from medborger.people.models import Affiliation, Organisation, User

NEWS_DAYS = 45
PLANNERS = (*Membership.LEADING, Membership.Role.PLANNER)


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


def forums_of(person: User) -> list[Forum]:
    """My forums, each with my role: what the rest of my page asks from."""
    return list(Forum.objects.visible_to(person).of(person).active())


def my_meetings(person: User, mine: list[Forum]) -> list[Meeting]:
    """Coming meetings in my forums, and others I have answered, each with `own` answer."""
    own = _answers_ahead(person)
    declined = [pk for pk, one in own.items() if one.answer == SignUp.Answer.DECLINED]
    seen = Meeting.objects.visible_to(person).filter(Q(forum__in=mine) | Q(pk__in=own))
    coming = seen.exclude(pk__in=declined).upcoming().not_cancelled()
    meetings = list(coming.with_guests().select_related("forum")[:8])
    with_role = {forum.pk: forum for forum in mine}
    for meeting in meetings:
        meeting.forum = with_role.get(meeting.forum_id, meeting.forum)
        meeting.own = own.get(meeting.pk)  # type: ignore[attr-defined]
    return meetings


def _answers_ahead(person: User) -> dict[int, SignUp]:
    """My answers to meetings that are not over, by meeting."""
    given = person.sign_ups.filter(meeting__ends_at__gt=timezone.now())
    return {one.meeting_id: one for one in given}


# --- what waits for me ---


@dataclass(frozen=True)
class Waiting:
    """Something that waits for one person, with the one button that settles it."""

    heading: str
    text: str
    url: str
    button: str
    due_on: date | None = None
    posts: bool = False

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


def waits_for(person: User, mine: list[Forum], shown: Meeting | None) -> list[Waiting]:
    """Overdue first, then by date, then what has no date. What is `shown` already is left out."""
    leads = [forum for forum in mine if forum.own_role in Membership.LEADING]
    plans = [forum for forum in mine if forum.own_role in PLANNERS]
    found = [*_action_items(person), *_applications(leads), *_minutes(plans)]
    found += [*_answers(person, mine, shown), *_speakers(person), *_letters(person)]
    return sorted(found, key=lambda one: one.due_on or date.max)


def _action_items(person: User) -> Iterator[Waiting]:
    own = ActionItem.objects.open().filter(
        owner=person, item__meeting__forum__archived_at__isnull=True
    )
    for one in own.select_related("item__meeting"):
        meeting = one.item.meeting
        agreed = timezone.localtime(meeting.starts_at).date()
        yield Waiting(
            one.text,
            _("Agreed at the meeting on %(date)s.") % {"date": _day(agreed)},
            reverse("meetings:finish", args=[one.pk]),
            _("Done"),
            one.due_on,
            posts=True,
        )


def _letters(person: User) -> Iterator[Waiting]:
    if person.is_staff and (count := Mail.objects.failed().count()):
        said = ngettext(
            "%(count)s letter did not arrive", "%(count)s letters did not arrive", count
        )
        why = _("The mail server refused, or was tried for three days.")
        yield Waiting(said % {"count": count}, why, reverse("portal:letters"), _("See why"))


def _applications(leads: list[Forum]) -> Iterator[Waiting]:
    if not leads:
        return
    waiting = Application.objects.waiting().filter(forum__in=leads)
    names = {forum.pk: str(forum) for forum in leads}
    for one in waiting.select_related("person"):
        yield Waiting(
            _("%(name)s applies to join") % {"name": one.person},
            names[one.forum_id],
            one.get_absolute_url(),
            _("Read and answer"),
        )


def _minutes(plans: list[Forum]) -> Iterator[Waiting]:
    if not plans:
        return
    since = timezone.now() - timedelta(days=60)
    held = Meeting.objects.held().filter(
        forum__in=plans, minutes_published_at=None, starts_at__gte=since
    )
    names = {forum.pk: str(forum) for forum in plans}
    for meeting in held:
        yield Waiting(
            _("The minutes are not published"),
            f"{names[meeting.forum_id]}: {meeting.title}",
            reverse("meetings:minutes", args=[meeting.pk]),
            _("Write minutes"),
        )


def _answers(person: User, mine: list[Forum], shown: Meeting | None) -> Iterator[Waiting]:
    """Meetings I am invited to and have not answered, less the one that has its own sheet."""
    answered = SignUp.objects.filter(person=person, meeting=OuterRef("pk"))
    names = {forum.pk: str(forum) for forum in mine}
    invited = (
        Meeting.objects.upcoming()
        .not_cancelled()
        .filter(
            Q(answer_by__isnull=True) | Q(answer_by__gte=timezone.localdate()),
            ~Exists(answered),
            forum__in=mine,
            invited_at__isnull=False,
            starts_at__gt=timezone.now(),
        )
    )
    for meeting in invited.exclude(pk=shown.pk if shown else 0):
        yield Waiting(
            _("Are you coming?"),
            f"{names[meeting.forum_id]}: {meeting.title}",
            meeting.get_absolute_url(),
            _("Answer"),
            meeting.answer_by,
        )


def _speakers(person: User) -> Iterator[Waiting]:
    """Those who say that they speak for an organisation, when I am to know whether they do."""
    for one in Affiliation.objects.to_confirm_by(person).select_related("person", "organisation"):
        yield Waiting(
            _("Does %(name)s speak for %(organisation)s?")
            % {"name": one.person, "organisation": one.organisation},
            one.title,
            one.organisation.get_absolute_url(),
            _("See and confirm"),
        )


# --- what is new ---


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
    recent = (
        Q(invited_at__gte=since) | Q(minutes_published_at__gte=since) | Q(cancelled_at__gte=since)
    )
    told = ("forum", "title", "starts_at", "invited_at", "minutes_published_at", "cancelled_at")
    for one in Meeting.objects.filter(recent, forum__in=mine).only(*told):
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
        yield News(one.forum_id, at, one.title, one.get_absolute_url(), _day(day), mark)


def _new_messages(mine: dict[int, ForumNews], since: datetime) -> Iterator[News]:
    for one in Message.objects.filter(forum__in=mine, sent_at__gte=since).select_related("sender"):
        url = reverse("forums:message", args=[one.pk])
        yield News(one.forum_id, one.sent_at, one.subject, url, str(one.sender or ""), _("Message"))


def _new_steps(person: User, mine: dict[int, ForumNews], since: datetime) -> Iterator[News]:
    """Committees' treatments of what my forums recommended, in cases that I may see."""
    treated = Consultation.objects.visible_to(person).filter(
        ~Q(outcome=Consultation.Outcome.NONE),
        held_on__gte=since.date(),
        case__recommendations__recommendation__forum__in=mine,
    )
    rows = treated.select_related("committee").values_list(
        "held_on",
        "committee__name",
        "outcome",
        "case__recommendations__recommendation",
        "case__recommendations__recommendation__heading",
        "case__recommendations__recommendation__forum",
    )
    for held_on, committee, outcome, pk, heading, forum in rows:
        at = timezone.make_aware(datetime.combine(held_on or date.min, datetime.min.time()))
        url = reverse("decisions:recommendation", args=[pk])
        label = str(Consultation.Outcome(outcome).label).capitalize()
        yield News(forum, at, heading, url, committee, label)


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")


# --- search ---


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
        return _day(timezone.localtime(thing.starts_at).date())
    return str(getattr(thing, "summary", "") or "")
