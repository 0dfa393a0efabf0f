"""How often something may be tried, by address and by account, counted across all web processes.

The rates stand in ACCOUNT_RATE_LIMITS. allauth counts, in the cache that all processes share.
"""

import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest  # noqa: TID251  (stands at the door)
from django.utils import timezone
from django_tasks import task

from medborger.core.models import SharedValue

RATES = "allauth.account"


class TooOften(Exception):
    """It was tried too often, and may be tried again in so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = max(1, round(seconds))


def count(request: HttpRequest, action: str, key: str | None = None) -> None:
    """Count an attempt, unless there were too many already: then nothing may be done."""
    if not ratelimit.consume(request, app=RATES, action=action, key=key, limit_get=True):
        raise TooOften(_wait(request, action, key))


def stop_if_spent(request: HttpRequest, action: str) -> None:
    """As `count`, for what is counted only when it fails. Writes nothing."""
    if (seconds := _wait(request, action)) > 0:
        raise TooOften(seconds)


def visitor(request: HttpRequest) -> str:
    """Where somebody comes from, as it is counted."""
    return str(ratelimit.get_ip(request))


def _wait(request: HttpRequest, action: str, key: str | None = None) -> float:
    now, waits = time.time(), [0.0]
    for rate in ratelimit.get_rates(app=RATES, action=action):
        kept = ratelimit.get_cache_key(request, app=RATES, action=action, rate=rate, key=key)
        tried = cache.get(kept, [])
        if len(tried) >= rate.amount:
            waits.append(tried[-1] + rate.duration - now)
    return max(waits)


@task
def forget_expired() -> None:
    SharedValue.objects.filter(expires__lt=timezone.now()).delete()
