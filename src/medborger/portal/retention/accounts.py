"""Accounts that nobody uses: a letter first, and thirty days later the account closes."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from medborger.core import mail
from medborger.people.models import User
from medborger.portal.people.closing import LastAdministrator, close_account

NOTICE = timedelta(days=30)


def note_visits() -> None:
    """Who stays logged in may visit for years without logging in. Sessions know; they are forgotten."""
    visits = UserSession.objects.filter(user=OuterRef("pk")).order_by("-last_seen_at")
    visited = User.objects.filter(usersession__isnull=False)
    visited.update(seen_at=Subquery(visits.values("last_seen_at")[:1]))


def warn_unused() -> int:
    """Write to those who were away so long that the account closes in thirty days."""
    note_visits()
    then = timezone.now() - timedelta(days=settings.RETENTION_ACCOUNTS_DAYS) + NOTICE
    unwarned = Q(warned_at__isnull=True) | Q(warned_at__lt=F("last_here"))
    return sum(_warn(person) for person in _away_since(then).filter(unwarned))


@transaction.atomic
def _warn(person: User) -> int:
    closes_on = timezone.localdate() + NOTICE
    mail.write(person, "portal/mail/unused.txt", closes_on=closes_on)
    return User.objects.filter(pk=person.pk).update(warned_at=timezone.now())


def close_unused() -> int:
    """Close the accounts of those who were warned and stayed away."""
    now = timezone.now()
    away = _away_since(now - timedelta(days=settings.RETENTION_ACCOUNTS_DAYS))
    warned = away.filter(warned_at__gte=F("last_here"), warned_at__lte=now - NOTICE)
    return sum(_close(person) for person in warned)


def _close(person: User) -> int:
    try:
        close_account(None, person)
    except LastAdministrator:
        return 0
    return 1


def _away_since(moment: datetime) -> "QuerySet[User]":
    """Neither logged in since, nor by a program with a token."""
    in_use = User.objects.filter(tokens__last_used_on__gte=moment)
    seen = User.objects.filter(is_active=True, closed_at__isnull=True).annotate(
        last_here=Greatest(
            "date_joined",
            Coalesce("last_login", "date_joined"),
            Coalesce("seen_at", "date_joined"),
        )
    )
    return seen.filter(last_here__lt=moment).exclude(pk__in=in_use)
