"""Letters: written once as Markdown, stored with their cause, sent as text and HTML by an errand."""

import logging
import re
from datetime import timedelta
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from medborger.core.markdown import render
from medborger.core.models import Mail

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=4)
SUBJECT = 250
_LINK = re.compile(r"\[([^]]+)]\((\S+?)\)")


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
        html = render_to_string("mail/frame.html", {"body": render(body), "subject": subject})
    letter = Mail.objects.create(
        to=to.email,
        subject=" ".join(subject.split())[:SUBJECT],
        text=_as_text(body),
        html=html,
        calendar=calendar,
    )
    deliver.enqueue(letter.pk)
    return letter


def _as_text(body: str) -> str:
    """The letter without the signs of Markdown, as far as people would wonder at them."""
    text = _LINK.sub(r"\1: \2", body.strip()).replace("**", "")
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


@task()
def deliver(mail_id: int) -> None:
    """Send one letter. Two workers never send the same one; no transaction is held meanwhile."""
    now = timezone.now()
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=now - PATIENCE)
    if Mail.objects.filter(unclaimed, pk=mail_id, sent_at=None).update(claimed_at=now):
        _send(Mail.objects.get(pk=mail_id))
        Mail.objects.filter(pk=mail_id).update(sent_at=timezone.now())


@task()
def deliver_waiting() -> None:
    """Try again what could not be sent, for example because the mail server was down."""
    waiting = Mail.objects.filter(sent_at=None, created_at__lt=timezone.now() - PATIENCE)
    for mail_id in waiting.order_by("created_at").values_list("pk", flat=True)[:500]:
        try:
            deliver.call(mail_id)
        except Exception as problem:  # one bad letter never holds back the others
            log.warning("Letter %s could not be sent: %s", mail_id, type(problem).__name__)


@task()
def forget_sent() -> None:
    """Delete letters 30 days after they were sent: they hold names and addresses."""
    Mail.objects.filter(sent_at__lt=timezone.now() - timedelta(days=30)).delete()


def _send(letter: Mail) -> None:
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[letter.to])
    message.extra_headers["Message-ID"] = f"<medborger-{letter.pk}@{_host()}>"
    message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in letter.calendar else "REQUEST"
        message.attach_alternative(letter.calendar, f"text/calendar; method={method}")
    message.send()


def _host() -> str:
    return settings.SITE_URL.split("//")[-1].split(":")[0]
