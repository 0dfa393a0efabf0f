from allauth.account.utils import perform_login
from django.conf import settings
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
from medborger.core.http import address_is_a_key, get_permitted, in_one_transaction, require
from medborger.core.log import record
from medborger.core.paging import page
from medborger.people import actions
from medborger.people.forms import (
    AcceptForm,
    AffiliationForm,
    FirstAdministratorForm,
    InvitationForm,
    ProfileForm,
    TokenForm,
)
from medborger.people.http import LoggedInRequest, step_up
from medborger.people.http.inviting import told_each
from medborger.people.models import Affiliation, Invitation, Organisation, User


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
@in_one_transaction
def profile(request: LoggedInRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        response = redirect("people:profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        return response
    if form.errors:
        request.user.refresh_from_db()
    affiliations = request.user.affiliations.select_related("organisation")
    return render(request, "people/profile.html", {"form": form, "affiliations": affiliations})


@login_required
def add_affiliation(request: LoggedInRequest) -> HttpResponse:
    return _affiliation_form(request, Affiliation(person=request.user))


@login_required
@in_one_transaction
def affiliation(request: LoggedInRequest, affiliation_id: int) -> HttpResponse:
    own = get_object_or_404(request.user.affiliations, pk=affiliation_id)
    return _affiliation_form(request, own)


def _affiliation_form(request: LoggedInRequest, instance: Affiliation) -> HttpResponse:
    form = AffiliationForm(request.POST or None, instance=instance)
    if form.is_valid():
        actions.speak_for(request.user, form.instance)
        messages.success(request, _("Your affiliation is saved."))
        return redirect("people:profile")
    return render(request, "people/affiliation_form.html", {"form": form})


@login_required
@step_up
def tokens(request: LoggedInRequest) -> HttpResponse:
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        chosen = form.cleaned_data
        _token, secret = actions.issue_token(
            request.user, chosen["name"], chosen["scopes"], chosen["days"]
        )
        form = TokenForm()
    return render(request, "people/tokens.html", {"form": form, "secret": secret})


@login_required
@require_POST
def delete_token(request: LoggedInRequest, token_id: int) -> HttpResponse:
    actions.delete_token(request.user, get_object_or_404(request.user.tokens, pk=token_id))
    messages.success(request, _("The token is deleted and no longer works."))
    return redirect("people:tokens")


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
    unused = Invitation.objects.filter(to_forum=None, accepted_at=None)
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


@login_required
@require_POST
def confirm_speaker(
    request: LoggedInRequest, organisation_id: int, affiliation_id: int
) -> HttpResponse:
    """Confirm that a person speaks for the organisation, or with `fortryd` take it back."""
    spoken_for = get_permitted(
        request, "people.confirm_speakers", Organisation.objects, pk=organisation_id
    )
    affiliation = get_object_or_404(spoken_for.affiliations, pk=affiliation_id)
    if "fortryd" in request.POST:
        actions.take_back_confirmation(request.user, affiliation)
        messages.success(request, _("It is no longer confirmed."))
    else:
        actions.confirm(request.user, affiliation)
        messages.success(request, _("It is confirmed."))
    return redirect(spoken_for)
