"""How long somebody stays logged in. Members: 30 days from their last visit. Administrators: less."""

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from medborger.people.http import known_devices
from medborger.people.http.proof import note_proof

BEGAN_AT = "logged_in_at"
SEEN_AT = "seen_at"
# A visit is written down no more often than this.
NOTED_EVERY = timedelta(minutes=15)
NOTED_EVERY_ADMINISTRATOR = timedelta(minutes=1)


def begin(request: HttpRequest) -> None:
    """Who has just logged in has just proved who it is."""
    request.session[BEGAN_AT] = request.session[SEEN_AT] = time.time()
    note_proof(request)
    request.has_just_logged_in = True  # type: ignore[attr-defined]


def as_long_as_agreed(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            if _is_over(request):
                logout(request)
            elif _since(request, SEEN_AT) > _noted_every(request):
                _note_visit(request)
            note_what_is_done(request)
        response = get_response(request)
        if hasattr(request, "has_just_logged_in") and request.user.is_authenticated:
            known_devices.remember(response, request.user.email)
        return response

    return answer


def note_what_is_done(request: HttpRequest) -> None:
    """Who only reads stays in the same forums all the while: they are asked for once (`roles_of`)."""
    request.user.only_reads = request.method in {"GET", "HEAD"}  # type: ignore[union-attr]


def _since(request: HttpRequest, moment: str) -> timedelta:
    return timedelta(seconds=time.time() - request.session.get(moment, 0))


def _is_over(request: HttpRequest) -> bool:
    return getattr(request.user, "is_staff", False) and (
        _since(request, BEGAN_AT) > settings.ADMINISTRATOR_SESSION
        or _since(request, SEEN_AT) > settings.ADMINISTRATOR_IDLE
    )


def _noted_every(request: HttpRequest) -> timedelta:
    is_staff = getattr(request.user, "is_staff", False)
    return NOTED_EVERY_ADMINISTRATOR if is_staff else NOTED_EVERY


def _note_visit(request: HttpRequest) -> None:
    """Saving the session also lets its 30 days begin again."""
    request.session[SEEN_AT] = time.time()
    UserSession.objects.create_from_request(request)
