"""Tell allauth who may sign in, where nobody signs up, and how it reaches people."""

from typing import Any, Never
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import notices
from accounts.actions import sign_ins
from accounts.models import User
from accounts.sealing import seal, unseal
from accounts.states import NoticeKind
from portal import rls

LINKS = ("password_reset_url", "activate_url")  # where allauth's mails may lead
# What allauth tells people has happened, by the template that it would use.
NEWS = {
    "account/email/password_changed": gettext_lazy("Your password was changed."),
    "account/email/password_reset": gettext_lazy(
        "Your password was replaced by another, by a link in a mail to you."
    ),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by address and password; people come by invitation, not by sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, app: str) -> bool:
        """Leave it to `accounts.door.freshness`, which keeps no words anywhere."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: whoever signs in sees that they are in."""

    def set_password(self, user: User, password: str) -> None:
        """Save another password; at the door, too, in the person's own name."""
        with rls.entered(user.pk):
            sign_ins.choose_password(password=password, by=user)
        user.refresh_from_db(fields=["password"])

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Owe a person the mail that allauth wants to send, as a notice.

        It carries a link and no more, and goes to the address of the person, whatever
        allauth was told. An address that belongs to nobody gets nothing.
        """
        person = context.get("user")
        if isinstance(person, User):
            links = [urlsplit(context[name]) for name in LINKS if name in context]
            path = links[0].path if links else reverse("account_login")
            reason = _("Somebody signs in, or wants to, with your address.")
            kind, at = NoticeKind.SIGN_IN, timezone.now()
            notices.owe([sign_ins.told(person, kind, path, reason, at)])

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what has changed; allauth itself goes by the address."""
        sign_ins.tell(user, str(NEWS[template_prefix]))

    def render_mail(self, *args: Any, **kwargs: Any) -> Never:
        """Refuse to write a mail that would go out beside the ledger."""
        raise NotImplementedError("Mail goes through the ledger: accounts.notices.")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors under the portal's name, their secrets sealed where they lie."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to this host: no other site can ask for them."""
        host = str(context.request.get_host()).partition(":")[0]
        return {"id": host, "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name}


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Lets the demo's people in only where the demo runs; their password is known."""

    def user_can_authenticate(self, user: User) -> bool:
        if user.is_of_the_demo and not settings.DEMO:
            return False
        return bool(super().user_can_authenticate(user))
