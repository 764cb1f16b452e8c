"""What is typed around signing in."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.internal.auth import (
    complete_registration,
    parse_registration_response,
)
from django import forms
from django.contrib.auth.password_validation import (
    validate_password,
)
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts.models import User

CODE_LIVES = 120  # seconds; longer than an app's code is good for


def secret(label: Any, *, kind: str, hint: Any = "") -> forms.CharField:
    """Return a field for a password; a browser may fill it, and one may paste."""
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, help_text=hint, strip=False, widget=widget)


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class AddressForm(ForgottenForm):
    """Asks for another address; whether somebody has it already is not said."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["email"].label = _("New email address")

    def clean_email(self) -> str:
        email = super().clean_email()
        if email == self.user.email.lower():
            raise forms.ValidationError(_("This is your address already."))
        return email


class PasswordForm(forms.Form):
    """Chooses a password; typed twice, since it is not shown."""

    password1 = secret(_("New password"), kind="new-password")
    password2 = secret(_("New password once more"), kind="new-password")

    def __init__(
        self, *args: Any, user: User, temp_key: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password1"].help_text = _(
            "15 characters or more, such as four words that do not belong together."
        )

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"password1", "password2"} <= cleaned.keys() and (
            cleaned["password1"] != cleaned["password2"]
        ):
            self.add_error("password2", _("The two passwords are not the same."))
        return cleaned


# --- Second factors ------------------------------------------------------------------


class AppForm(forms.Form):
    """Takes a first code, which shows that an app holds the secret."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    @property
    def spelled(self) -> str:
        """The secret in groups of four, for who types it."""
        return " ".join(self.secret[i : i + 4] for i in range(0, len(self.secret), 4))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise forms.ValidationError(
                _("This is not the code of now. Look at the app again.")
            )
        return code


class PasskeyForm(forms.Form):
    """Takes what the browser made, after checking that it answers our question."""

    name = forms.CharField(
        label=_("Name for this passkey"),
        help_text=_("So that you know it again, such as “Laptop” or “Blue key”."),
        max_length=60,
        required=False,
    )
    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"] or _("Passkey"))

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        parse_registration_response(credential)
        binding = complete_registration(credential)
        if not binding.is_user_verified():
            raise forms.ValidationError(_("The passkey did not ask who you are."))
        return credential


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Takes a code once; allauth remembers it for too short a while."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from your app, or a recovery code")
        field.widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if not cache.add(f"code:{self.user.pk}:{code}", "used", timeout=CODE_LIVES):
            raise get_adapter().validation_error("incorrect_code")
        return code
