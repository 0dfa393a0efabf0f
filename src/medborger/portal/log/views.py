from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from civicmetrics.tables import to_csv
from medborger.core.http import get_permitted, require
from medborger.core.log import record
from medborger.core.models import LogEntry
from medborger.core.paging import page
from medborger.forums.models import Forum
from medborger.people.http import LoggedInRequest, step_up
from medborger.portal.log.lines import HEADINGS, LogFilter, OwnLogFilter, lines, rows

EVERYTHING = LogEntry.objects.select_related("by")


@login_required
def of_forum(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = _forum(request, forum_id)
    shown = _shown(request, EVERYTHING.filter(forum_id=forum.pk))
    record(request.user, "core.read_log", forum, forum_id=forum.pk)
    return render(request, "portal/log/of_forum.html", {"forum": forum, **shown})


@login_required
@step_up
def file_of_forum(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = _forum(request, forum_id)
    record(request.user, "core.export_log", forum, forum_id=forum.pk)
    return _file(request, EVERYTHING.filter(forum_id=forum.pk))


@login_required
def everything(request: LoggedInRequest) -> HttpResponse:
    """The whole installation, for administrators."""
    require(request, "portal.see_log")
    shown = _shown(request, EVERYTHING.all())
    record(request.user, "core.read_log")
    return render(request, "portal/log/everything.html", shown)


@login_required
@step_up
def file_of_everything(request: LoggedInRequest) -> HttpResponse:
    require(request, "portal.see_log")
    record(request.user, "core.export_log")
    return _file(request, EVERYTHING.all())


@login_required
def own(request: LoggedInRequest) -> HttpResponse:
    """What the log knows about oneself."""
    entries = EVERYTHING.filter(by=request.user)
    return render(request, "portal/log/own.html", _shown(request, entries, OwnLogFilter))


def _forum(request: HttpRequest, forum_id: int) -> Forum:
    found: Forum = get_permitted(request, "forums.manage", Forum.objects, pk=forum_id)
    return found


def _shown(
    request: HttpRequest, entries: QuerySet[LogEntry], form: type[OwnLogFilter] = LogFilter
) -> dict[str, Any]:
    choice = form(request.GET)
    found = page(choice.matching(entries), request.GET, "-at", "-pk", size=50)
    return {
        "filter": choice,
        "page": found,
        "lines": lines(found),
        "asked": request.GET.urlencode(),
    }


def _file(request: HttpRequest, entries: QuerySet[LogEntry]) -> HttpResponse:
    found = rows(LogFilter(request.GET).matching(entries))
    answer = HttpResponse(
        to_csv([str(word) for word in HEADINGS], found), content_type="text/csv; charset=utf-8"
    )
    name = f"log-{timezone.localdate().isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
