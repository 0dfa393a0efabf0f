"""The ways into a forum: an invitation, an application, or joining what is open to one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medborger.core import paging
from medborger.core.http import get_permitted, settled, told
from medborger.core.log import record
from medborger.forums import actions
from medborger.forums.forms import AnswerForm, ApplicationForm, InvitationForm, JoinForm
from medborger.forums.models import Application, Forum, ForumInvitation
from medborger.people.http import LoggedInRequest
from medborger.people.http.inviting import told_each

# --- invitations ---


@login_required
def invitations(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.invite", Forum.objects, pk=forum_id)
    form = InvitationForm(request.POST or None, forum=forum, seat=request.GET.get("plads", ""))
    if form.is_valid() and _invite_each(request, forum, form):
        return redirect("forums:invitations", forum.pk)
    sent = forum.invitations.select_related("invitation", "organisation", "seat")
    page = paging.page(sent, request.GET, "-pk")
    record(request.user, "forums.read_invitations", forum, forum_id=forum.pk)
    context = {"form": form, "forum": forum, "page": page}
    return render(request, "forums/invitations.html", context)


def _invite_each(request: LoggedInRequest, forum: Forum, form: InvitationForm) -> bool:
    brings = {name: value for name, value in form.cleaned_data.items() if name != "email"}
    return told_each(
        request,
        form,
        form.cleaned_data["email"],
        lambda one: actions.invite(request.user, forum, email=one.email, name=one.name, **brings),
    )


def _invitation(request: HttpRequest, invitation_id: int) -> ForumInvitation:
    objects = ForumInvitation.objects.select_related("forum", "seat", "organisation")
    return get_permitted(request, "forums.invite", objects, pk=invitation_id)


@login_required
@require_POST
def resend(request: LoggedInRequest, invitation_id: int) -> HttpResponse:
    sent = _invitation(request, invitation_id)
    done = _("A new link is sent. The old one no longer works.")
    told(request, done, actions.resend, request.user, sent)
    return redirect("forums:invitations", sent.forum_id)


@login_required
@require_POST
def withdraw_invitation(request: LoggedInRequest, invitation_id: int) -> HttpResponse:
    sent = _invitation(request, invitation_id)
    done = _("The invitation is withdrawn.")
    told(request, done, actions.withdraw_invitation, request.user, sent)
    return redirect("forums:invitations", sent.forum_id)


# --- applications ---


def apply(request: HttpRequest, forum_id: int) -> HttpResponse:
    """Who is not logged in reads how to come in; who waits for an answer sees the application."""
    if not request.user.is_authenticated:
        objects = Forum.objects.select_related("organisation")
        forum = get_permitted(request, "forums.view_forum", objects, pk=forum_id)
        return render(request, "forums/how_to_come_in.html", {"forum": forum})
    return _apply(request, forum_id)  # type: ignore[arg-type]


def _apply(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.apply", Forum.objects, pk=forum_id)
    if waiting := forum.applications.waiting().filter(person=request.user).first():
        return redirect(waiting)
    form = ApplicationForm(request.POST or None, person=request.user, forum=forum)
    if form.is_valid() and settled(form, actions.apply, request.user, forum, **form.cleaned_data):
        messages.success(request, _("Your application is sent."))
        return redirect("forums:apply", forum.pk)
    return render(request, "forums/apply.html", {"form": form, "forum": forum})


@login_required
def applications(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.manage", Forum.objects, pk=forum_id)
    received = forum.applications.select_related("person", "organisation", "seat")
    answered = received.exclude(status=Application.Status.WAITING)
    page = paging.page(answered, request.GET, "-answered_at", "-pk")
    record(request.user, "forums.read_applications", forum, forum_id=forum.pk)
    context = {"forum": forum, "waiting": received.waiting(), "page": page}
    return render(request, "forums/applications.html", context)


def _application(request: HttpRequest, permission: str, application_id: int) -> Application:
    objects = Application.objects.select_related("forum", "person", "organisation", "seat")
    return get_permitted(request, permission, objects, pk=application_id)


@login_required
def application(request: LoggedInRequest, application_id: int) -> HttpResponse:
    shown = _application(request, "forums.view_application", application_id)
    form = None
    if request.user.has_perm("forums.answer_application", shown):
        form = AnswerForm(request.POST or None, application=shown)
        if form.is_valid() and settled(form, _answer, request, shown, form):
            messages.success(request, _("Your answer is sent."))
            return redirect("forums:applications", shown.forum_id)
    context = {"form": form, "forum": shown.forum, "application": shown}
    return render(request, "forums/application.html", context)


def _answer(request: LoggedInRequest, shown: Application, form: AnswerForm) -> None:
    answer = form.cleaned_data["answer"]
    if form.says_yes:
        seat = form.cleaned_data["seat"]
        actions.approve(request.user, shown, seat=seat, answer=answer)
    else:
        actions.decline(request.user, shown, answer=answer)


@login_required
@require_POST
def withdraw_application(request: LoggedInRequest, application_id: int) -> HttpResponse:
    shown = _application(request, "forums.withdraw_application", application_id)
    done = _("Your application is withdrawn.")
    told(request, done, actions.withdraw_application, request.user, shown)
    return redirect(shown)


@login_required
def join(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, "forums.join", Forum.objects, pk=forum_id)
    form = JoinForm(request.POST or None, person=request.user)
    if form.is_valid():
        organisation = form.cleaned_data["organisation"]
        done = _("You are a member of %(forum)s.") % {"forum": forum}
        told(request, done, actions.join, request.user, forum, organisation=organisation)
        return redirect(forum)
    return render(request, "forums/join.html", {"form": form, "forum": forum})
