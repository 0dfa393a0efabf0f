"""Pages that concern the whole site, or put several contexts on one page."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe
from rules import has_perm

from medborger.areas.models import Area
from medborger.areas.queries.places import serving_more_than, serving_within
from medborger.core.checks import theme_of_settings
from medborger.core.health import signs as health_signs
from medborger.core.http import get_permitted, require, the_permitted
from medborger.core.mail import try_again
from medborger.core.models import Mail
from medborger.core.page_cache import kept_for_all
from medborger.core.paging import page
from medborger.core.theme import stylesheet
from medborger.decisions import queries as decisions
from medborger.forums import queries as forums
from medborger.forums.models import Forum, roles_of
from medborger.meetings import queries as meetings
from medborger.people.http import LoggedInRequest
from medborger.portal import queries, showcase, year
from medborger.portal.administration import tools_for
from medborger.portal.first_steps import first_steps
from medborger.portal.http import has_monitoring_token, told_health

MOST_ORGANISATIONS = 12  # on the page of an area; the list has the rest


def front(request: HttpRequest) -> HttpResponse:
    """What everybody may see, to everybody: a member finds the rest on my page."""
    page = kept_for_all("portal/_front.html", queries.front)
    return render(request, "portal/front.html", {"page": page})


@login_required
def my_page(request: LoggedInRequest) -> HttpResponse:
    mine = queries.forums_of(request.user)
    coming = queries.my_meetings(request.user, mine)
    context = {
        "next": coming[0] if coming else None,
        "later": coming[1:6],
        "places": meetings.places(coming[0], request.user) if coming else None,
        "waiting": queries.waits_for(request.user, mine, coming[0] if coming else None),
        "forums": queries.news_for(request.user, mine),
        "first_steps": [] if mine else first_steps(request.user),
        "applications": queries.applied(person=request.user.pk),
    }
    return render(request, "portal/my_page.html", context)


def forum(request: HttpRequest, forum_id: int) -> HttpResponse:
    seen = forums.forum_to_show(pk=forum_id, mine=roles_of(request.user))
    shown = the_permitted(request, "forums.view_forum", seen)
    this_year = year.of_forum(shown, request.user)
    context = {
        "forum": shown,
        "about": forums.about(shown),
        "coverage": forums.coverage(shown),
        "next_meeting": this_year.next_meeting,
        "year": this_year,
        "today": timezone.localdate(),
        "stories": decisions.stories_of(shown, request.user),
    }
    return render(request, "portal/forum.html", context)


def area(request: HttpRequest, area_id: int) -> HttpResponse:
    shown = get_permitted(request, "areas.view_area", Area.objects, pk=area_id)
    inside = Area.objects.within(shown)
    seen = Forum.objects.visible_to(request.user).active().filter(area__in=inside)
    context = {
        "area": shown,
        "above": [one for one in shown.ancestors() if one != shown],
        "parts": Area.objects.valid()
        .filter(parent__in=[shown, *shown.succeeds.all()])
        .order_by("name"),
        "forums": forums.forum_rows(seen, request.user),
        "organisations": serving_within(shown)[:MOST_ORGANISATIONS],
        "larger": serving_more_than(shown)[:MOST_ORGANISATIONS],
    }
    return render(request, "portal/area.html", context)


def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    context = {"q": words, "hits": queries.search(request.user, words)}
    return render(request, "portal/search.html", context)


@login_required
def administration(request: LoggedInRequest) -> HttpResponse:
    """What keeps the site in order, for those who do."""
    require(request, "portal.see_tools")
    return render(request, "portal/administration.html", {"groups": tools_for(request.user)})


@login_required
def letters(request: HttpRequest) -> HttpResponse:
    """What could not be sent. No word of a letter is shown: some let their reader log in."""
    require(request, "portal.see_letters")
    waiting = Mail.objects.waiting()
    context = {
        "page": page(Mail.objects.failed(), request.GET, "-failed_at", "-pk"),
        "waiting": waiting.count(),
        "problem": waiting.exclude(problem="").values_list("problem", flat=True).last(),
    }
    return render(request, "portal/letters.html", context)


@login_required
@require_POST
def send_again(request: HttpRequest, mail_id: int | None = None) -> HttpResponse:
    """One letter that was given up, or all of them."""
    require(request, "portal.see_letters")
    chosen = Mail.objects.filter(pk=mail_id) if mail_id else Mail.objects.all()
    count = try_again(chosen)
    said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
    messages.success(request, said % {"count": count})
    return redirect("portal:letters")


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For monitoring. Strangers learn whether all is well, and no more."""
    signs = health_signs()
    is_well = all(sign.is_well for sign in signs)
    may_know = has_monitoring_token(request) or (
        signs[0].is_well and has_perm("portal.see_health", request.user)
    )
    response = told_health(request, signs if may_know else [], is_well)
    response.status_code = 200 if is_well else 503
    response._has_been_logged = True  # type: ignore[attr-defined]  # asked every minute
    return response


def worried(request: HttpRequest) -> HttpResponse:
    """Where to go with worry about a person. This page never has a field to write in."""
    return render(request, "portal/worried.html", {"links": settings.WORRIED_LINKS})


def influence(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/influence.html")


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/cookies.html")


def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """The statement lies at was.digst.dk; the law wants this short address to lead there."""
    if settings.WAS_URL:
        return redirect(settings.WAS_URL)
    return render(request, "portal/was.html")


def components(request: HttpRequest) -> HttpResponse:
    """Each component in every state."""
    return render(request, "portal/components.html", showcase.values())


@cache_control(public=True, max_age=31_536_000, immutable=True)
def theme(request: HttpRequest) -> HttpResponse:
    """The installation's own colours. Its address changes with them."""
    return HttpResponse(stylesheet(theme_of_settings()), content_type="text/css; charset=utf-8")
