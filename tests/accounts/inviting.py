"""What the tests of invitations share."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts import tokens
from accounts.actions import invitations
from accounts.models import Account, AccountEvent, Invitation, Membership, User
from accounts.states import Role
from portal import rls
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import PASSWORD, anew

ADDRESS = "anna@example.test"
NEWCOMER = {
    "name": "Anna Berg",
    "password": PASSWORD,
    "time_zone": "America/Chicago",
}
EIGHT_DAYS = timedelta(days=8)


def did(deed: Callable[..., Any], *args: Any, by: User, **named: Any) -> Any:
    """Let a person act, in their own context."""
    with rls.entered(by.pk):
        return deed(*args, by=anew(by), **named)


def invited(
    by: User, account: Account, email: str = ADDRESS, role: Role = Role.CONTACT
) -> Invitation:
    offer = invitations.Offer(email, role)
    invitation: Invitation = did(invitations.invite, offer, account=account, by=by)
    return invitation


def link(invitation: Invitation) -> str:
    return f"/sign-in/invited/{tokens.token_of(invitation.ref)}/"


def accept(client: PortalClient, invitation: Invitation, **typed: str) -> Any:
    return client.post(link(invitation), typed)


def anew_of(invitation: Invitation) -> Invitation:
    with as_owner():
        return Invitation.objects.get(pk=invitation.pk)


def run_out(invitation: Invitation) -> None:
    """Let an invitation have been sent eight days ago."""
    with as_owner():
        at = timezone.now() - EIGHT_DAYS
        rows = Invitation.objects.filter(pk=invitation.pk)
        rows.update(sent_at=at, expires_at=at + timedelta(days=7))


def roles(account: Account) -> dict[str, str]:
    """Return who stands for a company now, and as what."""
    with as_owner():
        current = Membership.objects.current().filter(account=account)
        return {m.user.name: m.role for m in current.select_related("user")}


def timeline(account: Account) -> list[str]:
    with as_owner():
        events = AccountEvent.objects.filter(account=account).order_by("pk")
        return [event.sentence for event in events]
