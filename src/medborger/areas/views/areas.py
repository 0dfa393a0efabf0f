from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from medborger.areas.forms.areas import AreaForm
from medborger.areas.models import Area
from medborger.areas.queries.tree import tree
from medborger.core.http import get_permitted, in_one_transaction, require
from medborger.people.http import LoggedInRequest


def areas(request: HttpRequest) -> HttpResponse:
    branches = tree(request.GET.get("q", ""))
    context = {"tree": branches, "q": request.GET.get("q", "")}
    return render(request, "areas/areas.html", context)


@login_required
def create(request: LoggedInRequest) -> HttpResponse:
    require(request, "areas.add_area")
    inside = request.GET.get("i", "")
    parent = Area.objects.filter(pk=inside).first() if inside.isdecimal() else None
    return _form(request, Area(parent=parent, kind=Area.Kind.NEIGHBOURHOOD))


@login_required
@in_one_transaction
def change(request: LoggedInRequest, area_id: int) -> HttpResponse:
    return _form(request, get_permitted(request, "areas.change_area", Area.objects, pk=area_id))


def _form(request: LoggedInRequest, instance: Area) -> HttpResponse:
    form = AreaForm(request.POST or None, instance=instance)
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("The area is saved."))
        return redirect(saved)
    return render(request, "areas/area_form.html", {"form": form})
