"""Tell allauth who may sign in and where nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

DEMO_SUBJECT = "demo:"  # subject ids of the demo's people begin with it


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by address and password; people come by invitation, not by sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: whoever signs in sees that they are in."""


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Lets the demo's people in only where the demo runs; their password is known."""

    def user_can_authenticate(self, user: User) -> bool:
        if user.subject.startswith(DEMO_SUBJECT) and not settings.DEMO:
            return False
        return bool(super().user_can_authenticate(user))
