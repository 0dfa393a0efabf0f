"""My forums and meetings, and what waits for me."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medborger.core.models import Mail
from medborger.forums.models import Application, Forum, Membership
from medborger.meetings.models import ActionItem, Meeting, SignUp
from medborger.people.models import Affiliation, User

PLANNERS = (*Membership.LEADING, Membership.Role.PLANNER)


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
            _("Agreed at the meeting on %(date)s.")
            % {"date": date_format(agreed, "MONTH_DAY_FORMAT")},
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
        day = date_format(timezone.localtime(meeting.starts_at), "MONTH_DAY_FORMAT")
        yield Waiting(
            _("Are you coming on %(day)s?") % {"day": day},
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
