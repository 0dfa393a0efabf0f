"""Whole pages kept for a minute, for visitors about whom nothing is known.

What one person sees must never reach another. So a request is answered from here only when it could come from
anybody: it carries no cookie but that of the language. And a page is kept only when it was made for
nobody: it sets no cookie and holds no form token.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

PERSONAL_HEADERS = {"Authorization", "Range"}


@dataclass(frozen=True)
class KeptPage:
    plain: bytes
    zipped: bytes
    headers: dict[str, str]

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Nothing in the page is secret, so its length tells nothing: it may be compressed."""
        zipped = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.zipped if zipped else self.plain, headers=self.headers)
        response.headers["Content-Length"] = str(len(response.content))
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        return response


def pages_for_visitors(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    pages = caches["pages"]

    def answer(request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS or not could_be_anybody(request):
            return get_response(request)
        key = _key(request)
        kept: KeptPage | None = pages.get(key)
        if kept is None:
            response = get_response(request)
            if not is_for_nobody(request, response):
                return response
            body = response.content
            kept = KeptPage(body, gzip.compress(body, 6, mtime=0), dict(response.items()))
            pages.set(key, kept, settings.PAGE_CACHE_SECONDS)
        return kept.answer(request)

    return answer


def kept_for_all(template: str, values: Callable[[], dict[str, Any]]) -> SafeString:
    """Return a part of a page that is the same for everybody: it is rendered without the request."""
    key = f"{template}:{get_language()}"
    seconds = settings.PAGE_CACHE_SECONDS
    kept: str | None = caches["pages"].get(key) if seconds else None
    if kept is None:
        kept = render_to_string(template, values())
        caches["pages"].set(key, kept, seconds)  # for 0 seconds is not at all
    return mark_safe(kept)  # noqa: S308  (rendered by the template)


def could_be_anybody(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and not request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME}
        and not PERSONAL_HEADERS & request.headers.keys()
    )


def is_for_nobody(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Cache-Control" not in response.headers
        and not response.cookies
        and "CSRF_COOKIE" not in request.META
        and not request.user.is_authenticated
    )


def _key(request: HttpRequest) -> str:
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    parts = [request.scheme or "", request.get_host(), language, request.get_full_path()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
