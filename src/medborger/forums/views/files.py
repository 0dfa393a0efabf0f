from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from medborger.core import paging
from medborger.core.file_fields import TitledFilesForm
from medborger.core.http import get_permitted, send_file, settled, told
from medborger.forums import actions
from medborger.forums.forms import ReplaceFileForm
from medborger.forums.models import FileVersion, Forum, ForumFile
from medborger.people.http import LoggedInRequest


@login_required
def files(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.see_files", Forum.objects, pk=forum_id)
    newest = FileVersion.objects.newest().filter(file__forum=forum)
    newest = newest.select_related("file", "stored__uploaded_by")
    context = {
        "forum": forum,
        "page": paging.page(newest, request.GET, "-stored_id"),
        "may_share": request.user.has_perm("forums.share_files", forum),
    }
    return render(request, "forums/files.html", context)


@login_required
def share(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.share_files", Forum.objects, pk=forum_id)
    form = TitledFilesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given, title = form.cleaned_data["files"], form.cleaned_data["title"]
        if settled(form, actions.share, request.user, forum, given, title=title):
            messages.success(request, _shared(len(given)))
            return redirect("forums:files", forum.pk)
    return render(request, "forums/share_files.html", {"forum": forum, "form": form})


def _shared(count: int) -> str:
    return ngettext(
        "The file is shared with the members.",
        "%(count)s files are shared with the members.",
        count,
    ) % {"count": count}


@login_required
def file(request: LoggedInRequest, forum_file_id: int) -> HttpResponse:
    """All versions of a file; who may, puts a new one in front."""
    shown = _file(request, "forums.view_forumfile", forum_file_id)
    may_change = request.user.has_perm("forums.change_forumfile", shown)
    if request.method == "POST":
        shown = _file(request, "forums.change_forumfile", forum_file_id)
    form = ReplaceFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        (given,) = form.cleaned_data["file"]
        if settled(form, actions.replace_file, request.user, shown, given):
            messages.success(request, _("The new version is saved. The older ones are still here."))
            return redirect(shown)
    context = {
        "forum": shown.forum,
        "file": shown,
        "versions": shown.versions.select_related("stored__uploaded_by"),
        "may_change": may_change,
        "form": form,
    }
    return render(request, "forums/file.html", context)


@require_safe
@login_required
def file_version(request: LoggedInRequest, version_id: int) -> HttpResponseBase:
    objects = FileVersion.objects.select_related("file__forum", "stored")
    found = get_permitted(request, "forums.view_fileversion", objects, pk=version_id)
    return send_file(found.stored)


@login_required
@require_POST
def delete_file(request: LoggedInRequest, forum_file_id: int) -> HttpResponse:
    gone = _file(request, "forums.change_forumfile", forum_file_id)
    told(request, _("The file is deleted."), actions.unshare, request.user, gone)
    return redirect("forums:files", gone.forum_id)


def _file(request: HttpRequest, permission: str, forum_file_id: int) -> ForumFile:
    objects = ForumFile.objects.select_related("forum")
    return get_permitted(request, permission, objects, pk=forum_file_id)
