"""Coming in by invitation; and inviting to Medborger itself, without a forum."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from medborger.core import limits
from medborger.core.http import address_is_a_key, require
from medborger.core.log import record
from medborger.core.paging import page
from medborger.people import actions
from medborger.people.forms import (
    AcceptForm,
    FirstAdministratorForm,
    InvitationForm,
)
from medborger.people.http import LoggedInRequest
from medborger.people.http.inviting import told_each
from medborger.people.models import Invitation, User


@address_is_a_key
@sensitive_variables("token")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button: mail scanners that open the link do not use it up."""
    if request.method == "POST":
        limits.count(request, "accept_invitation")
    invitation = Invitation.objects.with_token(token).first()
    known = User.objects.filter(email=invitation.email).first() if invitation else None
    if invitation is None or not actions.is_open(invitation) or (known and not known.is_active):
        context: dict[str, object] = {"invitation": invitation}
        return render(request, "people/invitation_closed.html", context, status=410)
    if request.method == "POST" and _must_log_in(request, invitation, known):
        return redirect_to_login(request.path)
    form_class = AcceptForm if invitation.email else FirstAdministratorForm
    form = form_class(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and (known or form.is_valid()):
        return _let_in(request, invitation, **({} if known else form.cleaned_data))
    context = {
        "form": None if known else form,
        "invitation": invitation,
        "must_log_in": _must_log_in(request, invitation, known),
    }
    return render(request, "people/accept_invitation.html", context)


def _must_log_in(request: HttpRequest, invitation: Invitation, known: User | None) -> bool:
    """A letter that is passed on gives no account away. Links from the console are the operator's."""
    return bool(known and known != request.user and invitation.invited_by_id)


def _let_in(request: HttpRequest, invitation: Invitation, **said: str) -> HttpResponse:
    try:
        person = actions.accept(invitation, **said, language=get_language() or "da")
    except actions.InvitationIsClosed:
        return redirect(request.path)
    if request.user.is_authenticated and request.user != person:
        logout(request)
    messages.success(request, _("Welcome, %(name)s.") % {"name": person.first_name})
    if request.user.is_authenticated:
        return redirect("portal:my_page")
    answer: HttpResponse = perform_login(request, person)  # two steps may have to be taken
    return answer


@login_required
def invitations(request: LoggedInRequest) -> HttpResponse:
    require(request, "people.invite")
    form = InvitationForm(request.POST or None)
    if form.is_valid() and told_each(
        request,
        form,
        form.cleaned_data["email"],
        lambda one: actions.invite_by_mail(request.user, one.email, one.name),
    ):
        return redirect("people:invitations")
    sent = Invitation.objects.filter(to_forum=None).exclude(email="").select_related("invited_by")
    shown = page(sent, request.GET, "-created_at", "-pk")
    record(request.user, "people.read_invitations")
    return render(request, "people/invitations.html", {"form": form, "page": shown})


@login_required
@require_POST
def renew_invitation(request: LoggedInRequest, invitation_id: int) -> HttpResponse:
    require(request, "people.invite")
    unused = Invitation.objects.filter(to_forum=None, accepted_at=None).exclude(email="")
    if not request.user.is_staff:  # nobody gives a power that is not one's own
        unused = unused.filter(makes_administrator=False)
    invitation = get_object_or_404(unused, pk=invitation_id)
    actions.renew_by_mail(request.user, invitation)
    messages.success(request, _("A new link is sent. The old one no longer works."))
    return redirect("people:invitations")


@login_required
@require_POST
def withdraw(request: LoggedInRequest, invitation_id: int) -> HttpResponse:
    require(request, "people.invite")
    withdrawn = get_object_or_404(Invitation, to_forum=None, pk=invitation_id)
    actions.take_back_invitation(request.user, withdrawn)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("people:invitations")
