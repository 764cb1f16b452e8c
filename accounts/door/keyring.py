"""A person's second factors: an authenticator app, passkeys, and codes for need.

allauth keeps and checks them. What changes here is told by mail, and ends whatever else
is signed in as this person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import sign_ins
from accounts.models import User
from portal.decisions import ALLOWED, Decision, denied

Type = Authenticator.Type
SECOND = (Type.TOTP, Type.WEBAUTHN)  # codes stand in for one of these


@dataclass(frozen=True)
class Factor:
    """One way to show who one is, beside the password."""

    pk: int
    type: str
    name: str
    since: datetime
    used_at: datetime | None

    @property
    def is_passkey(self) -> bool:
        return bool(self.type == Type.WEBAUTHN)


class Keyring:
    """What one person holds; one query, when it is asked for."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def rows(self) -> list[Authenticator]:
        held = Authenticator.objects.filter(user_id=self.user.pk)
        return list(held.order_by("created_at", "pk"))

    @property
    def factors(self) -> list[Factor]:
        return [
            Factor(row.pk, row.type, name_of(row), row.created_at, row.last_used_at)
            for row in self.rows
            if row.type in SECOND
        ]

    @property
    def has_app(self) -> bool:
        return any(row.type == Type.TOTP for row in self.rows)

    @property
    def has_passkey(self) -> bool:
        return any(row.type == Type.WEBAUTHN for row in self.rows)

    @property
    def codes(self) -> Authenticator | None:
        found = (row for row in self.rows if row.type == Type.RECOVERY_CODES)
        return next(found, None)

    @property
    def codes_left(self) -> int:
        return len(RecoveryCodes(self.codes).get_unused_codes()) if self.codes else 0

    @property
    def new_codes(self) -> list[str]:
        """The codes, until their person says that they are written down."""
        codes = RecoveryCodes(self.codes) if self.codes else None
        return codes.get_unused_codes() if codes and not codes.did_view else []

    def may_remove(self, factor: Factor) -> Decision:
        """Decide whether a person can do without a factor."""
        if needs_factor(self.user) and self.factors == [factor]:
            return denied(_("Officials need a second factor. Add another one first."))
        return ALLOWED


def name_of(row: Authenticator) -> str:
    if row.type == Type.WEBAUTHN:
        return str(row.data["name"])
    return _("Authenticator app")


def needs_factor(user: User) -> bool:
    """Whether a person may do nothing else before they have a second factor."""
    return bool(settings.OFFICIALS_NEED_FACTOR and user.sight.staff)


def has_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND).exists())


@transaction.atomic
def add_app(user: User, secret: str) -> Authenticator:
    """Let a person sign in with the app that holds a secret, and no other app."""
    Authenticator.objects.filter(user=user, type=Type.TOTP).delete()
    row = TOTP.activate(user, secret).instance
    RecoveryCodes.activate(user)
    sign_ins.tell(user, _("An authenticator app was added to your sign-in."))
    return row


@transaction.atomic
def add_passkey(user: User, name: str, credential: Mapping[str, Any]) -> Authenticator:
    """Let a person sign in with a passkey."""
    row = WebAuthn.add(user, name, dict(credential)).instance
    RecoveryCodes.activate(user)
    sign_ins.tell(user, _("A passkey was added to your sign-in."))
    return row


@transaction.atomic
def remove(user: User, factor: Factor) -> None:
    """Take a factor away; with the last one the codes go, too.

    Raises:
        PermissionDenied: if the person cannot do without it.
    """
    sign_ins.locked(user)  # two at once must not leave none
    ring = Keyring(user)
    is_last = ring.factors == [factor]
    ring.may_remove(factor).require()
    held = Authenticator.objects.filter(user=user)
    held.filter(pk=factor.pk).delete()
    if is_last:
        held.delete()
    sign_ins.tell(user, _("A second factor was removed from your sign-in."))


@transaction.atomic
def renew_codes(user: User) -> None:
    """Replace the codes for need by others; the old ones open nothing any more."""
    sign_ins.locked(user)
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    sign_ins.tell(user, _("Your recovery codes were replaced by others."))


@transaction.atomic
def keep_codes(user: User) -> None:
    """Show the codes no more: their person has written them down."""
    codes = Keyring(user).codes
    if codes:
        RecoveryCodes(codes).mark_as_viewed()
