from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from medborger.core.http import get_permitted, in_one_transaction, the_permitted
from medborger.core.log import record
from medborger.core.paging import first_page, is_first, page
from medborger.forums.models import Forum, roles_of
from medborger.meetings import actions, queries
from medborger.meetings.forms import (
    AnswerForm,
    CancelForm,
    MeetingFilter,
    MeetingForm,
)
from medborger.meetings.models import Meeting, SignUp
from medborger.people.http import LoggedInRequest


def fetch(request: HttpRequest, permission: str, meeting_id: int) -> Meeting:
    objects = Meeting.objects.select_related("forum", "host").with_guests()
    return get_permitted(request, permission, objects, pk=meeting_id)


def meetings(request: HttpRequest) -> HttpResponse:
    choice = MeetingFilter(request.GET)
    held, only_open = choice.wants_held, choice.wants_open
    order = ("-starts_at", "-pk") if held else ("starts_at", "pk")
    now = timezone.now()
    asked: dict[str, Any] = {
        "mine": roles_of(request.user),
        "now": now,
        "a_day_before": now - timedelta(days=1),
    }
    if is_first(request.GET):
        shown = first_page(queries.nearest(held, only_open, **asked), request.GET, *order)
    else:
        shown = page(queries.listed(held, only_open, **asked), request.GET, *order)
    return render(request, "meetings/meetings.html", {"filter": choice, "page": shown})


def of_forum(request: HttpRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.view_forum", Forum.objects, pk=forum_id)
    seen = Meeting.objects.visible_to(request.user).filter(forum=forum).with_answers()
    held = page(seen.held(), request.GET, "-starts_at", "-pk")
    context = {"forum": forum, "upcoming": seen.upcoming(), "page": held}
    return render(request, "meetings/of_forum.html", context)


def detail(request: HttpRequest, meeting_id: int) -> HttpResponse:
    seen = queries.meeting_to_show(pk=meeting_id, mine=roles_of(request.user))
    meeting = the_permitted(request, "meetings.view_meeting", seen)
    return render(request, "meetings/meeting.html", _page(request, meeting))


def _page(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    is_member = request.user.has_perm("meetings.see_forum_work", meeting)
    previous = queries.previous(meeting) if is_member else None
    places = queries.places(meeting, request.user)
    timetable = queries.timetable(meeting, with_minutes=meeting.has_published_minutes)
    return {
        "meeting": meeting,
        "places": places,
        "timetable": timetable,
        "files": queries.hang_files(meeting, timetable),
        "previous": previous,
        "earlier": queries.earlier_action_items(meeting, previous) if is_member else [],
        "answer_form": AnswerForm(initial={"needs": places.own.needs if places.own else ""}),
    }


def calendar(request: HttpRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.view_meeting", meeting_id)
    link = meeting.link if request.user.has_perm("meetings.see_link", meeting) else ""
    entry = queries.calendar_of(meeting, link=link)
    response = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moede.ics"'
    return response


@login_required
@require_POST
def answer(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.view_meeting", meeting_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        context = _page(request, meeting) | {"answer_form": form}
        return render(request, "meetings/meeting.html", context, status=422)
    try:
        given = actions.answer(
            request.user, meeting, form.cleaned_data["answer"] == "yes", form.cleaned_data["needs"]
        )
    except actions.AnswersAreClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _receipt(given))
    return redirect(next_page(request, meeting))


def _receipt(given: SignUp) -> str:
    return {
        SignUp.Answer.ATTENDING: _("You are coming. You can change your answer here."),
        SignUp.Answer.WAITING: _("You are on the waiting list. We write if there is a place."),
        SignUp.Answer.DECLINED: _("Thank you for the answer. You can still change it."),
    }[SignUp.Answer(given.answer)]


def next_page(request: HttpRequest, meeting: Meeting) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else meeting.get_absolute_url()


@login_required
def answers(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.see_answers", meeting_id)
    given = meeting.sign_ups.select_related("person").order_by("answered_at", "pk")
    silent = actions.to_invite(meeting).order_by("name")
    numbers = Counter(one.answer for one in given)
    record(request.user, "meetings.read_sign_ups", meeting, forum_id=meeting.forum_id)
    context = {"meeting": meeting, "answers": given, "silent": silent, "numbers": numbers}
    return render(request, "meetings/answers.html", context)


@login_required
def create(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "meetings.add_meeting", Forum.objects, pk=forum_id)
    last = forum.meetings.order_by("starts_at").last()
    like = last if "som-sidst" in request.GET else None
    form = MeetingForm(request.POST or None, instance=Meeting(forum=forum), like=like)
    if form.is_valid():
        meeting = actions.plan(request.user, form.instance)
        messages.success(request, _("The meeting is planned. Look at the agenda, then invite."))
        return redirect("meetings:agenda", meeting.pk)
    context = {"form": form, "forum": forum, "last": None if like else last}
    return render(request, "meetings/meeting_form.html", context)


@login_required
@in_one_transaction
def change(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.change_meeting", meeting_id)
    form = MeetingForm(request.POST or None, instance=meeting)
    if form.is_valid():
        tells = form.cleaned_data.get("tells", False)
        changed = actions.change(request.user, form.instance, tells=tells)
        messages.success(request, _changed(changed))
        return redirect(meeting)
    context = {"form": form, "forum": meeting.forum, "meeting": meeting}
    return render(request, "meetings/meeting_form.html", context)


def _changed(meeting: Meeting) -> str:
    if meeting.change_to_tell is None:
        return _("The meeting is changed. Nobody is written to.")
    return _("The meeting is changed. Those invited get a letter about it in five minutes.")


@login_required
def invite(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.invite", meeting_id)
    if request.method == "POST":
        count = actions.invite(request.user, meeting)
        said = ngettext(
            "The invitation is sent to one person.",
            "The invitation is sent to %(count)s people.",
            count,
        )
        nobody = _(
            "Nobody is written to: the invitation went out a moment ago, or all have answered."
        )
        messages.success(request, said % {"count": count} if count else nobody)
        return redirect(meeting)
    context = {"meeting": meeting, "count": actions.to_invite(meeting).count()}
    return render(request, "meetings/invite.html", context)


@login_required
def cancel(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.cancel", meeting_id)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        actions.cancel(request.user, meeting, form.cleaned_data["reason"])
        messages.success(request, _("The meeting is cancelled, and those invited are told."))
        return redirect(meeting)
    context = {"form": form, "meeting": meeting, "count": actions.concerned(meeting).count()}
    return render(request, "meetings/cancel.html", context)
