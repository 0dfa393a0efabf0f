"""Pages that concern the whole site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from medborger.core.checks import theme_of_settings
from medborger.core.theme import stylesheet


def components(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/components.html")


@cache_control(public=True, max_age=31_536_000, immutable=True)
def theme(request: HttpRequest) -> HttpResponse:
    """The installation's own colours. Its address changes with them."""
    return HttpResponse(stylesheet(theme_of_settings()), content_type="text/css; charset=utf-8")
