"""Organisations out to a file and in from one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from medborger.areas.actions import exchange as actions
from medborger.areas.forms.exchange import FileForm, YesForm
from medborger.areas.forms.organisations import OrganisationFilter
from medborger.areas.models import OrganisationImport
from medborger.areas.queries.columns import COLUMNS, as_file, cells
from medborger.areas.queries.directory import chosen_by
from medborger.areas.queries.places import Places
from medborger.areas.queries.plan import Plan, plan
from medborger.core.http import require
from medborger.core.log import record
from medborger.people.http import LoggedInRequest, step_up
from medborger.people.models import Organisation

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN = 100


@login_required
@step_up
def export(request: LoggedInRequest, form: str) -> HttpResponse:
    """Everything, or what the filters of the list leave."""
    require(request, "areas.exchange_organisations")
    if form not in TYPES:
        raise Http404
    found = chosen_by(request.user, **OrganisationFilter(request.GET).chosen())
    rows = found.order_by("name", "pk").select_related("under_roof_of")
    written = as_file(list(cells(rows.prefetch_related("areas_served"), Places())), form)
    record(request.user, "people.export_organisations")
    name = slugify(_("Organisations"))
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(written, content_type=TYPES[form], headers=disposition)


@login_required
@step_up
def send_file(request: LoggedInRequest) -> HttpResponse:
    require(request, "areas.exchange_organisations")
    form = FileForm(request.POST or None, request.FILES or None)
    read = None
    if form.is_valid():
        table = form.table()
        read = plan(table.headings, table.rows)
        if not read.problems:
            if read.ignored:
                said = _("These columns are not read: %s.") % ", ".join(read.ignored[:20])
                messages.info(request, said)
            laid = actions.lay_ready(request.user, table.headings, table.rows, read)
            return redirect("areas:read_in", laid.pk)
    context = {"form": form, "read": read, "problems": read.problems[:SHOWN] if read else []}
    return render(request, "areas/send_file.html", context)


@login_required
@step_up
def read_in(request: LoggedInRequest, import_id: int) -> HttpResponse:
    """What the file would change, and the yes to it."""
    require(request, "areas.exchange_organisations")
    laid = get_object_or_404(OrganisationImport.objects.open(), pk=import_id, by=request.user)
    form = YesForm(
        request.POST if request.method == "POST" else None, has_stories=bool(laid.stories)
    )
    if form.is_valid():
        try:
            return _done(request, actions.read_in(request.user, laid, form.cleaned_data["seen"]))
        except actions.ChangedSince:
            messages.warning(
                request, _("Something has changed here since. Look through the changes again.")
            )
            return redirect("areas:read_in", laid.pk)
    coming = plan(laid.headings, laid.rows, is_guarded=True)
    form.initial["seen"] = coming.fingerprint
    context = {
        "form": form,
        "read": coming,
        "stories": laid.stories[:SHOWN],
        "new": coming.new[:SHOWN],
        "changed": coming.changed[:SHOWN],
        "problems": coming.problems[:SHOWN],
    }
    return render(request, "areas/read_in.html", context)


def _done(request: LoggedInRequest, done: Plan) -> HttpResponse:
    said = _("New: %(new)s. Changed: %(changed)s.")
    messages.success(request, said % {"new": len(done.new), "changed": len(done.changed)})
    return redirect("areas:organisations")


@login_required
def about_the_file(request: LoggedInRequest) -> HttpResponse:
    require(request, "areas.exchange_organisations")
    context = {"columns": COLUMNS, "kinds": Organisation.Kind.labels}
    return render(request, "areas/about_the_file.html", context)
