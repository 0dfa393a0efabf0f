import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from medborger.core import paging
from medborger.core.guard import ACKNOWLEDGED, reason_in
from medborger.core.http import get_permitted, settled
from medborger.core.markdown import render as render_markdown
from medborger.forums import actions, queries
from medborger.forums.forms import MessageForm
from medborger.forums.models import Forum, Message
from medborger.people.http import LoggedInRequest


@login_required
def sent_messages(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.see_messages", Forum.objects, pk=forum_id)
    sent = forum.messages.select_related("sender")
    page = paging.page(sent, request.GET, "-pk")
    context = {
        "forum": forum,
        "page": page,
        "may_write": request.user.has_perm("forums.message", forum),
    }
    return render(request, "forums/messages.html", context)


@login_required
def message(request: LoggedInRequest, message_id: int) -> HttpResponse:
    objects = Message.objects.select_related("forum", "sender")
    shown = get_permitted(request, "forums.view_message", objects, pk=message_id)
    return render(request, "forums/message.html", {"forum": shown.forum, "message": shown})


@login_required
def write_message(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    """Write, see what it looks like and who gets it, then send."""
    forum = get_permitted(request, "forums.message", Forum.objects, pk=forum_id)
    form = MessageForm(request.POST or None, initial={"key": uuid.uuid4()})
    goes_on = form.is_valid() and "edit" not in request.POST
    if goes_on and "send" in request.POST and _send(request, forum, form):
        return redirect("forums:messages", forum.pk)
    if goes_on and not form.errors:
        return render(request, "forums/message_preview.html", _preview(request, forum, form))
    count = queries.recipients(forum, request.user).count()
    context = {"form": form, "forum": forum, "count": count}
    return render(request, "forums/message_form.html", context)


def _send(request: LoggedInRequest, forum: Forum, form: MessageForm) -> bool:
    if not settled(form, actions.send_message, request.user, forum, **form.cleaned_data):
        return False
    count = queries.recipients(forum, request.user).count()
    done = ngettext(
        "The message is on its way to %(count)s member.",
        "The message is on its way to %(count)s members.",
        count,
    )
    messages.success(request, done % {"count": count})
    return True


def _preview(request: LoggedInRequest, forum: Forum, form: MessageForm) -> dict[str, Any]:
    return {
        "form": form,
        "forum": forum,
        "recipients": queries.recipients(forum, request.user),
        "html": render_markdown(form.cleaned_data["text"]),
        "acknowledged": ACKNOWLEDGED,
        "reason": reason_in(request.POST),
    }
