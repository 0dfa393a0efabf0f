from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from medborger.core.models import RetentionRun
from medborger.portal.retention.kinds import KINDS


def retention(request: HttpRequest) -> HttpResponse:
    """How long what is kept, for everybody; administrators see what went last night."""
    with_runs = request.user.has_perm("portal.see_retention_runs")
    runs = {run.kind: run for run in RetentionRun.objects.all()} if with_runs else {}
    rows = [(kind, runs.get(kind.key)) for kind in KINDS]
    return render(request, "portal/retention.html", {"rows": rows, "with_runs": with_runs})
