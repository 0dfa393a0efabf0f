"""How the health of the installation is told: in a word, to a program, or as a page."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from medborger.core.health import VERSION, Sign


def has_monitoring_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.MONITORING_TOKEN
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())


def told_health(request: HttpRequest, signs: list[Sign], is_well: bool) -> HttpResponse:
    """Tell what the asker may know: all signs, or none."""
    kind = request.get_preferred_type(["text/plain", "application/json", "text/html"])
    if request.path.endswith(".json") or kind == "application/json":
        return JsonResponse({"ok": is_well, **(_in_full(signs) if signs else {})})
    if signs and kind == "text/html":
        context = {"signs": signs, "is_well": is_well, "version": VERSION}
        return render(request, "portal/health.html", context)
    lines = [f"{sign.name}: {'ok' if sign.is_well else 'not ok'}" for sign in signs]
    text = "\n".join(["ok" if is_well else "not ok", *lines, ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _in_full(signs: list[Sign]) -> dict[str, object]:
    return {
        "version": VERSION,
        "signs": {sign.name: {"ok": sign.is_well, **sign.seen} for sign in signs},
    }
