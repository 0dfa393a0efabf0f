from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medborger.core.http import get_permitted, in_one_transaction
from medborger.core.paging import first_page, is_first, page
from medborger.decisions import actions, queries
from medborger.decisions.forms import FollowUpForm, RecommendationFilter, RecommendationForm
from medborger.decisions.models import FollowUp, Recommendation, RecommendationQuerySet
from medborger.decisions.queries import HowFar
from medborger.forums.models import Forum, roles_of
from medborger.people.http import LoggedInRequest

NEWEST_FIRST = ("-recommended_on", "-pk")


def recommendations(request: HttpRequest) -> HttpResponse:
    choice = RecommendationFilter(request.GET, visitor=request.user)
    wanted = choice.chosen
    mine = roles_of(request.user)
    if not wanted and is_first(request.GET):
        shown = first_page(queries.newest(mine=mine), request.GET, *NEWEST_FIRST)
    else:
        shown = page(_narrowed(wanted, queries.listed(mine), request), request.GET, *NEWEST_FIRST)
    context = {
        "filter": choice,
        "is_narrowed": bool(wanted),
        "page": shown,
        "stories": queries.told(shown, request.user),
    }
    return render(request, "decisions/recommendations.html", context)


def _narrowed(
    wanted: dict[str, Any], found: RecommendationQuerySet, request: HttpRequest
) -> RecommendationQuerySet:
    if "forum" in wanted:
        found = found.filter(forum=wanted["forum"])
    if "how_far" in wanted:
        found = queries.at_step(found, HowFar(wanted["how_far"]), request.user)
    return found


def of_forum(request: HttpRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.view_forum", Forum.objects, pk=forum_id)
    found = queries.listed(roles_of(request.user)).filter(forum=forum)
    shown = page(found, request.GET, *NEWEST_FIRST)
    stories = queries.told(shown, request.user)
    context = {"forum": forum, "page": shown, "stories": stories}
    return render(request, "decisions/of_forum.html", context)


def recommendation(request: HttpRequest, recommendation_id: int) -> HttpResponse:
    shown = _recommendation(request, "decisions.view_recommendation", recommendation_id)
    story = queries.story(shown, request.user)
    context = {
        "recommendation": shown,
        "story": story,
        "stations": queries.timeline(story, request.user),
    }
    return render(request, "decisions/recommendation.html", context)


def _recommendation(request: HttpRequest, permission: str, pk: int) -> Recommendation:
    objects = Recommendation.objects.select_related("forum")
    return get_permitted(request, permission, objects, pk=pk)


@login_required
def create(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "decisions.add_recommendation", Forum.objects, pk=forum_id)
    form = RecommendationForm(request.POST or None, instance=Recommendation(forum=forum))
    if form.is_valid():
        made = _recommend(request, form)
        messages.success(request, _("The recommendation is saved."))
        return redirect(made)
    return render(request, "decisions/recommendation_form.html", {"form": form, "forum": forum})


@login_required
@in_one_transaction
def change(request: LoggedInRequest, recommendation_id: int) -> HttpResponse:
    changed = _recommendation(request, "decisions.change_recommendation", recommendation_id)
    form = RecommendationForm(request.POST or None, instance=changed)
    if form.is_valid():
        _recommend(request, form)
        messages.success(request, _("The recommendation is changed."))
        return redirect(changed)
    context = {"form": form, "forum": changed.forum, "recommendation": changed}
    return render(request, "decisions/recommendation_form.html", context)


def _recommend(request: LoggedInRequest, form: RecommendationForm) -> Recommendation:
    meetings = form.cleaned_data["meetings"]
    return actions.recommend(request.user, form.instance, meetings=meetings)


# --- what is done because of it ---


@login_required
def add_follow_up(request: LoggedInRequest, recommendation_id: int) -> HttpResponse:
    about = _recommendation(request, "decisions.change_recommendation", recommendation_id)
    return _follow_up_form(request, FollowUp(recommendation=about))


@login_required
@in_one_transaction
def change_follow_up(request: LoggedInRequest, follow_up_id: int) -> HttpResponse:
    return _follow_up_form(request, _follow_up(request, follow_up_id))


def _follow_up_form(request: LoggedInRequest, instance: FollowUp) -> HttpResponse:
    form = FollowUpForm(request.POST or None, instance=instance)
    if form.is_valid():
        form.save()
        messages.success(request, _("The step is saved."))
        return redirect(instance.recommendation)
    context = {"form": form, "recommendation": instance.recommendation, "follow_up": instance}
    return render(request, "decisions/follow_up_form.html", context)


@login_required
@require_POST
def delete_follow_up(request: LoggedInRequest, follow_up_id: int) -> HttpResponse:
    follow_up = _follow_up(request, follow_up_id)
    follow_up.delete()
    messages.success(request, _("The step is deleted."))
    return redirect(follow_up.recommendation)


def _follow_up(request: LoggedInRequest, follow_up_id: int) -> FollowUp:
    """A step, for those who may change its recommendation."""
    objects = FollowUp.objects.select_related("recommendation__forum")
    return get_permitted(request, "decisions.change_followup", objects, pk=follow_up_id)
