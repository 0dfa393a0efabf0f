"""Which groups at the municipality's log-in bring which roles. Each step shows first what it means."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from medborger.core.http import get_permitted, in_one_transaction, require, settled, told
from medborger.core.log import record
from medborger.core.paging import page
from medborger.forums import actions
from medborger.forums.forms import ChangedGroupRoleForm, GroupRoleForm
from medborger.forums.models import GroupRole
from medborger.people.http import LoggedInRequest, step_up


@login_required
def group_roles(request: LoggedInRequest) -> HttpResponse:
    require(request, "forums.map_groups")
    found = GroupRole.objects.visible_to(request.user).select_related("forum")
    context = {
        "page": page(found, request.GET, "forum__name", "group", "pk"),
        "with_groups": [one for one in settings.OIDC_PROVIDERS.values() if one.groups_claim],
    }
    return render(request, "forums/group_roles.html", context)


@login_required
@step_up
def add_group_role(request: LoggedInRequest) -> HttpResponse:
    require(request, "forums.map_groups")
    form = GroupRoleForm(request.POST or None, by=request.user)
    goes_on = form.is_valid() and "edit" not in request.POST
    if goes_on and "save" in request.POST:
        if settled(form, actions.map_group, request.user, form.instance):
            messages.success(request, _("The group has its role from the next log-in on."))
            return redirect("forums:group_roles")
        goes_on = False
    context = {"form": form, "group_role": form.instance, "goes_on": goes_on}
    template = "group_role_preview" if goes_on else "group_role_form"
    return render(request, f"forums/{template}.html", context)


@login_required
@step_up
@in_one_transaction
def group_role(request: LoggedInRequest, group_role_id: int) -> HttpResponse:
    changed = _mapping(request, group_role_id)
    form = ChangedGroupRoleForm(request.POST or None, instance=changed)
    goes_on = form.is_valid() and "edit" not in request.POST
    if goes_on and "save" in request.POST:
        role = form.cleaned_data["role"]
        if settled(form, actions.change_group_role, request.user, changed, role=role):
            messages.success(request, _("The group has another role now."))
            return redirect("forums:group_roles")
        goes_on = False
    context = {"form": form, "group_role": changed, "now": changed.memberships.count()}
    template = "group_role_preview" if goes_on else "group_role_form"
    return render(request, f"forums/{template}.html", context)


@login_required
@step_up
def unmap(request: LoggedInRequest, group_role_id: int) -> HttpResponse:
    removed = _mapping(request, group_role_id)
    if request.method == "POST":
        keeps = "behold" in request.POST and not removed.has_log_in
        done = _("The group no longer brings a role.")
        told(request, done, actions.unmap_group, request.user, removed, keeps=keeps)
        return redirect("forums:group_roles")
    record(request.user, "forums.read_members", removed.forum, forum_id=removed.forum_id)
    members = removed.memberships.select_related("person").order_by("person__name")
    context = {"group_role": removed, "members": members}
    return render(request, "forums/group_role_remove.html", context)


def _mapping(request: HttpRequest, group_role_id: int) -> GroupRole:
    objects = GroupRole.objects.select_related("forum")
    return get_permitted(request, "forums.change_grouprole", objects, pk=group_role_id)
