"""Browsers in which somebody has logged in before: strangers who try the same address do not shut them out.

OWASP calls it a device cookie. It lets nobody in, and says only on whose count the next attempts go.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from medborger.core import limits

COOKIE = "device"
KEPT = timedelta(days=180)
# Sent nowhere else, so that all other pages are the same for everybody.
PATH = "/log-ind/"


def remember(response: HttpResponse, email: str) -> None:
    response.set_cookie(
        COOKIE,
        _signer(email).sign(secrets.token_urlsafe(12)),
        max_age=KEPT,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def count(request: HttpRequest, action: str, email: str) -> None:
    """Count an attempt on an address: each device by itself, and those nobody knows together too."""
    if device := _known(request, email):
        limits.count(request, action, key=f"{email} {device}")
    else:
        limits.count(request, action, key=f"{email} from {limits.visitor(request)}")
        limits.count(request, f"{action}_by_strangers", key=email)


def _known(request: HttpRequest, email: str) -> str:
    try:
        return _signer(email).unsign(request.COOKIES.get(COOKIE, ""), max_age=KEPT)
    except signing.BadSignature:
        return ""


def _signer(email: str) -> signing.TimestampSigner:
    """The address is in the salt alone: the cookie does not tell it to whoever comes next."""
    return signing.TimestampSigner(salt=f"people.device {email.lower()}")
