"""What is typed around signing in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from accounts.models import User

AGAIN = "again"  # marks a form that shows who one is, inside whatever else was sent


def secret(label: Any, *, kind: str, hint: Any = "") -> forms.CharField:
    """Return a field for a password; a browser may fill it, and one may paste."""
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, help_text=hint, strip=False, widget=widget)


class ProofForm(forms.Form):
    """Shows who one is while one is signed in.

    Attributes:
        method: by what, as the session notes it.
    """

    again_password = secret(_("Your password"), kind="current-password")
    method = "password"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.is_of_the_demo:
            self.method = "demo"
            del self.fields["again_password"]

    def clean_again_password(self) -> str:
        password: str = self.cleaned_data["again_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


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
