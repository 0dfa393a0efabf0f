"""The list of people, a person's page, the copy of own data, and closing an account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from medborger.core.http import get_permitted, settled
from medborger.core.log import record
from medborger.core.paging import page
from medborger.people.http import LoggedInRequest, step_up
from medborger.people.models import User
from medborger.portal.people import closing, directory, own_data
from medborger.portal.people.forms import CloseForForm, CloseForm


@login_required
def people(request: LoggedInRequest) -> HttpResponse:
    choice = directory.PeopleFilter(request.GET)
    found = directory.find(request.user, **choice.chosen())
    shown = page(found, request.GET, "name", "pk", size=20)
    record(request.user, "people.read_directory")
    context = {"filter": choice, "page": shown, "rows": directory.rows(shown, request.user)}
    return render(request, "portal/people/list.html", context)


@login_required
def person(request: LoggedInRequest, person_id: int) -> HttpResponse:
    objects = directory.with_details(User.objects.get_queryset())
    shown = get_permitted(request, "people.view_user", objects, pk=person_id)
    [row] = directory.rows([shown], request.user)
    if row.email and shown != request.user:
        record(request.user, "people.read_contact", shown)
    context = {"row": row, "memberships": directory.memberships(shown, request.user)}
    return render(request, "portal/people/person.html", context)


@login_required
@step_up
def copy_of_own_data(request: LoggedInRequest) -> HttpResponse:
    """Made when asked for with a button: what only looks at links takes nothing out."""
    if request.method != "POST":
        return render(request, "portal/people/own_data.html")
    record(request.user, "people.export_own_data")
    response = HttpResponse(own_data.as_zip(request.user), content_type="application/zip")
    name = f"medborger-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@step_up
def close_own(request: LoggedInRequest) -> HttpResponse:
    if _is_closed(request, form := CloseForm(request.POST or None, person=request.user)):
        logout(request)
        messages.success(request, _("Your account is closed. Thank you for your part."))
        return redirect("portal:front")
    return _close_form(request, form)


@login_required
@step_up
def close_for(request: LoggedInRequest, person_id: int) -> HttpResponse:
    """An administrator closes the account of somebody who has left."""
    leaver = get_permitted(request, "people.close_account", User.objects, pk=person_id)
    if leaver == request.user:
        return redirect("portal:close_account")
    if _is_closed(request, form := CloseForForm(request.POST or None, person=leaver)):
        messages.success(request, _("The account is closed."))
        return redirect("portal:people")
    return _close_form(request, form)


def _is_closed(request: LoggedInRequest, form: CloseForm | CloseForForm) -> bool:
    return form.is_valid() and settled(form, closing.close_account, request.user, form.person)


def _close_form(request: LoggedInRequest, form: CloseForm | CloseForForm) -> HttpResponse:
    context = {
        "form": form,
        "person": form.person,
        "is_own": form.person == request.user,
        "hindrances": closing.hindrances(request.user, form.person),
        "left_alone": closing.left_alone(form.person),
    }
    return render(request, "portal/people/close.html", context)
