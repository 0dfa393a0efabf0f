"""What I say of myself: name and contact, whom I speak for, the tokens of my programs."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medborger.core.http import get_permitted, in_one_transaction
from medborger.people import actions
from medborger.people.forms import (
    AffiliationForm,
    ProfileForm,
    TokenForm,
)
from medborger.people.http import LoggedInRequest, step_up
from medborger.people.models import Affiliation, Organisation


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
