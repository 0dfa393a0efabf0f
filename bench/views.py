"""The page of `bench.bare`."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from medborger.meetings.models import Meeting

ROWS = """<!DOCTYPE html><html lang="da"><head><title>20 rows</title></head><body><p>{{ user }}</p>
{% for one in meetings %}<article><h2><a href="{% url "row" one.pk %}">{{ one.title }}</a></h2>
<p>{{ one.forum }}, {{ one.starts_at|date:"j. F Y H.i" }}, {{ one.place }}</p>
<p>{{ one.forum.summary }}</p></article>{% endfor %}</body></html>"""


@cache
def template() -> Template:
    return Template(ROWS)


def rows(request: HttpRequest, pk: int = 0) -> HttpResponse:
    meetings = Meeting.objects.select_related("forum").order_by("-pk")[:20]
    return HttpResponse(template().render(Context({"meetings": meetings, "user": request.user})))


urlpatterns = [path("", rows), path("row/<int:pk>/", rows, name="row")]
