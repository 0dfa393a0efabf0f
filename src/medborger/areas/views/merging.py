"""A clerk makes two organisations one, or takes it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medborger.areas.actions import merging as actions
from medborger.areas.actions import organisations
from medborger.areas.forms.merging import MergeForm, OtherOrganisationFilter
from medborger.areas.models import Merger
from medborger.areas.queries import merging as queries
from medborger.core.http import require
from medborger.people.http import LoggedInRequest
from medborger.people.models import Organisation


@login_required
def duplicates(request: LoggedInRequest) -> HttpResponse:
    require(request, "areas.merge_organisations")
    context = {"pairs": queries.alike(), "kept_apart": queries.kept_apart()}
    return render(request, "areas/duplicates.html", context)


@login_required
@require_POST
def keep_apart(request: LoggedInRequest, organisation_id: int, other_id: int) -> HttpResponse:
    """They are not the same, or with `fortryd`: they may be after all."""
    require(request, "areas.merge_organisations")
    one = get_object_or_404(Organisation, pk=organisation_id)
    other = get_object_or_404(Organisation.objects.exclude(pk=one.pk), pk=other_id)
    if "fortryd" in request.POST:
        organisations.suggest_again(request.user, one, other)
        messages.success(request, _("The two are suggested again."))
    else:
        organisations.keep_apart(request.user, one, other)
        said = _("“%(one)s” and “%(other)s” are not suggested again. You can undo it below.")
        messages.success(request, said % {"one": one, "other": other})
    return redirect("areas:duplicates")


@login_required
def choose_other(request: LoggedInRequest, organisation_id: int) -> HttpResponse:
    require(request, "areas.merge_organisations")
    kept = get_object_or_404(Organisation, pk=organisation_id)
    choice = OtherOrganisationFilter(request.GET)
    asked = choice.asked()
    found = Organisation.objects.matching(asked).exclude(pk=kept.pk) if asked else None
    context = {
        "kept": kept,
        "filter": choice,
        "found": found[:20] if found is not None else None,
        "pairs": [] if asked else queries.alike(kept),
    }
    return render(request, "areas/choose_other.html", context)


@login_required
def merge(request: LoggedInRequest, organisation_id: int, gone_id: int) -> HttpResponse:
    require(request, "areas.merge_organisations")
    kept = get_object_or_404(Organisation, pk=organisation_id)
    gone = get_object_or_404(Organisation.objects.exclude(pk=kept.pk), pk=gone_id)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, gone=gone)
    may_be_one = kept.is_municipal == gone.is_municipal
    if may_be_one and form.is_valid():
        try:
            actions.merge(request.user, gone, kept, form.values())
        except actions.CannotMerge as refusal:
            messages.error(request, str(refusal))
            return redirect(kept)
        said = _("%(gone)s is now a part of %(kept)s. You can take it back for 30 days below.")
        kept.refresh_from_db()
        messages.success(request, said % {"gone": gone, "kept": kept})
        return redirect(kept)
    context = {
        "form": form,
        "kept": kept,
        "gone": gone,
        "may_be_one": may_be_one,
        "moving": queries.moving(gone),
    }
    return render(request, "areas/merge.html", context)


@login_required
@require_POST
def undo_merger(request: LoggedInRequest, merger_id: int) -> HttpResponse:
    require(request, "areas.merge_organisations")
    merger = get_object_or_404(Merger, pk=merger_id)
    try:
        back = actions.undo(request.user, merger)
    except actions.CannotUndo as refusal:
        messages.error(request, str(refusal))
        return redirect(merger.kept)
    messages.success(request, _("They are two organisations again."))
    return redirect(back)
