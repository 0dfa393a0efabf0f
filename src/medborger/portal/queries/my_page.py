"""My forums and meetings, and what waits for me."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medborger.core.models import Mail
from medborger.core.prepared import prepared
from medborger.forums.models import Application, Forum, Membership, roles_of
from medborger.meetings.models import ActionItem, Meeting, SignUp
from medborger.people.models import Affiliation, User

PLANNERS = (*Membership.LEADING, Membership.Role.PLANNER)


def forums_of(person: User) -> list[Forum]:
    """My forums: what the rest of my page asks from."""
    return _active(forums=roles_of(person))


@prepared
def _active(*, forums: Collection[int]) -> QuerySet[Forum]:
    return Forum.objects.filter(pk__in=forums).active()


@prepared
def applied(*, person: int) -> QuerySet[Application]:
    """Where a person has applied and has no answer yet."""
    return Application.objects.filter(person=person).waiting().select_related("forum")


def my_meetings(person: User, mine: list[Forum]) -> list[Meeting]:
    """Coming meetings in my forums, and others I have answered, each with `own` answer."""
    now = timezone.now()
    own = {one.meeting_id: one for one in _answers_ahead(person=person.pk, now=now)}
    declined = {pk for pk, one in own.items() if one.answer == SignUp.Answer.DECLINED}
    meetings = _coming(
        seen_in=roles_of(person),
        forums=[forum.pk for forum in mine],
        others=own.keys() - declined,
        declined=declined,
        now=now,
        a_day_before=now - timedelta(days=1),
    )
    for meeting in meetings:
        meeting.own = own.get(meeting.pk)  # type: ignore[attr-defined]
    return meetings


@prepared
def _answers_ahead(*, person: int, now: datetime) -> QuerySet[SignUp]:
    return SignUp.objects.filter(person=person, meeting__ends_at__gt=now)


@prepared
def _coming(
    *,
    seen_in: Collection[int],
    forums: Collection[int],
    others: Collection[int],
    declined: Collection[int],
    now: datetime,
    a_day_before: datetime,
) -> QuerySet[Meeting]:
    seen = Meeting.objects.open_or(seen_in).filter(Q(forum__in=forums) | Q(pk__in=others))
    coming = seen.exclude(pk__in=declined).ahead(now, a_day_before).not_cancelled()
    return coming.with_guests().select_related("forum")[:8]


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
    roles = roles_of(person)
    leads = [forum for forum in mine if roles[forum.pk] in Membership.LEADING]
    plans = [forum for forum in mine if roles[forum.pk] in PLANNERS]
    found = [*_action_items(person), *_applications(leads), *_minutes(plans)]
    found += [*_answers(person, mine, shown), *_speakers(person), *_letters(person)]
    return sorted(found, key=lambda one: one.due_on or date.max)


def _action_items(person: User) -> Iterator[Waiting]:
    for one in _open_action_items(owner=person.pk):
        meeting = one.item.meeting
        agreed = timezone.localtime(meeting.starts_at).date()
        yield Waiting(
            one.text,
            _("Agreed at the meeting on %(date)s.")
            % {"date": date_format(agreed, "MONTH_DAY_FORMAT")},
            reverse("meetings:finish", args=[one.pk]),
            _("Done"),
            one.due_on,
            posts=True,
        )


@prepared
def _open_action_items(*, owner: int) -> QuerySet[ActionItem]:
    own = ActionItem.objects.open().filter(owner=owner)
    return own.filter(item__meeting__forum__archived_at=None).select_related("item__meeting")


def _letters(person: User) -> Iterator[Waiting]:
    if person.is_staff and (count := Mail.objects.failed().count()):
        said = ngettext(
            "%(count)s letter did not arrive", "%(count)s letters did not arrive", count
        )
        why = _("The mail server refused, or was tried for three days.")
        yield Waiting(said % {"count": count}, why, reverse("portal:letters"), _("See why"))


def _applications(leads: list[Forum]) -> Iterator[Waiting]:
    names = {forum.pk: str(forum) for forum in leads}
    for one in _waiting_in(forums=names):
        yield Waiting(
            _("%(name)s applies to join") % {"name": one.person},
            names[one.forum_id],
            one.get_absolute_url(),
            _("Read and answer"),
        )


@prepared
def _waiting_in(*, forums: Collection[int]) -> QuerySet[Application]:
    return Application.objects.waiting().filter(forum__in=forums).select_related("person")


def _minutes(plans: list[Forum]) -> Iterator[Waiting]:
    now = timezone.now()
    names = {forum.pk: str(forum) for forum in plans}
    for meeting in _without_minutes(forums=names, now=now, since=now - timedelta(days=60)):
        yield Waiting(
            _("The minutes are not published"),
            f"{names[meeting.forum_id]}: {meeting.title}",
            reverse("meetings:minutes", args=[meeting.pk]),
            _("Write minutes"),
        )


@prepared
def _without_minutes(
    *, forums: Collection[int], now: datetime, since: datetime
) -> QuerySet[Meeting]:
    held = Meeting.objects.held(now).filter(forum__in=forums, starts_at__gte=since)
    return held.filter(minutes_published_at=None).only("forum", "title")


def _answers(person: User, mine: list[Forum], shown: Meeting | None) -> Iterator[Waiting]:
    """Meetings I am invited to and have not answered, less the one that has its own sheet."""
    now, today = timezone.now(), timezone.localdate()
    names = {forum.pk: str(forum) for forum in mine}
    for meeting in _unanswered(person=person.pk, forums=names, now=now, today=today):
        if meeting == shown:
            continue
        day = date_format(timezone.localtime(meeting.starts_at), "MONTH_DAY_FORMAT")
        yield Waiting(
            _("Are you coming on %(day)s?") % {"day": day},
            f"{names[meeting.forum_id]}: {meeting.title}",
            meeting.get_absolute_url(),
            _("Answer"),
            meeting.answer_by,
        )


@prepared
def _unanswered(
    *, person: int, forums: Collection[int], now: datetime, today: date
) -> QuerySet[Meeting]:
    answered = SignUp.objects.filter(person=person).values("meeting")
    in_time = Q(answer_by__isnull=True) | Q(answer_by__gte=today)
    invited = Meeting.objects.ahead(now, now).not_cancelled().filter(in_time, forum__in=forums)
    invited = invited.filter(invited_at__isnull=False).exclude(pk__in=answered)
    return invited.only("forum", "title", "starts_at", "answer_by")


def _speakers(person: User) -> Iterator[Waiting]:
    """Those who say that they speak for an organisation, when I am to know whether they do."""
    if not person.is_staff and not person.speaks_for:
        return
    for one in Affiliation.objects.to_confirm_by(person).select_related("person", "organisation"):
        yield Waiting(
            _("Does %(name)s speak for %(organisation)s?")
            % {"name": one.person, "organisation": one.organisation},
            one.title,
            one.organisation.get_absolute_url(),
            _("See and confirm"),
        )
