"""What every answer says to the browser: load nothing from strangers, tell them nothing.

In which language: Danish, until the visitor has chosen another. And what no question may hold.
"""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone, translation
from django.views.defaults import bad_request

from medborger.core.guard import let_through
from medborger.core.limits import TooOften
from medborger.core.log import record

Answer = Callable[[HttpRequest], HttpResponse]
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
)


def refuse_nonsense(get_response: Answer) -> Answer:
    """Addresses with NUL, and numbers longer than a database holds, are the sender's mistake."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation
        return get_response(request)

    def process_exception(request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, OverflowError):
            return bad_request(request, problem)
        return None

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def strict_headers(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return answer


def nothing_kept_of_private_pages(get_response: Answer) -> Answer:
    """Whoever comes to the computer next, and presses "back", finds nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def chosen_language(get_response: Answer) -> Answer:
    """Django's own middleware would let the browser choose, and many Danes browse in English."""
    known = dict(settings.LANGUAGES)

    def answer(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def reasons_for_stories(get_response: Answer) -> Answer:
    """Log why a text about one person was stored: the reason alone, when it was stored."""

    def answer(request: HttpRequest) -> HttpResponse:
        let_through.set("")
        response = get_response(request)
        is_page = not request.path.startswith("/api/")
        is_stored = response.status_code // 100 == (3 if is_page else 2)
        if is_stored and (reason := let_through.get()):
            forum_id = (
                request.resolver_match.kwargs.get("forum_id") if request.resolver_match else None
            )
            record(request.user, f"core.story_{reason}", forum_id=forum_id)
        return response

    return answer


def words_for_a_wrong_method(get_response: Answer) -> Answer:
    """Who reloads an address that only takes a form would see an empty window."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return answer


def words_for_too_often(get_response: Answer) -> Answer:
    """Who tried too often is told when to try again."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, TooOften):
            return None
        context = {
            "minutes": -(-problem.seconds // 60),
            "moment": timezone.now() + timedelta(seconds=problem.seconds),
        }
        response = render(request, "429.html", context, status=429)
        response.headers["Retry-After"] = str(problem.seconds)
        return response

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def says_what_is_stored(get_response: Answer) -> Answer:
    """Tell static/drafts.js that a form has come through, so that it forgets its copy."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            draft = request.POST.get("draft", "")
            if draft and not response.headers["Location"].startswith(
                resolve_url(settings.LOGIN_URL)
            ):
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(
                    "draft_stored", quote(draft[:200], safe=""), 3600, secure=secure, samesite="Lax"
                )
        return response

    return answer
