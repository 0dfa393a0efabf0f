"""Each kind of data: how long it is kept, why, and what forgets it.

What is due is deleted by a query, so that running twice changes nothing more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from medborger.core import files, mail
from medborger.core.models import LogEntry, StoredFile
from medborger.forums.models import Application, Message
from medborger.meetings.models import Guest, Meeting, SignUp
from medborger.people.models import Invitation, Token
from medborger.portal.retention.accounts import close_unused, warn_unused


@dataclass(frozen=True)
class Kind:
    """`forget` deletes what is due and returns how many rows went."""

    key: str
    what: Promise
    how_long: Promise
    why: Promise
    forget: Callable[[], int]
    days: int | None = None

    @property
    def bounds(self) -> tuple[int, int] | None:
        least, most = (getattr(self.days, name, None) for name in ("least", "most"))
        return None if least is None or most is None else (least, most)


def _before(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def forget_invitations() -> int:
    then = _before(settings.RETENTION_INVITATIONS_DAYS)
    closed = Q(accepted_at__lt=then) | Q(withdrawn_at__lt=then) | Q(expires_at__lt=then)
    return _number(Invitation.objects.filter(closed))


def forget_sign_ups() -> int:
    """Who came is forgotten, how many is kept."""
    then = _before(settings.RETENTION_SIGN_UPS_DAYS)
    old = Meeting.objects.filter(ends_at__lt=then).filter(
        Q(sign_ups__isnull=False) | Q(guests__isnull=False)
    )
    for meeting in old.distinct():
        Meeting.objects.filter(pk=meeting.pk).update(came=meeting.count_taken())
    due = Q(meeting__ends_at__lt=then)
    return _number(SignUp.objects.filter(due)) + _number(Guest.objects.filter(due))


def forget_applications() -> int:
    then = _before(settings.RETENTION_APPLICATIONS_DAYS)
    refused = [Application.Status.DECLINED, Application.Status.WITHDRAWN]
    return _number(Application.objects.filter(status__in=refused, answered_at__lt=then))


def forget_recipients() -> int:
    then = _before(settings.RETENTION_RECIPIENTS_DAYS)
    got: Any = Message.recipients.through
    return _number(
        got.objects.filter(message__sent_at__lt=then, message__letters_written_at__isnull=False)
    )


def forget_tokens() -> int:
    then = _before(settings.RETENTION_TOKENS_DAYS)
    return _number(Token.objects.filter(expires_at__lt=then))


def forget_log() -> int:
    return LogEntry.objects.forget_before(_before(settings.RETENTION_LOG_DAYS))


def forget_sessions() -> int:
    return _number(Session.objects.filter(expire_date__lt=timezone.now()))


def forget_errands() -> int:
    """What was given up is kept three months, for whoever looks into it."""
    done = Q(
        status=TaskResultStatus.SUCCESSFUL,
        finished_at__lt=_before(settings.RETENTION_ERRANDS_DAYS),
    )
    given_up = Q(status=TaskResultStatus.FAILED, finished_at__lt=_before(90))
    return _number(DBTaskResult.objects.filter(done | given_up))


def forget_files() -> int:
    before = StoredFile.objects.count()
    files.clear_files.call()
    return max(0, before - StoredFile.objects.count())


def _number(due: "QuerySet[Any]") -> int:
    """Delete, and count the rows themselves, not what hangs on them."""
    _all, by_model = due.delete()
    return by_model.get(due.model._meta.label, 0)


KINDS = [
    Kind(
        "invitations",
        _("Invitations"),
        _(
            "An invitation works for 30 days. It is deleted when it has been used, withdrawn or expired for:"
        ),
        _("They hold the address of somebody who may never have said yes."),
        forget_invitations,
        settings.RETENTION_INVITATIONS_DAYS,
    ),
    Kind(
        "sign_ups",
        _("Who came to a meeting, and what they asked us to consider"),
        _("After the meeting:"),
        _("The number of people is enough for the yearly report, and it is kept."),
        forget_sign_ups,
        settings.RETENTION_SIGN_UPS_DAYS,
    ),
    Kind(
        "applications",
        _("Applications that were declined or withdrawn"),
        _("After the answer:"),
        _("One may ask why, and apply again. After that nobody needs them."),
        forget_applications,
        settings.RETENTION_APPLICATIONS_DAYS,
    ),
    Kind(
        "warnings",
        _("Warning before an account is closed"),
        _("The letter is sent so long before the account is closed:"),
        _("You only need to log in to keep your account."),
        warn_unused,
        30,
    ),
    Kind(
        "accounts",
        _("Accounts that nobody uses"),
        _("After your last visit:"),
        _(
            "Who has left forgets to say so. Name and addresses go, what you wrote for a forum stays."
        ),
        close_unused,
        settings.RETENTION_ACCOUNTS_DAYS,
    ),
    Kind(
        "log",
        _("Who did what: the log of lists read, roles changed and files taken out"),
        _("After it happened:"),
        _("Misuse is often found late. The log holds nothing of what was written."),
        forget_log,
        settings.RETENTION_LOG_DAYS,
    ),
    Kind(
        "letters",
        _("Letters we have sent"),
        _("After they were sent, or given up:"),
        _("So that we can find out why a letter did not arrive."),
        mail.forget_sent.call,
        settings.RETENTION_LETTERS_DAYS,
    ),
    Kind(
        "recipients",
        _("Who got a message to all members"),
        _("After it was sent:"),
        _("The message and the number of people stay with the forum."),
        forget_recipients,
        settings.RETENTION_RECIPIENTS_DAYS,
    ),
    Kind(
        "tokens",
        _("Access tokens for programs"),
        _("After they expired:"),
        _("So that you see why a program no longer gets in."),
        forget_tokens,
        settings.RETENTION_TOKENS_DAYS,
    ),
    Kind(
        "sessions",
        _("That you are logged in on a device"),
        _("Until you log out, or 30 days after your last visit."),
        _("You should not have to log in every day."),
        forget_sessions,
    ),
    Kind(
        "files",
        _("Files that were taken off a page"),
        _("After they were taken off:"),
        _("So that an upload that was broken off can be tried again."),
        forget_files,
        1,
    ),
    Kind(
        "errands",
        _("What the site has done in the background, without texts"),
        _("After it succeeded. What failed is kept for 90 days:"),
        _("So that faults can be found."),
        forget_errands,
        settings.RETENTION_ERRANDS_DAYS,
    ),
]
