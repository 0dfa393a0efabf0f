from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from medborger.core.http import get_permitted, in_one_transaction, settled, told
from medborger.core.log import record
from medborger.forums import actions, queries
from medborger.forums.forms import HandOverForm, MembershipForm
from medborger.forums.models import Forum, Membership
from medborger.people.http import LoggedInRequest, step_up


def members(request: HttpRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.see_members", Forum.objects, pk=forum_id)
    contacts = request.user.has_perm("forums.see_contacts", forum)
    rows = queries.member_rows(forum, with_contacts=contacts)
    own = next((row for row in rows if row.membership.person_id == request.user.pk), None)
    if request.user.is_authenticated:
        record(request.user, "forums.read_members", forum, forum_id=forum.pk)
    may_change = request.user.has_perm("forums.change_membership", forum)
    context = {
        "forum": forum,
        "rows": rows,
        "own": own.membership if own else None,
        "with_contacts": contacts,
        "may_change": may_change,
        "left_behind": queries.left_behind(rows) if may_change else [],
    }
    return render(request, "forums/members.html", context)


def _membership(request: HttpRequest, permission: str, membership_id: int) -> Membership:
    objects = Membership.objects.select_related("forum", "person", "organisation")
    return get_permitted(request, permission, objects, pk=membership_id)


@login_required
@step_up
@in_one_transaction
def member(request: LoggedInRequest, membership_id: int) -> HttpResponse:
    changed = _membership(request, "forums.change_membership", membership_id)
    form = MembershipForm(request.POST or None, instance=changed)
    if form.is_valid() and settled(
        form, actions.change_membership, request.user, changed, **form.cleaned_data
    ):
        messages.success(request, _("The membership is changed."))
        return redirect("forums:members", changed.forum_id)
    context = {"form": form, "forum": changed.forum, "membership": changed}
    return render(request, "forums/membership_form.html", context)


@login_required
def remove(request: LoggedInRequest, membership_id: int) -> HttpResponse:
    removed = _membership(request, "forums.remove", membership_id)
    if request.method == "POST":
        done = _("%(name)s is no longer a member.") % {"name": removed.person}
        told(request, done, actions.remove, request.user, removed)
        return redirect("forums:members", removed.forum_id)
    context = {"forum": removed.forum, "membership": removed}
    return render(request, "forums/remove.html", context)


@login_required
def leave(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.leave", Forum.objects, pk=forum_id)
    if request.method == "POST":
        done = _("You are no longer a member of %(forum)s.") % {"forum": forum}
        is_left = told(request, done, actions.leave, request.user, forum)
        return redirect("forums:list") if is_left else redirect("forums:leave", forum.pk)
    return render(request, "forums/leave.html", {"forum": forum})


@login_required
@step_up
def hand_over(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.hand_over", Forum.objects, pk=forum_id)
    form = HandOverForm(request.POST or None, forum=forum, by=request.user)
    if form.is_valid() and settled(form, actions.hand_over, request.user, form.cleaned_data["to"]):
        to = form.cleaned_data["to"]
        messages.success(request, _("%(name)s has your role now.") % {"name": to.person})
        return redirect("forums:members", forum.pk)
    mine = forum.memberships.get(person=request.user)
    return render(request, "forums/hand_over.html", {"form": form, "forum": forum, "mine": mine})
