"""Organisations, with the areas they serve."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medborger.areas.actions import organisations as actions
from medborger.areas.forms.organisations import OrganisationFilter, OrganisationForm
from medborger.areas.models import Area, Merger
from medborger.areas.queries.directory import chosen_by
from medborger.core.http import get_permitted, in_one_transaction, require
from medborger.core.log import record
from medborger.core.paging import page
from medborger.people.http import LoggedInRequest
from medborger.people.models import Organisation


def organisations(request: HttpRequest) -> HttpResponse:
    choice = OrganisationFilter(request.GET)
    found = chosen_by(request.user, **choice.chosen()).prefetch_related("areas_served")
    shown = page(found, request.GET, "name", "pk", size=30)
    context = {"filter": choice, "page": shown, "chosen": request.GET.urlencode()}
    return render(request, "areas/organisations.html", context)


def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    if not Organisation.objects.filter(pk=organisation_id).exists():
        return redirect(get_object_or_404(Merger, gone_id=organisation_id).kept)
    shown = get_permitted(
        request, "people.view_organisation", Organisation.objects, pk=organisation_id
    )
    speakers = None
    if request.user.has_perm("people.confirm_speakers", shown):
        record(request.user, "people.read_speakers", shown)
        speakers = shown.affiliations.current().select_related("person").order_by("person__name")
    mergers = []
    if request.user.has_perm("areas.merge_organisations"):
        mergers = [one for one in shown.mergers.to_undo() if one.can_be_undone]
    context = {
        "organisation": shown,
        "areas": shown.areas_served.order_by("name"),
        "speakers": speakers,
        "mergers": mergers,
    }
    return render(request, "areas/organisation.html", context)


@login_required
def create_organisation(request: LoggedInRequest) -> HttpResponse:
    require(request, "people.add_organisation")
    place = request.GET.get("area", "")
    here = Area.objects.filter(pk=place) if place.isdecimal() and len(place) < 10 else None
    return _form(request, Organisation(), {"areas_served": here} if here else {})


@login_required
@in_one_transaction
def change_organisation(request: LoggedInRequest, organisation_id: int) -> HttpResponse:
    changed = get_permitted(
        request, "people.change_organisation", Organisation.objects, pk=organisation_id
    )
    return _form(request, changed, {})


def _form(
    request: LoggedInRequest, instance: Organisation, initial: dict[str, object]
) -> HttpResponse:
    form = OrganisationForm(
        request.POST or None, instance=instance, initial=initial, by=request.user
    )
    if form.is_valid():
        saved = actions.keep(form.instance, form.cleaned_data["areas_served"])
        messages.success(request, _("The organisation is saved."))
        return redirect(saved)
    return render(request, "areas/organisation_form.html", {"form": form})
