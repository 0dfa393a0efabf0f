import re
from datetime import timedelta
from email.utils import getaddresses
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter as mfa
from allauth.mfa.base import forms as second_step
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from medborger.core.forms import GuardedForm, GuardedModelForm, SaysHow, guarded_text
from medborger.core.guard import refuse_cpr
from medborger.core.name_field import WRITE_A_NAME, NameField
from medborger.people.http.log_in import NOT_LOGGED_IN
from medborger.people.models import Address, Affiliation, Competence, Token, User

WORKS_FOR = timedelta(seconds=90)  # the code of an app: its own half minute, one early, one late


class ProfileForm(GuardedModelForm):
    class Meta:
        model = User
        fields = ["name", "phone", "contact_visibility", "is_listed", "language"]
        widgets = {"contact_visibility": forms.RadioSelect}
        help_texts = {
            "phone": _("Only if colleagues may call you. Eight digits, or with a country code."),
            "contact_visibility": _(
                "Your e-mail address, and your telephone number if you write one."
            ),
        }


class OwnCompetencesForm(GuardedModelForm):
    class Meta:
        model = User
        fields = ["competences"]
        widgets = {"competences": forms.CheckboxSelectMultiple}
        labels = {"competences": _("What can colleagues ask you about?")}
        help_texts = {
            "competences": _("Choose what you do at work. Nothing here is about health or beliefs.")
        }


class CompetenceForm(GuardedModelForm):
    class Meta:
        model = Competence
        fields = ["name"]

    def clean_name(self) -> str:
        """Whoever adds what is there already meets the one that is there."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if Competence.objects.exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise forms.ValidationError(_("This competence is on the list already."))
        return name


class MergeCompetenceForm(GuardedForm):
    into = forms.ModelChoiceField(Competence.objects.none(), label=_("It is the same as"))

    def __init__(self, *args: Any, merged: Competence) -> None:
        super().__init__(*args)
        others = Competence.objects.exclude(pk=merged.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class AffiliationForm(GuardedModelForm):
    class Meta:
        model = Affiliation
        fields = ["organisation", "title", "since", "until"]
        field_classes = {"organisation": NameField}
        help_texts = {"organisation": WRITE_A_NAME}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("Choose a date after the first."))
        return cleaned


class AddressesField(forms.CharField):
    """E-mail addresses, one on each line, as they are written or as a mail program copies them."""

    widget = forms.Textarea
    AT_ONCE = 100

    def __init__(self) -> None:
        super().__init__(
            label=_("E-mail addresses"),
            help_text=_("One on each line. You may paste them with names, as mail programs do."),
        )
        self.widget.attrs["rows"] = 3

    def to_python(self, value: str | None) -> list[Address]:  # type: ignore[override]
        lines = re.split(r"[\n;]+", value or "")
        written = [line.strip(" \t\r,") for line in lines if line.strip(" \t\r,")]
        if len(written) > self.AT_ONCE:
            raise forms.ValidationError(_("Invite at most 100 at once."))
        found = [_address(*one) for line in written for one in getaddresses([line]) or [("", line)]]
        return list({one.email: one for one in found}.values())


def _address(name: str, email: str) -> Address:
    refuse_cpr(f"{name} {email}")
    try:
        validate_email(email)
    except forms.ValidationError:
        raise forms.ValidationError(
            _("“%(line)s” is no e-mail address. Write it like name@example.org."),
            params={"line": (email or name)[:80]},
        ) from None
    return Address(email.lower(), name[:120])


class InvitationForm(GuardedForm):
    email = AddressesField()


class AcceptForm(GuardedForm):
    name = guarded_text(
        label=_("What is your name?"),
        max_length=120,
        help_text=_("The others see it at meetings and in the forum."),
    )


class FirstAdministratorForm(AcceptForm):
    email = forms.EmailField(
        validators=[refuse_cpr],
        label=_("What is your e-mail address?"),
        help_text=_("The codes you log in with are sent to it."),
    )


class TokenForm(GuardedForm):
    name = guarded_text(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("For example the name of the program."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=Token.Scope.choices,
        initial=[Token.Scope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("How long does it work?"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
    )


# --- log-in by e-mail and code, in our words and without placeholders that vanish ---


def _plainly(field: forms.Field) -> None:
    field.widget.attrs.pop("placeholder", None)


class RequestCodeForm(SaysHow, allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["email"])
        self.fields["email"].validators.append(refuse_cpr)  # the session would keep it


class ConfirmCodeForm(SaysHow, allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["code"])

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError as wrong:
            said = _("That is not the code. Use the one in the latest mail.")
            raise forms.ValidationError(said, code=wrong.code) from wrong


class _CodeOrRecoveryCode:
    authenticator: Authenticator
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: forms.Field = self.fields["code"]  # type: ignore[attr-defined]
        _plainly(code)
        code.help_text = _("The six digits in your app, or a recovery code.")

    def clean_code(self) -> str:
        """allauth remembers for half a minute that a code was used. Here it works for longer."""
        code = str(super().clean_code())  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            used = f"second-step:{self.user.pk}:{normalize_user_code(code)}"
            if not cache.add(used, True, WORKS_FOR.total_seconds()):
                raise mfa().validation_error("incorrect_code")
        return code


class SecondStepForm(SaysHow, _CodeOrRecoveryCode, second_step.AuthenticateForm):  # type: ignore[misc]
    pass


class SecondStepAgainForm(SaysHow, _CodeOrRecoveryCode, second_step.ReauthenticateForm):  # type: ignore[misc]
    pass


class StartSecondStepForm(SaysHow, totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["code"])
        self.fields["code"].label = _("The code in the app")
        self.fields["code"].help_text = _("Six digits. They change every half minute.")


class _NonsenseIsWrong:
    """allauth expects what browsers send. What others send is no mistake of ours."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError) as nonsense:
            raise mfa().validation_error("incorrect_code") from nonsense


class LogInWithPasskeyForm(_NonsenseIsWrong, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        """The answer is the same, whatever is wrong: the passkey, the account or nothing known."""
        try:
            return super().clean_credential()
        except forms.ValidationError as wrong:
            raise forms.ValidationError(NOT_LOGGED_IN) from wrong


class SecondStepByPasskeyForm(_NonsenseIsWrong, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ProofByPasskeyForm(_NonsenseIsWrong, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """Without a name: a passkey that exists on the device must not be lost over a word."""

    name = passwordless = None

    def clean(self) -> dict[str, Any]:
        """A passkey asks for a finger, a face or a code on the device: otherwise it is none."""
        cleaned: dict[str, Any] = self.cleaned_data
        cleaned["passwordless"] = True
        try:
            super().clean()
        except (KeyError, TypeError, ValueError) as nonsense:
            raise mfa().validation_error("incorrect_code") from nonsense
        return cleaned


class PasskeyForm(GuardedForm):
    name = guarded_text(
        label=_("What do you call it?"),
        max_length=60,
        help_text=_("For example “My telephone”, so that you know it again."),
    )
