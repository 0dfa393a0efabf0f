"""A fresh proof of who somebody is, before what nobody should do from a screen left open.

The page that asks stands at the address of what was asked for, and carries along what was written
there. So nothing is lost, nothing unguarded is stored, and there is no address to be led astray to.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.utils import get_form_class
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from medborger.core import limits, log

View = Callable[..., HttpResponse]
PROVED_AT = "proved_at"
MAILED = "step_up_code"
# The button of the page that asks, and the prefix of its fields.
MARK = "step_up"
CODE_ATTEMPTS = 3


def note_proof(request: HttpRequest) -> None:
    request.session[PROVED_AT] = time.time()


def is_fresh(request: HttpRequest) -> bool:
    age = time.time() - request.session.get(PROVED_AT, 0)
    return bool(age < settings.FRESH_PROOF.total_seconds())


def step_up(view: View) -> View:
    """Ask for a fresh proof when the last one is old. Stands right below @login_required.

    Below @require_POST too, but above @require_GET: the proof itself comes as a POST.
    """

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = request.POST.get(MARK, "")
        wrong = None if is_fresh(request) else _try(request, step)
        if not is_fresh(request):
            return _ask(request, wrong)
        if step and request.POST.get(f"{MARK}-method") != "POST":
            return redirect(request.get_full_path())
        if step:
            request.POST = _carried(request)  # type: ignore[assignment]
        return view(request, *args, **kwargs)

    return guarded


def ways(request: HttpRequest) -> set[str]:
    """With the second step on, a code by mail is not enough."""
    kinds = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True))
    by_code = "app" if Authenticator.Type.TOTP in kinds else "mail"
    return {by_code, "passkey"} if Authenticator.Type.WEBAUTHN in kinds else {by_code}


def _try(request: HttpRequest, step: str) -> Form | None:
    """Try the proof that was sent. Returns the form when something is wrong with it."""
    if step == "send" and "mail" in ways(request):
        _send_code(request)
    if step not in ways(request):
        return None
    limits.count(request, "step_up", key=str(request.user.pk))
    form = _form(request, step, request.POST)
    if not form.is_valid():
        if step == "mail":
            _note_wrong_code(request)
        return form
    if step != "mail":
        form.save()  # type: ignore[attr-defined]
    request.session.pop(MAILED, None)
    note_proof(request)
    log.record(request.user, "people.step_up")
    return None


def _form(request: HttpRequest, step: str, sent: QueryDict | None = None) -> Form:
    if step == "mail":
        kind = get_form_class(account_settings.FORMS, "confirm_login_code", ConfirmLoginCodeForm)
        form: Form = kind(data=sent, prefix=MARK, code=_mailed_code(request))
    elif step == "app":
        kind = get_form_class(mfa_settings.FORMS, "reauthenticate", ReauthenticateForm)
        form = kind(data=sent, prefix=MARK, user=request.user)
    else:
        known, name = mfa_settings.FORMS, "reauthenticate_webauthn"
        kind = get_form_class(known, name, ReauthenticateWebAuthnForm)
        form = kind(data=sent, prefix=MARK, user=request.user)
    return form


def _send_code(request: HttpRequest) -> None:
    limits.count(request, "ask_for_code", key=f"step up {request.user.pk}")
    adapter = get_adapter()
    code = adapter.generate_login_code()
    request.session[MAILED] = {"code": code, "at": time.time(), "wrong": 0}
    adapter.send_mail("account/email/login_code", request.user.email, {"code": code})  # type: ignore[union-attr]


def _mailed_code(request: HttpRequest) -> str:
    """The code that is on its way, until it is too old or was guessed at too often."""
    sent = request.session.get(MAILED) or {"at": 0, "wrong": 0, "code": ""}
    is_old = time.time() - sent["at"] > account_settings.LOGIN_BY_CODE_TIMEOUT
    return "" if is_old or sent["wrong"] >= CODE_ATTEMPTS else str(sent["code"])


def _note_wrong_code(request: HttpRequest) -> None:
    if sent := request.session.get(MAILED):
        request.session[MAILED] = {**sent, "wrong": sent["wrong"] + 1}


def _carried(request: HttpRequest) -> QueryDict:
    """What was written on the page itself, without what proves who wrote it."""
    carried = request.POST.copy()
    for name in [*carried]:
        if name == MARK or name.startswith(f"{MARK}-"):
            del carried[name]
    return carried


def _ask(request: HttpRequest, wrong: Form | None) -> HttpResponse:
    known = ways(request)
    forms = {step: _form(request, step) for step in known}
    if wrong:
        step = next(step for step in known if isinstance(wrong, type(forms[step])))
        forms[step] = wrong
    carried = _carried(request)
    carried.pop("csrfmiddlewaretoken", None)
    context = {
        "forms": forms,
        "wrong": wrong,
        "is_sent": bool(_mailed_code(request)),
        "carried": [(name, value) for name, values in carried.lists() for value in values],
        "method": request.POST.get(f"{MARK}-method", request.method),
    }
    if "passkey" in known:
        context["options"] = webauthn.begin_authentication(request.user)
    return render(request, "people/step_up.html", context)
