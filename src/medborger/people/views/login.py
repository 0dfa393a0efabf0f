"""Log-in by code and by passkey, the second step, and where one is logged in."""

import base64

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import unstash_login
from allauth.mfa.base import views as second_step_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from medborger.core import limits
from medborger.people import actions
from medborger.people.forms import AddPasskeyForm, PasskeyForm, StartSecondStepForm
from medborger.people.http import LoggedInRequest, known_devices, step_up
from medborger.people.http.devices import name_of
from medborger.people.http.log_in import MFAAdapter

PASSKEY, APP, CODES = (
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.TOTP,
    Authenticator.Type.RECOVERY_CODES,
)


# --- coming in ---


def request_code(request: HttpRequest) -> HttpResponse:
    email = request.POST.get("email", "").strip().lower()
    if "@" in email:
        known_devices.count(request, "ask_for_code", email)
    response: HttpResponse = account.request_login_code(request)
    login = unstash_login(request, peek=True)
    if request.method == "POST" and login and not login.user:
        get_adapter().send_nothing(login.email)
    return response


def confirm_code(request: HttpRequest) -> HttpResponse:
    """Write the code, or with `action=resend` have a new one sent."""
    login = unstash_login(request, peek=True)
    if request.method == "POST" and login:
        wants_new = request.POST.get("action") == "resend"
        action = "ask_for_code" if wants_new else "try_code"
        known_devices.count(request, action, login.email.lower())
        if wants_new and not login.user:
            get_adapter().send_nothing(login.email)
    response: HttpResponse = account.confirm_login_code(request)
    return response


def log_in_with_passkey(request: HttpRequest) -> HttpResponse:
    limits.count(request, "passkey")
    response: HttpResponse = webauthn_views.login_webauthn(request)
    return response


def second_step(request: HttpRequest) -> HttpResponse:
    login = unstash_login(request, peek=True)
    has_passkey = login and Authenticator.objects.filter(user=login.user, type=PASSKEY).exists()
    response = second_step_views.authenticate(request)
    if hasattr(response, "context_data"):
        response.context_data["has_passkey"] = has_passkey
    answer: HttpResponse = response
    return answer


# --- what I log in with ---


@login_required
@never_cache
def security(request: LoggedInRequest) -> HttpResponse:
    known: dict[str, list[Authenticator]] = {kind: [] for kind in Authenticator.Type}
    for one in Authenticator.objects.filter(user=request.user).order_by("created_at"):
        known[one.type].append(one)
    sessions = UserSession.objects.purge_and_list(request.user)
    context = {
        "passkeys": known[PASSKEY],
        "has_providers": bool(settings.OIDC_PROVIDERS),
        "app": next(iter(known[APP]), None),
        "codes_left": sum(len(one.wrap().get_unused_codes()) for one in known[CODES]),
        "sessions": [
            {"row": one, "device": name_of(one.user_agent), "is_this": one.is_current()}
            for one in sorted(sessions, key=lambda one: one.last_seen_at, reverse=True)
        ],
    }
    return render(request, "people/security.html", context)


@login_required
@step_up
def add_passkey(request: LoggedInRequest) -> HttpResponse:
    form = AddPasskeyForm(request.POST or None, user=request.user)
    if form.is_valid():
        device = name_of(request.headers.get("User-Agent", ""))
        passkey = actions.add_passkey(request.user, device, form.cleaned_data["credential"])
        messages.success(request, _("The passkey is added. You can use it the next time."))
        return redirect("people:passkey", passkey.pk)
    options = webauthn.begin_registration(request.user, passwordless=True)
    return render(request, "people/add_passkey.html", {"form": form, "options": options})


def _own_passkey(request: LoggedInRequest, passkey_id: int) -> Authenticator:
    own = Authenticator.objects.filter(user=request.user, type=PASSKEY)
    return get_object_or_404(own, pk=passkey_id)


@login_required
@step_up
def passkey(request: LoggedInRequest, passkey_id: int) -> HttpResponse:
    wrapper = _own_passkey(request, passkey_id).wrap()
    form = PasskeyForm(request.POST or None, initial={"name": wrapper.name})
    if form.is_valid():
        wrapper.name = form.cleaned_data["name"]
        wrapper.instance.save()
        messages.success(request, _("The name is saved."))
        return redirect("people:security")
    return render(request, "people/passkey.html", {"form": form, "passkey": wrapper})


@login_required
@require_POST
@step_up
def remove_passkey(request: LoggedInRequest, passkey_id: int) -> HttpResponse:
    actions.remove_passkey(request.user, _own_passkey(request, passkey_id))
    messages.success(request, _("The passkey is removed and no longer opens your account."))
    return redirect("people:security")


@login_required
@step_up
@sensitive_variables("form", "address")
def start_second_step(request: LoggedInRequest) -> HttpResponse:
    if Authenticator.objects.filter(user=request.user, type=APP).exists():
        return redirect("people:security")
    form = StartSecondStepForm(request.POST or None, user=request.user)
    if form.is_valid():
        actions.turn_on_second_step(request.user, form.secret)
        clear_totp_secret(request)
        messages.success(request, _("The second step is on."))
        return redirect("people:recovery_codes")
    adapter = MFAAdapter()
    address = adapter.build_totp_url(request.user, form.secret)
    picture = base64.b64encode(adapter.build_totp_svg(address).encode()).decode()
    context = {"form": form, "picture": picture}
    return render(request, "people/start_second_step.html", context)


@login_required
@step_up
def stop_second_step(request: LoggedInRequest) -> HttpResponse:
    if request.method == "POST":
        actions.turn_off_second_step(request.user, request.user)
        messages.success(request, _("The second step is off."))
        return redirect("people:security")
    return render(request, "people/stop_second_step.html")


@login_required
@step_up
@sensitive_variables("codes")
def recovery_codes(request: LoggedInRequest) -> HttpResponse:
    """Show the codes once. A POST makes new ones, and the old ones stop working."""
    kept = get_object_or_404(Authenticator, user=request.user, type=CODES)
    if request.method == "POST":
        actions.make_recovery_codes(request.user)
        return redirect("people:recovery_codes")
    codes = RecoveryCodes(kept)
    left = codes.get_unused_codes()
    shown = [] if codes.did_view else left
    codes.mark_as_viewed()
    context = {"codes": shown, "left": len(left), "file": "\r\n".join(shown)}
    return render(request, "people/recovery_codes.html", context)


# --- where I am logged in ---


@login_required
@require_POST
def end_session(request: LoggedInRequest, session_id: int) -> HttpResponse:
    own = get_object_or_404(UserSession, user=request.user, pk=session_id)
    actions.end_sessions(request.user, UserSession.objects.filter(pk=own.pk))
    messages.success(request, _("The device is logged out."))
    return redirect("people:security")


@login_required
@require_POST
def end_other_sessions(request: LoggedInRequest) -> HttpResponse:
    others = UserSession.objects.exclude(session_key=request.session.session_key)
    actions.end_sessions(request.user, others)
    messages.success(request, _("All other devices are logged out."))
    return redirect("people:security")
