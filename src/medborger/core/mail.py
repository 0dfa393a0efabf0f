"""Letters: written once as Markdown, stored with their cause, sent as text and HTML by an errand."""

import logging
import re
from contextlib import suppress
from datetime import timedelta
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from medborger.core.markdown import render
from medborger.core.models import Mail, MailQuerySet

log = logging.getLogger(__name__)
# Longer than a mail server may take with one letter: after this its worker must have died.
PATIENCE = timedelta(minutes=4)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=3)
MOST_TRIES = 50  # more than fit into that time, so its worker died of it again and again
SUBJECT = 250
_LINK = re.compile(r"\[([^]]+)]\((\S+?)\)")
_ANCHOR = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


class Addressee(Protocol):
    email: str
    language: str


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def write(to: Addressee, template: str, *, calendar: str = "", **context: Any) -> Mail:
    """Store a letter in the addressee's language and order its sending.

    The template is Markdown; its first line is the subject. Rendered without HTML escaping:
    Markdown is escaped and cleaned when it becomes HTML.
    """
    with translation.override(to.language):
        source = engines["django"].engine.get_template(template)  # type: ignore[attr-defined]
        values = {"to": to, "site": settings.SITE_URL, **context}
        subject, _, body = source.render(Context(values, autoescape=False)).strip().partition("\n")
        told = {"body": _showing_where(render(body)), "subject": subject}
        html = render_to_string("mail/frame.html", told)
    letter = Mail.objects.create(
        to=to.email,
        subject=" ".join(subject.split())[:SUBJECT],
        text=_as_text(body),
        html=html,
        calendar=calendar,
    )
    deliver.enqueue(letter.pk)
    return letter


def _showing_where(html: str) -> str:
    """Names are written into letters: what looks like our link says itself where else it leads."""

    def shown(link: re.Match[str]) -> str:
        address, text = link[1], link[2]
        is_told = address.startswith(f"{settings.SITE_URL}/") or text == address
        return link[0] if is_told else f"{link[0]} ({address})"

    return _ANCHOR.sub(shown, html)


def _as_text(body: str) -> str:
    """The letter without the signs of Markdown, as far as people would wonder at them."""
    text = _LINK.sub(r"\1: \2", body.strip()).replace("**", "")
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


@task()
def deliver(mail_id: int) -> None:
    """Send one letter when its time has come. How it went stands on the letter."""
    if due().filter(pk=mail_id).exists():
        _try(mail_id)


@task()
def deliver_waiting() -> None:
    """Send what is due and has not been sent: the mail server was down, or a worker died."""
    deadly = due().filter(tries__gte=MOST_TRIES)
    deadly.update(failed_at=timezone.now(), problem="The worker died of it")
    for mail_id in due().order_by("try_at", "pk").values_list("pk", flat=True)[:500]:
        if not _try(mail_id):
            return


@task()
def forget_sent() -> int:
    """Delete letters some time after they were sent or given up: they hold names and addresses."""
    then = timezone.now() - timedelta(days=settings.RETENTION_LETTERS_DAYS)
    return Mail.objects.filter(Q(sent_at__lt=then) | Q(failed_at__lt=then)).delete()[0]


def due() -> MailQuerySet:
    """Letters whose time has come, and that no worker has in hand."""
    now = timezone.now()
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=now - PATIENCE)
    return Mail.objects.waiting().filter(unclaimed, try_at__lte=now)


@transaction.atomic
def try_again(letters: MailQuerySet) -> int:
    """Send what was given up once more, from the beginning. Returns how many."""
    failed = list(letters.failed().select_for_update().values_list("pk", flat=True))
    fresh = {"tries": 0, "first_tried_at": None, "claimed_at": None, "try_at": timezone.now()}
    Mail.objects.filter(pk__in=failed).update(failed_at=None, **fresh)
    for mail_id in failed:
        deliver.enqueue(mail_id)
    return len(failed)


def _try(mail_id: int) -> bool:
    """Say whether the mail server was there. No transaction is held while it listens."""
    line = get_connection()
    try:
        line.open()
    except Exception as problem:
        _wait_for_server(problem)
        return False
    # Claimed as late as can be: a worker that dies before this has surely not sent it.
    if _claim(mail_id):
        _hand_over(mail_id, line)
    with suppress(SMTPException, OSError):
        line.close()
    return True


def _wait_for_server(problem: Exception) -> None:
    """Nothing is wrong with the letters: they wait a little, and none is given up."""
    log.warning("The mail server does not answer: %s", type(problem).__name__)
    due().update(try_at=timezone.now() + timedelta(minutes=1), problem=_said(problem))


def _claim(mail_id: int) -> int:
    now = timezone.now()
    return (
        due()
        .filter(pk=mail_id)
        .update(
            claimed_at=now,
            tries=F("tries") + 1,
            first_tried_at=Coalesce("first_tried_at", Value(now)),
        )
    )


def _hand_over(mail_id: int, line: BaseEmailBackend) -> None:
    letter = Mail.objects.get(pk=mail_id)
    try:
        line.send_messages([_message(letter)])
    except Exception as problem:
        _note(letter, problem)
    else:
        Mail.objects.filter(pk=mail_id).update(sent_at=timezone.now(), problem="")


def _note(letter: Mail, problem: Exception) -> None:
    """Plan the next try after a wait that grows, or give the letter up."""
    now = timezone.now()
    letter.problem, letter.claimed_at = _said(problem), None
    letter.try_at = now + min(FIRST_WAIT * 2 ** min(letter.tries - 1, 10), LONGEST_WAIT)
    if _is_final(problem) or now - (letter.first_tried_at or now) > GIVE_UP_AFTER:
        letter.failed_at = now
    letter.save(update_fields=["problem", "claimed_at", "try_at", "failed_at"])
    log.warning("Letter %s could not be sent: %s", letter.pk, type(problem).__name__)


def _is_final(problem: Exception) -> bool:
    """Say whether the server, or the letter itself, will answer the same for ever."""
    if isinstance(problem, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in problem.recipients.values())
    if isinstance(problem, SMTPDataError):
        return problem.smtp_code >= 500
    return isinstance(problem, (ValueError, SMTPNotSupportedError))


def _said(problem: Exception) -> str:
    if isinstance(problem, SMTPRecipientsRefused):
        code, answer = next(iter(problem.recipients.values()))
    elif isinstance(problem, SMTPResponseException):
        code, answer = problem.smtp_code, problem.smtp_error  # type: ignore[assignment]
    else:
        return f"{type(problem).__name__}: {problem}"[:250]
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"[:250]


def _message(letter: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[letter.to])
    # The same for every try, so that a mailbox can tell a letter that came twice.
    message.extra_headers["Message-ID"] = f"<medborger-{letter.key}@{_host()}>"
    message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in letter.calendar else "REQUEST"
        message.attach_alternative(letter.calendar, f"text/calendar; method={method}")
    return message


def _host() -> str:
    return settings.SITE_URL.split("//")[-1].split(":")[0]
