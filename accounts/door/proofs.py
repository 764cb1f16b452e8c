"""Showing who one is while one is signed in: by a factor, else by the password."""

import json
from functools import cached_property
from typing import Any

from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.door.forms import CodeForm, secret
from accounts.door.keyring import Keyring
from accounts.models import User

AGAIN = "again"  # marks a form that shows who one is, inside whatever else was sent


class ProofForm(forms.Form):
    """Asks for the strongest that a person has; nothing of the demo's people.

    Attributes:
        method: by what they have shown it, as the session notes it.
    """

    again_password = secret(_("Your password"), kind="current-password")
    again_code = forms.CharField(
        label=_("Code from your app, or a recovery code"),
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )
    again_credential = forms.JSONField(required=False, widget=forms.HiddenInput)
    method = "password"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.is_of_the_demo:
            self.method = "demo"
            self.keep()
        elif self.ring.factors:
            self.method = "mfa"
            keys = ["again_credential"] if self.ring.has_passkey else []
            self.keep("again_code", *keys)
        elif user.has_usable_password():
            self.keep("again_password")
        else:
            self.method = ""
            self.keep()

    def keep(self, *names: str) -> None:
        self.fields = {name: self.fields[name] for name in names}

    @cached_property
    def ring(self) -> Keyring:
        return Keyring(self.user)

    @cached_property
    def options(self) -> str:
        """What the browser is asked for a passkey; another question each time."""
        asks = "again_credential" in self.fields
        return json.dumps(begin_authentication(self.user)) if asks else ""

    def clean_again_password(self) -> str:
        password: str = self.cleaned_data["again_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.method == "mfa":
            self.check_factor(cleaned)
        if not self.method:
            raise forms.ValidationError(_("Sign out, and in again."))
        return cleaned

    def check_factor(self, cleaned: dict[str, Any]) -> None:
        if credential := cleaned.get("again_credential"):
            sent = {"credential": json.dumps(credential)}
            factor: Any = AuthenticateWebAuthnForm(sent, user=self.user)
        else:
            factor = CodeForm({"code": cleaned.get("again_code")}, user=self.user)
        if not factor.is_valid():
            raise forms.ValidationError(
                [e for es in factor.errors.values() for e in es]
            )
