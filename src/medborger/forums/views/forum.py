from typing import Any

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medborger.areas.models import Area
from medborger.core import paging
from medborger.core.http import get_permitted, in_one_transaction, require, told
from medborger.forums import actions, queries
from medborger.forums.forms import ForumFilter, ForumForm, FoundForm, TermsForm, ThemeForm
from medborger.forums.models import Forum, ForumQuerySet, TermsOfReference, YearTheme, roles_of
from medborger.people.http import LoggedInRequest, step_up


def forums(request: HttpRequest) -> HttpResponse:
    choice = ForumFilter(request.GET, visitor=request.user)
    wanted = choice.chosen()
    mine = roles_of(request.user)
    if paging.is_first(request.GET) and not any(wanted.values()):
        page = paging.first_page(queries.first_of_list(mine=mine), request.GET, "name", "pk")
    else:
        found = _narrowed(wanted, Forum.objects.public_or(mine).select_related("area"))
        page = paging.page(found, request.GET, "name", "pk")
    is_administrator = request.user.is_authenticated and request.user.is_staff
    context = {
        "filter": choice,
        "page": page,
        "rows": queries.forum_rows(page, request.user),
        "may_start": rules.has_perm("forums.add_forum", request.user),
        "orphans": Forum.objects.active().without_coordinator() if is_administrator else (),
    }
    return render(request, "forums/forums.html", context)


def _narrowed(wanted: dict[str, Any], found: ForumQuerySet) -> ForumQuerySet:
    found = found.archived() if wanted.get("archived") else found.active()
    if kind := wanted.get("kind"):
        found = found.filter(kind=kind)
    if area := wanted.get("area"):
        found = found.filter(area__in=Area.objects.within(Area(pk=area)))
    return found


@login_required
def create(request: LoggedInRequest) -> HttpResponse:
    require(request, "forums.add_forum")
    form = FoundForm(request.POST or None, founder=request.user)
    if form.is_valid():
        forum = form.save(commit=False)
        actions.found(request.user, forum, seats=form.cleaned_data["seats"] or 0)
        messages.success(request, _("The forum is there. You are its coordinator."))
        return redirect("forums:manage", forum.pk)
    return render(request, "forums/forum_form.html", {"form": form})


@login_required
@in_one_transaction
def change(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.change_forum", Forum.objects, pk=forum_id)
    form = ForumForm(request.POST or None, instance=forum)
    if form.is_valid():
        form.save()
        messages.success(request, _("The forum is changed."))
        return redirect("forums:manage", forum.pk)
    # A form that failed has already written on its instance: the head shows what is stored.
    stored = Forum.objects.get(pk=forum.pk) if form.errors else forum
    return render(request, "forums/forum_form.html", {"form": form, "forum": stored})


def about(request: HttpRequest, forum_id: int) -> HttpResponse:
    objects = Forum.objects.select_related("area", "organisation")
    forum = get_permitted(request, "forums.view_forum", objects, pk=forum_id)
    context = {"forum": forum, "about": queries.about(forum)}
    return render(request, "forums/about.html", context)


def terms(request: HttpRequest, forum_id: int, version: int | None = None) -> HttpResponse:
    """The terms in force, or an earlier version."""
    forum = get_permitted(request, "forums.view_forum", Forum.objects, pk=forum_id)
    versions = list(forum.terms_of_reference.all())
    shown = next((one for one in versions if version in (None, one.version)), None)
    if shown is None:
        raise Http404
    context = {
        "forum": forum,
        "terms": shown,
        "versions": versions,
        "is_current": shown == versions[0],
    }
    return render(request, "forums/terms.html", context)


@login_required
def adopt_terms(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.change_forum", Forum.objects, pk=forum_id)
    newest = forum.terms_of_reference.first()
    fresh = TermsOfReference(forum=forum, text=newest.text if newest else "")
    form = TermsForm(request.POST or None, instance=fresh)
    if form.is_valid():
        told(
            request,
            _("The terms of reference are adopted."),
            actions.adopt_terms,
            request.user,
            forum,
            **form.cleaned_data,
        )
        return redirect("forums:about", forum.pk)
    return render(request, "forums/terms_form.html", {"form": form, "forum": forum})


@login_required
@in_one_transaction
def theme(request: LoggedInRequest, forum_id: int, year: int) -> HttpResponse:
    forum = get_permitted(request, "forums.change_forum", Forum.objects, pk=forum_id)
    own = forum.themes.filter(year=year).first() or YearTheme(forum=forum, year=year)
    form = ThemeForm(request.POST or None, instance=own)
    if form.is_valid():
        form.save()
        messages.success(request, _("The theme of %(year)s is saved.") % {"year": year})
        return redirect("forums:about", forum.pk)
    return render(request, "forums/theme_form.html", {"form": form, "forum": forum, "year": year})


@login_required
def manage(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.manage", Forum.objects, pk=forum_id)
    this_year = timezone.localdate().year
    context = {
        "forum": forum,
        "desk": queries.desk(forum),
        "this_year": this_year,
        "next_year": this_year + 1,
    }
    return render(request, "forums/manage.html", context)


@login_required
def archive(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.archive", Forum.objects, pk=forum_id)
    if request.method == "POST":
        told(
            request,
            _("The forum is archived. Everything in it can still be read."),
            actions.archive,
            request.user,
            forum,
        )
        return redirect("forums:manage", forum.pk)
    letters = queries.recipients(forum, request.user).count()
    context = {"forum": forum, "desk": queries.desk(forum), "letters": letters}
    return render(request, "forums/archive.html", context)


@login_required
@require_POST
def reopen(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.reopen", Forum.objects, pk=forum_id)
    actions.reopen(request.user, forum)
    messages.success(request, _("The forum is open again."))
    return redirect("forums:manage", forum.pk)


@login_required
@require_POST
@step_up
def become_coordinator(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    """An administrator cannot see a closed forum, but may step in where nobody coordinates."""
    forum = get_object_or_404(Forum.objects.active().without_coordinator(), pk=forum_id)
    if not request.user.has_perm("forums.become_coordinator", forum):
        raise PermissionDenied
    actions.become_coordinator(request.user, forum)
    messages.success(request, _("You are now the coordinator."))
    return redirect("forums:manage", forum.pk)
