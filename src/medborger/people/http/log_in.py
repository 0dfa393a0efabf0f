"""Log-in by code and passkey as allauth does it, for those who were invited, in our words."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from medborger.core import mail
from medborger.core.prepared import prepared
from medborger.people.models import User

WRONG_CODE = _("That is not the code, or it has been used. Take the newest one.")
NOT_LOGGED_IN = _("The log-in did not succeed. Try again.")
WAIT = _("There were too many attempts. Wait five minutes, and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in by code for those who were invited, and nobody else."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send allauth's letters the way all letters leave: stored first, sent by an errand."""
        person = User.objects.filter(email=email.lower()).first() or User(email=email)
        name = template_prefix.rpartition("/")[2]
        mail.write(person, f"people/mail/{name}.txt", code=context.get("code"))

    @transaction.atomic
    def send_nothing(self, email: str) -> None:
        """Do as much as for a known address, so that the time it takes tells nothing."""
        code = self.generate_login_code()
        mail.write(User(email=email), "people/mail/login_code.txt", code=code).delete()

    def get_login_stages(self) -> list[str]:
        usual = super().get_login_stages()
        theirs = f"{AuthenticateStage.__module__}.{AuthenticateStage.__qualname__}"
        ours = f"{SecondStep.__module__}.{SecondStep.__qualname__}"
        return [ours if stage == theirs else stage for stage in usual]

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """A closed account is told as little about as one that never was."""
        messages.error(request, NOT_LOGGED_IN)
        return redirect("account_login")


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Asked of those who have an app for codes. A passkey alone does not close the door by mail."""

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        has_app = bool(person) and is_mfa_enabled(person, [Authenticator.Type.TOTP])
        return has_app and super()._should_handle(request)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys and codes in our words. The secrets of the second step are sealed in the database."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def encrypt(self, text: str) -> str:
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _sealer().decrypt(encrypted_text.encode()).decode()


def _sealer() -> MultiFernet:
    """Sealed with the newest secret of the installation; opened with the former ones too."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = (hashlib.sha256(f"second step {secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Says who somebody is. What they may do is said by rules alone: Django's tables are not asked."""

    def has_perm(self, *_: Any) -> bool:
        return False

    def get_user(self, user_id: int) -> User | None:
        return next(iter(_active(pk=user_id)), None)


@prepared
def _active(*, pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk, is_active=True)
