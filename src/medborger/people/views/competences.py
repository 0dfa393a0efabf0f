"""What colleagues can be asked about: a list the administration keeps, and each one's choice."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medborger.core.http import in_one_transaction, require
from medborger.core.paging import page
from medborger.people import actions
from medborger.people.forms import CompetenceForm, MergeCompetenceForm, OwnCompetencesForm
from medborger.people.http import LoggedInRequest
from medborger.people.models import Competence


@login_required
@in_one_transaction
def own(request: LoggedInRequest) -> HttpResponse:
    # Nothing ticked is an answer too.
    sent = request.POST if request.method == "POST" else None
    form = OwnCompetencesForm(sent, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your competences are saved."))
        return redirect("people:profile")
    return render(request, "people/own_competences.html", {"form": form})


@login_required
def competences(request: LoggedInRequest) -> HttpResponse:
    require(request, "people.keep_competences")
    form = CompetenceForm(request.POST or None)
    if form.is_valid():
        added = form.save()
        messages.success(request, _("“%(name)s” is on the list.") % {"name": added})
        return redirect("people:competences")
    having = Count("people", filter=Q(people__is_active=True))
    shown = page(Competence.objects.annotate(count=having), request.GET, "name", "pk", size=50)
    return render(request, "people/competences.html", {"form": form, "page": shown})


@login_required
@in_one_transaction
def competence(request: LoggedInRequest, competence_id: int) -> HttpResponse:
    require(request, "people.keep_competences")
    changed = get_object_or_404(Competence, pk=competence_id)
    form = CompetenceForm(request.POST or None, instance=changed)
    if form.is_valid():
        form.save()
        messages.success(request, _("The competence is saved."))
        return redirect("people:competences")
    return _competence_page(request, competence_id, form)


@login_required
@require_POST
def merge(request: LoggedInRequest, competence_id: int) -> HttpResponse:
    require(request, "people.keep_competences")
    merged = get_object_or_404(Competence, pk=competence_id)
    form = MergeCompetenceForm(request.POST, merged=merged)
    if form.is_valid():
        actions.merge_competences(request.user, merged, form.cleaned_data["into"])
        messages.success(request, _("The two are one now."))
        return redirect("people:competences")
    return _competence_page(request, competence_id, merging=form)


@login_required
@require_POST
def delete(request: LoggedInRequest, competence_id: int) -> HttpResponse:
    require(request, "people.keep_competences")
    get_object_or_404(Competence, pk=competence_id).delete()
    messages.success(request, _("The competence is off the list."))
    return redirect("people:competences")


def _competence_page(
    request: LoggedInRequest,
    competence_id: int,
    form: CompetenceForm | None = None,
    merging: MergeCompetenceForm | None = None,
) -> HttpResponse:
    shown = Competence.objects.get(pk=competence_id)
    context = {
        "competence": shown,
        "form": form or CompetenceForm(instance=shown),
        "merging": merging or MergeCompetenceForm(merged=shown),
        "count": shown.people.filter(is_active=True).count(),
    }
    return render(request, "people/competence.html", context)
