"""Attachments of a case: clerks give and take them, whoever sees them fetches them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from medborger.core.http import get_permitted, send_file
from medborger.decisions import actions
from medborger.decisions.forms import CaseFileForm
from medborger.decisions.models import Case, CaseFile
from medborger.people.http import LoggedInRequest


@login_required
def files(request: LoggedInRequest, case_id: int) -> HttpResponse:
    case = get_permitted(request, "decisions.change_case", Case.objects, pk=case_id)
    form = CaseFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data.pop("files")
        actions.attach(request.user, case, given, **form.cleaned_data)
        messages.success(request, _given(len(given)))
        return redirect("decisions:files", case.pk)
    files = case.files.select_related("stored")
    return render(request, "decisions/files.html", {"case": case, "form": form, "files": files})


def _given(count: int) -> str:
    return ngettext("The file is saved.", "%(count)s files are saved.", count) % {"count": count}


@require_safe
def file(request: HttpRequest, case_file_id: int) -> HttpResponseBase:
    return send_file(_file(request, "decisions.view_casefile", case_file_id).stored)


@login_required
@require_POST
def open_file(request: LoggedInRequest, case_file_id: int) -> HttpResponse:
    """Open it to everyone, or close it again."""
    found = _file(request, "decisions.change_casefile", case_file_id)
    found.is_open = "luk" not in request.POST
    found.save(update_fields=["is_open"])
    said = _("The file is open to everyone.") if found.is_open else _("The file is closed.")
    messages.success(request, said)
    return redirect("decisions:files", found.case_id)


@login_required
@require_POST
def delete_file(request: LoggedInRequest, case_file_id: int) -> HttpResponse:
    found = _file(request, "decisions.change_casefile", case_file_id)
    actions.detach(request.user, found)
    messages.success(request, _("The file is deleted."))
    return redirect("decisions:files", found.case_id)


def _file(request: HttpRequest, permission: str, case_file_id: int) -> CaseFile:
    objects = CaseFile.objects.select_related("case", "stored")
    return get_permitted(request, permission, objects, pk=case_file_id)
