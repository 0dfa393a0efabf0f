from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medborger.core.http import require
from medborger.decisions import actions
from medborger.decisions.forms import ImportForm, PreviewForm
from medborger.decisions.models import Committee
from medborger.people.http import LoggedInRequest


@login_required
def import_case(request: LoggedInRequest) -> HttpResponse:
    """Paste or upload; what is read comes back as a preview, and nothing is stored."""
    require(request, "decisions.add_case")
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return _preview(request, form.preview())
    return render(request, "decisions/import.html", {"form": form})


def _preview(request: LoggedInRequest, form: PreviewForm) -> HttpResponse:
    context = {"form": form, "committees": Committee.objects.all()}
    return render(request, "decisions/import_preview.html", context)


@login_required
def save_import(request: LoggedInRequest) -> HttpResponse:
    require(request, "decisions.add_case")
    if request.method != "POST":  # somebody changed the language here, or came back later
        return redirect("decisions:import_case")
    form = PreviewForm.sent(request.POST)
    if form is None:
        messages.error(request, _("Something is lost on the way. Begin again."))
        return redirect("decisions:import_case")
    imported = _import(request, form) if form.is_valid() else []
    if not imported:
        return _preview(request, form)
    messages.success(request, _receipt(imported))
    one = imported[0].case if len(imported) == 1 else None
    return redirect(one or "decisions:cases")


def _import(request: LoggedInRequest, form: PreviewForm) -> list[actions.Imported]:
    """All items or none."""
    municipality = form.cleaned_data["municipality"]
    try:
        with transaction.atomic():
            return [
                actions.import_page(
                    request.user,
                    page,
                    municipality=municipality,
                    as_read=as_read,
                    is_open=is_open,
                )
                for page, as_read, is_open in form.corrected()
            ]
    except ValidationError as refused:
        form.add_error(None, refused)
        return []


def _receipt(imported: list[actions.Imported]) -> str:
    new = sum(one.is_new for one in imported)
    completed = sum(one.is_completed for one in imported)
    known = len(imported) - new - completed
    told = []
    if new:
        told.append(
            ngettext("One case is saved.", "%(count)s cases are saved.", new) % {"count": new}
        )
    if completed:
        told.append(
            ngettext(
                "One case was known already; what was missing is filled in.",
                "%(count)s cases were known already; what was missing is filled in.",
                completed,
            )
            % {"count": completed}
        )
    if known:
        told.append(
            ngettext(
                "One case was known already; there was nothing new in it.",
                "%(count)s cases were known already; there was nothing new in them.",
                known,
            )
            % {"count": known}
        )
    return " ".join(told)
