"""The files of a meeting: for those who plan to give and take away, for all who see it to fetch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from medborger.core.http import get_permitted, send_file
from medborger.meetings import actions, queries
from medborger.meetings.forms import MeetingFileForm
from medborger.meetings.models import MeetingFile
from medborger.meetings.views.meetings import fetch
from medborger.people.http import LoggedInRequest


@login_required
def files(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.change_meeting", meeting_id)
    chosen = {"item": request.GET.get("punkt")}
    form = MeetingFileForm(
        request.POST or None, request.FILES or None, meeting=meeting, initial=chosen
    )
    if form.is_valid():
        given = form.cleaned_data["files"]
        actions.attach(request.user, meeting, given, item=form.cleaned_data["item"])
        messages.success(request, _given(len(given)))
        return redirect("meetings:files", meeting.pk)
    context = {"meeting": meeting, "form": form, "files": queries.files_of(meeting)}
    return render(request, "meetings/files.html", context)


def _given(count: int) -> str:
    return ngettext("The file is saved.", "%(count)s files are saved.", count) % {"count": count}


@require_safe
def file(request: HttpRequest, meeting_file_id: int) -> HttpResponseBase:
    objects = MeetingFile.objects.select_related("meeting__forum", "stored")
    found = get_permitted(request, "meetings.view_meetingfile", objects, pk=meeting_file_id)
    return send_file(found.stored)


@login_required
@require_POST
def delete_file(request: LoggedInRequest, meeting_file_id: int) -> HttpResponse:
    objects = MeetingFile.objects.select_related("meeting__forum", "stored")
    found = get_permitted(request, "meetings.change_meetingfile", objects, pk=meeting_file_id)
    actions.detach(request.user, found)
    messages.success(request, _("The file is deleted."))
    return redirect("meetings:files", found.meeting_id)
