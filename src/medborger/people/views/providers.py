"""Log-in through a municipality's identity provider, and which of them one has connected."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from medborger.core import limits
from medborger.core.identity_providers import Identity, IdentityProvider
from medborger.people import actions
from medborger.people.http import LoggedInRequest, oidc, step_up

FIFTEEN_MINUTES = 900


@never_cache
@require_GET
def log_in_through(request: HttpRequest, key: str) -> HttpResponse:
    """A link and no form: the browser refuses to follow a form to another site (form-action)."""
    known = _provider(key)
    limits.count(request, "provider")
    try:
        return oidc.begin(request, known)
    except oidc.LogInRefused as refusal:
        return _say(request, known, refusal.why, refusal.status)


@never_cache
@require_GET
@sensitive_variables()
def log_in_answer(request: HttpRequest, key: str) -> HttpResponse:
    """Where the provider sends people back to."""
    known = _provider(key)
    try:
        identity, state = oidc.finish(request, known)
        if state["process"] == oidc.CONNECT:
            return _connect(request, identity, state["data"]["person"])
        person = actions.recognise(identity, language=get_language() or "da")
    except oidc.LogInRefused as refusal:
        return _say(request, known, refusal.why, refusal.status)
    except (actions.NotKnownHere, actions.InvitationIsClosed):
        return _say(request, known, "unknown")
    except actions.BelongsToAnother:
        return _say(request, known, "another", 409)
    record_authentication(request, person, "socialaccount", provider=key, uid=identity.uid)
    answer: HttpResponse = perform_login(request, person, redirect_url=state.get("next"))
    request.session["logged_in_through"] = known.name
    return answer


def _connect(request: HttpRequest, identity: Identity, asked_by: int | None) -> HttpResponse:
    if not request.user.is_authenticated or request.user.pk != asked_by:
        raise oidc.LogInRefused("late", 400)
    actions.connect(request.user, identity)
    said = _("You can now log in through %(name)s.") % {"name": identity.provider.name}
    messages.success(request, said)
    return redirect("people:providers")


@login_required
@step_up
def providers(request: LoggedInRequest) -> HttpResponse:
    connected = SocialAccount.objects.filter(user=request.user).values_list("provider", flat=True)
    context = {
        "providers": list(settings.OIDC_PROVIDERS.values()),
        "connected": set(connected),
        "proof": _signer(request).sign(str(request.user.pk)),
    }
    return render(request, "people/providers.html", context)


@login_required
@require_GET
def connect_provider(request: LoggedInRequest, key: str) -> HttpResponse:
    """A link as above, which no other site can make: it carries a proof that this session asked."""
    known = _provider(key)
    try:
        _signer(request).unsign(request.GET.get("bevis", ""), max_age=FIFTEEN_MINUTES)
        return oidc.begin(request, known, oidc.CONNECT)
    except signing.BadSignature:
        return redirect("people:providers")
    except oidc.LogInRefused as refusal:
        return _say(request, known, refusal.why, refusal.status)


@login_required
@require_POST
@step_up
def disconnect_provider(request: LoggedInRequest, key: str) -> HttpResponse:
    actions.disconnect(request.user, key)
    messages.success(request, _("You no longer log in that way."))
    return redirect("people:providers")


def _signer(request: HttpRequest) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"people.connect {request.session.session_key}")


def _provider(key: str) -> IdentityProvider:
    try:
        known: IdentityProvider = settings.OIDC_PROVIDERS[key]
    except KeyError as unknown:
        raise Http404 from unknown
    return known


def _say(
    request: HttpRequest, known: IdentityProvider, why: str, status: int = 403
) -> HttpResponse:
    context = {"why": why, "provider": known}
    return render(request, "people/log_in_refused.html", context, status=status)
