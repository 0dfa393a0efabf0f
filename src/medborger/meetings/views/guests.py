"""Guests as the planners see them, and the meeting as a guest sees it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from medborger.core.http import address_is_a_key, get_permitted, send_file, settled
from medborger.core.log import record
from medborger.meetings import actions, queries
from medborger.meetings.forms import AnswerForm, GuestForm
from medborger.meetings.models import Guest
from medborger.meetings.views.meetings import fetch
from medborger.people.http import LoggedInRequest

# --- for those who plan ---


@login_required
def guests(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.see_answers", meeting_id)
    form = GuestForm(request.POST or None, instance=Guest(meeting=meeting))
    if request.method == "POST":
        meeting = fetch(request, "meetings.invite", meeting_id)
        if form.is_valid() and settled(form, actions.invite_guest, request.user, form.instance):
            said = _("The invitation is sent to %(name)s, and a place is kept.")
            messages.success(request, said % {"name": form.instance.name})
            return redirect("meetings:guests", meeting.pk)
    record(request.user, "meetings.read_sign_ups", meeting, forum_id=meeting.forum_id)
    context = {"meeting": meeting, "form": form, "guests": meeting.guests.all()}
    return render(request, "meetings/guests.html", context)


def _guest(request: HttpRequest, guest_id: int) -> Guest:
    objects = Guest.objects.welcome().select_related("meeting__forum")
    return get_permitted(request, "meetings.change_guest", objects, pk=guest_id)


@login_required
@require_POST
def renew_guest(request: LoggedInRequest, guest_id: int) -> HttpResponse:
    guest = _guest(request, guest_id)
    actions.renew_guest_link(request.user, guest)
    messages.success(request, _("A new link is sent. The old one no longer works."))
    return redirect("meetings:guests", guest.meeting_id)


@login_required
@require_POST
def withdraw_guest(request: LoggedInRequest, guest_id: int) -> HttpResponse:
    guest = _guest(request, guest_id)
    actions.withdraw_guest(request.user, guest)
    messages.success(request, _("The invitation is withdrawn, and the guest is told."))
    return redirect("meetings:guests", guest.meeting_id)


# --- for the guest ---


def _of_link(token: str) -> Guest | None:
    return Guest.objects.with_token(token).select_related("meeting__forum", "meeting__host").first()


@address_is_a_key
@sensitive_variables("token")
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting, and the guest's answer. Opening the page does nothing: mail scanners do too."""
    found = _of_link(token)
    if found is None:
        return render(request, "meetings/guest_link_closed.html", status=410)
    with translation.override(_language(request, found)):
        form = AnswerForm(request.POST or None, initial={"needs": found.needs})
        if request.method == "POST" and form.is_valid():
            _answer(request, found, form)
            return redirect(found)
        context = {"guest": found, "answer_form": form, **_meeting_of(found)}
        return render(request, "meetings/guest.html", context)


def _language(request: HttpRequest, guest: Guest) -> str:
    """That of the letter, until the guest has chosen another."""
    has_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return (has_chosen and translation.get_language()) or guest.language


def _meeting_of(guest: Guest) -> dict[str, object]:
    meeting, timetable = guest.meeting, queries.timetable(guest.meeting)
    return {
        "meeting": meeting,
        "timetable": timetable,
        "files": queries.hang_files(meeting, timetable, guest),
        "may_answer": actions.guest_may_answer(meeting),
    }


def _answer(request: HttpRequest, guest: Guest, form: AnswerForm) -> None:
    coming = form.cleaned_data["answer"] == "yes"
    try:
        actions.answer_as_guest(guest, coming, form.cleaned_data["needs"])
    except actions.AnswersAreClosed as refusal:
        messages.error(request, str(refusal))
    except actions.MeetingIsFull:
        messages.error(request, _("Your place was given to another. Write to the coordinator."))
    else:
        yes = _("Thank you. We look forward to seeing you.")
        no = _("Thank you for the answer. You can still change it.")
        messages.success(request, yes if coming else no)


@address_is_a_key
@sensitive_variables("token")
def guest_calendar(request: HttpRequest, token: str) -> HttpResponse:
    found = _of_link(token)
    if found is None:
        return render(request, "meetings/guest_link_closed.html", status=410)
    meeting = found.meeting
    page = found.get_absolute_url()
    entry = queries.calendar_of(meeting, page=page, link=meeting.link)
    response = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moede.ics"'
    return response


@address_is_a_key
@require_safe
@sensitive_variables("token")
def guest_file(request: HttpRequest, token: str, meeting_file_id: int) -> HttpResponseBase:
    """What is given to a meeting is for those invited, guests too: a file of this meeting only."""
    found = _of_link(token)
    if found is None:
        return render(request, "meetings/guest_link_closed.html", status=410)
    file = get_object_or_404(found.meeting.files.select_related("stored"), pk=meeting_file_id)
    return send_file(file.stored)
