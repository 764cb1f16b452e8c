"""Follow an invitation: look at it, make a sign-in, accept it, confirm who came."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, telling
from accounts.actions import duties
from accounts.actions.invitations import (
    NotOpen,
    locked_with_company,
    may_invite_there,
)
from accounts.models import Center, Invitation, Membership, User
from accounts.states import Duty, InvitationState
from portal import rls
from portal.decisions import Refused
from portal.history import save_as


class OtherAddress(Refused):
    """Somebody follows an invitation that went to another address than theirs."""


@dataclass(frozen=True)
class NewSignIn:
    """What a newcomer says of themself; the address is the invited one."""

    name: str
    time_zone: str
    password: str


def presented(digest: str) -> Invitation | None:
    """Return the invitation that a link leads to; the link is the key to this one."""
    rls.present(digest)
    return Invitation.objects.select_related("center").filter(digest=digest).first()


@transaction.atomic
def see(*, digest: str) -> None:
    """Note that the page of an invitation was looked at; again is harmless."""
    with rls.restored():
        invitation = locked_open(digest)
        if not invitation.seen_at:
            invitation.seen_at = timezone.now()
            invitation.save(update_fields=["seen_at"])


@transaction.atomic
def join(newcomer: NewSignIn, *, digest: str) -> User:
    """Make a sign-in for whoever holds the link, and accept with it.

    The person in context from here on is the new one.

    Raises:
        NotOpen: if the link is used, expired or revoked.
    """
    invitation = locked_open(digest)
    at = timezone.now()
    user = User(
        pk=next_person(),
        subject=f"portal:{uuid4()}",
        name=newcomer.name,
        email=invitation.email,
        time_zone=newcomer.time_zone,
        password=make_password(newcomer.password),
    )
    rls.enter(user.pk)
    rls.present(digest)
    user.full_clean(exclude=["ref"])
    save_as(user, by=None, why=_("Joined by an invitation"), at=at)
    accept(digest=digest, by=user, knowing=True)
    return user


@transaction.atomic
def accept(*, digest: str, by: User, knowing: bool) -> Invitation:
    """Take an invitation up, once; the person is who signed in, not who was written to.

    Where the address belonged to somebody else before, nothing begins until somebody
    who may invite has confirmed it.

    Args:
        knowing: whether they have confirmed that it went to another address.

    Raises:
        NotOpen: if the link is used, expired or revoked, or they stand there already.
        OtherAddress: if it went to another address, and they have not confirmed that.
    """
    with rls.restored():
        invitation = locked_open(digest)
        if not knowing and not invitation.went_to(by):
            raise OtherAddress(
                _("Confirm that you take up the invitation with this sign-in.")
            )
        at = timezone.now()
        widen(invitation)
        refuse_doubles(invitation, by)
        invitation.accepted_at, invitation.accepted_by = at, by
        invitation.seen_at = invitation.seen_at or at
        invitation.name = by.name
        invitation.returns = returns(invitation, by)
        invitation.save(
            update_fields=["accepted_at", "accepted_by", "seen_at", "name", "returns"]
        )
        if invitation.returns:
            ask_to_confirm(invitation, by=by, at=at)
        else:
            begin(invitation, by=by, at=at)
            tell(invitation, events.joined(invitation), by=by, at=at)
    return invitation


@transaction.atomic
def confirm(*, invitation: Invitation, by: User) -> Invitation:
    """Let in whoever accepted with an address that somebody else had before.

    Raises:
        PermissionDenied: if `by` may not invite there.
        NotOpen: if nobody waits with it.
    """
    waiting = locked_with_company(invitation)
    may_invite_there(by, waiting).require()
    at = timezone.now()
    if waiting.state(at) is not InvitationState.WAITING:
        raise NotOpen(_("Nobody waits with this invitation any more."))
    waiting.confirmed_at, waiting.confirmed_by = at, by
    waiting.save(update_fields=["confirmed_at", "confirmed_by"])
    begin(waiting, by=by, at=at)
    tell(waiting, events.joining_confirmed(waiting, by), by=by, at=at)
    return waiting


def locked_open(digest: str) -> Invitation:
    """Lock the invitation that a link leads to, if it can still be followed."""
    rls.present(digest)
    rows = Invitation.objects.select_for_update(of=("self",))
    invitation = rows.select_related("center").filter(digest=digest).first()
    if invitation is None or not invitation.is_open(timezone.now()):
        raise NotOpen(_("This link was used, taken back, or has run out."))
    return invitation


def widen(invitation: Invitation) -> None:
    """Let the newcomer write the row that makes them one of them."""
    if invitation.account_id:
        rls.hold(invitation.account_id)
    else:
        rls.take_post()


def refuse_doubles(invitation: Invitation, by: User) -> None:
    """Refuse whoever has the role or the duty already, or another one there."""
    current = Membership.objects.current().filter(user=by)
    if invitation.account_id and current.filter(account=invitation.account_id).exists():
        raise NotOpen(
            _("You stand for this company already. An officer can change your role.")
        )
    held = by.postings.current().filter(duty=invitation.duty)
    if not invitation.account_id and held.exists():
        raise NotOpen(_("You have this duty already; there is nothing to accept."))
    if not keeps_apart(invitation, by):
        raise NotOpen(_("Whoever audits has no other duty and stands for no company."))


def keeps_apart(invitation: Invitation, by: User) -> bool:
    """Whether nobody becomes an auditor and something else by an invitation."""
    if by.sight.audits:
        return False
    audits = invitation.duty == Duty.AUDITOR
    return not audits or duties.stands_alone(by, Duty.AUDITOR)


def returns(invitation: Invitation, by: User) -> bool:
    """Whether an address of theirs was somebody else's who stood there; one query."""
    addresses = sorted({invitation.email.lower(), by.email.lower()})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal_returns(%s, %s, %s)",
            [invitation.account_id, addresses, by.pk],
        )
        return bool(cursor.fetchone()[0])


def begin(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Begin what was offered, for whoever accepted it."""
    newcomer = User(pk=invitation.accepted_by_id)  # whose row an officer does not see
    if invitation.account_id:
        membership = Membership(
            user=newcomer,
            account_id=invitation.account_id,
            role=invitation.role,
            kinds=invitation.kinds,
            since=at,
        )
        save_as(membership, by=by, why=_("Joined by an invitation"), at=at)
        return
    office: Center | str = invitation.center or invitation.on_behalf_of
    posting = duties.posted(newcomer, Duty(invitation.duty), office, since=at)
    save_as(posting, by=by, why=_("Joined by an invitation"), at=at)


def ask_to_confirm(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Say that nothing has begun yet, and tell those who can confirm it."""
    tell(invitation, events.joined_unconfirmed(invitation), by=by, at=at)
    if invitation.account:
        about = _("%(name)s joined and waits for your confirmation.") % {
            "name": invitation.name
        }
        key = f"{invitation.ref}:confirm"
        telling.tell_officers(invitation.account, key=key, about=about, by=by, at=at)


def tell(invitation: Invitation, sentence: str, *, by: User, at: datetime) -> None:
    """Write a line on the timeline of the company, if it is about one."""
    if invitation.account:
        events.tell(
            invitation.account, kind="appointed", sentence=sentence, by=by, at=at
        )


def next_person() -> int:
    """Take the id first: a person's row is in sight once they are in context."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [User._meta.db_table]
        )
        return int(cursor.fetchone()[0])
