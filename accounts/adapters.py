"""Tell allauth who may sign in, where nobody signs up, and how it reaches people."""

from typing import Any, Never
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import User
from accounts.notices import Owed
from accounts.states import Channel, NoticeKind

DEMO_SUBJECT = "demo:"  # subject ids of the demo's people begin with it
LINKS = ("password_reset_url", "activate_url")  # where allauth's mails may lead


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by address and password; people come by invitation, not by sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: whoever signs in sees that they are in."""

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Owe a person the mail that allauth wants to send, as a notice.

        It carries a link and no more, and goes to the address of the person, whatever
        allauth was told. An address that belongs to nobody gets nothing.
        """
        person = context.get("user")
        if isinstance(person, User):
            notices.owe([about_sign_in(person, template_prefix, context)])

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Say whom a notification is for; allauth itself goes by the address."""
        self.send_mail(template_prefix, user.email, {**(context or {}), "user": user})

    def render_mail(self, *args: Any, **kwargs: Any) -> Never:
        """Refuse to write a mail that would go out beside the ledger."""
        raise NotImplementedError("Mail goes through the ledger: accounts.notices.")


def about_sign_in(person: User, template: str, context: dict[str, Any]) -> Owed:
    """Return the notice in place of one of allauth's mails; each is one of its own."""
    links = [urlsplit(context[name]) for name in LINKS if name in context]
    return Owed(
        key=f"{Channel.MAIL}:{person.ref}:{template.rpartition('/')[2]}:{uuid4()}",
        kind=NoticeKind.SIGN_IN,
        channel=Channel.MAIL,
        recipient_id=person.pk,
        ref=person.ref,
        path=links[0].path if links else reverse("account_login"),
        reason=_("Somebody signs in, or wants to, with your address."),
        due_at=timezone.now(),
    )


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Lets the demo's people in only where the demo runs; their password is known."""

    def user_can_authenticate(self, user: User) -> bool:
        if user.subject.startswith(DEMO_SUBJECT) and not settings.DEMO:
            return False
        return bool(super().user_can_authenticate(user))
