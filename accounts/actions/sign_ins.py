"""Change how a person signs in, and tell them of it."""

from datetime import datetime
from uuid import uuid4

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36
from django.utils.translation import gettext as _

from accounts import notices, permissions
from accounts.keys import address_keys
from accounts.models import User
from accounts.notices import Owed
from accounts.states import Channel, NoticeKind
from portal.decisions import Refused
from portal.history import save_as


class NotAsked(Refused):
    """The address that somebody confirms is not the one that they asked for last."""


# --- Passwords -----------------------------------------------------------------------


@transaction.atomic
def choose_password(*, password: str, by: User) -> User:
    """Give a person another password, which ends all they are signed in with."""
    user = locked(by)
    user.set_password(password)
    at = timezone.now()
    why = _("Chose another password")
    return save_as(user, by=by, why=why, at=at, fields=["password"])


def owe_reset_links(*, email: str) -> None:
    """Owe a link to whoever signs in with an address and a password, if anybody does.

    For nobody the same is done, and taken back: the answer takes as long.
    """
    at = timezone.now()
    people = [user for user in people_at(email) if permissions.may_reset(user)]
    with transaction.atomic():
        # A person that was never saved; no row can refer to them.
        for user in people or [User(pk=0, email=email)]:
            notices.owe([reset_link(user, at)])
        transaction.set_rollback(not people)
    transaction.on_commit(notices.ring, robust=True)


def people_at(email: str) -> list[User]:
    """Return whoever has an address, which is written in lower case."""
    return list(User.objects.filter(email=email).order_by("pk"))


def reset_link(user: User, at: datetime) -> Owed:
    """Return the mail by which one chooses a password without knowing the old one."""
    key = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key", args=[int_to_base36(user.pk), key]
    )
    reason = _("Somebody asked for a new password for your address.")
    return told(user, NoticeKind.SIGN_IN, path, reason, at)


# --- Addresses -----------------------------------------------------------------------


@transaction.atomic
def ask_for_address(*, email: str, by: User) -> User:
    """Note the address that a person wants to use, and mail both of theirs.

    Nothing changes before the new one is confirmed; asking again replaces the first.
    """
    user, at = locked(by), timezone.now()
    user.new_email = email
    why = _("Asked to use another address")
    save_as(user, by=by, why=why, at=at, fields=["new_email"])
    path = reverse("confirm_address", args=[address_keys.make_token(user)])
    wish = _("Somebody asked to use this address for their sign-in to the portal.")
    news = _("Somebody asked to use another address in place of yours.")
    notices.owe(
        [
            told(user, NoticeKind.SIGN_IN, path, wish, at, address=email),
            told(user, NoticeKind.SECURITY, reverse("address"), news, at),
        ]
    )
    return user


@transaction.atomic
def use_address(*, key: str, by: User) -> User:
    """Make the address that was confirmed a person's own, and tell both.

    Raises:
        NotAsked: if the key is old, or belongs to another person or another address.
    """
    user, at = locked(by), timezone.now()
    if not user.new_email or not address_keys.check_token(user, key):
        raise NotAsked(_("This link is no longer good. Ask for another one."))
    former, user.email, user.new_email = user.email, user.new_email, ""
    why = _("Confirmed the new address")
    save_as(user, by=by, why=why, at=at, fields=["email", "new_email"])
    news = _("From now on your sign-in has another address.")
    for address in (former, user.email):
        path = reverse("account_overview")
        security = NoticeKind.SECURITY
        notices.owe([told(user, security, path, news, at, address=address)])
    return user


@transaction.atomic
def keep_address(*, by: User) -> User:
    """Drop the address that waits to be confirmed."""
    user, at = locked(by), timezone.now()
    user.new_email = ""
    why = _("Kept the address after all")
    return save_as(user, by=by, why=why, at=at, fields=["new_email"])


# --- Both ----------------------------------------------------------------------------


def tell(user: User, reason: str) -> None:
    """Owe a person a mail about a change to their sign-in."""
    path, at = reverse("account_overview"), timezone.now()
    notices.owe([told(user, NoticeKind.SECURITY, path, reason, at)])


def told(
    user: User,
    kind: NoticeKind,
    path: str,
    reason: str,
    at: datetime,
    address: str = "",
) -> Owed:
    """Return a mail about one's sign-in; each is one of its own."""
    return Owed(
        key=f"{Channel.MAIL}:{user.ref}:{kind}:{uuid4()}",
        kind=kind,
        channel=Channel.MAIL,
        recipient_id=user.pk,
        ref=user.ref,
        path=path,
        reason=reason,
        due_at=at,
        address=address,
    )


def locked(user: User) -> User:
    """Return a person's row as it is now, held until the end of the transaction."""
    row: User = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    return row
