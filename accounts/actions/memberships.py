"""Change the roles of a company's people, and let them go."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, permissions, telling
from accounts.actions.invitations import locked
from accounts.models import (
    Account,
    Invitation,
    JoinRequest,
    Membership,
    Succession,
    User,
)
from accounts.states import Role
from portal.decisions import Refused
from portal.history import save_as

TAKES_OVER = frozenset({Role.OFFICER, Role.CONTACT})


class SameRole(Refused):
    """The person has that role already."""


class NoSuccessor(Refused):
    """The chosen one cannot take over."""


@dataclass(frozen=True)
class NewRole:
    """What a person becomes, and why; the company and its officials read the reason."""

    role: Role
    kinds: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Successor:
    """Who takes over: somebody of the company, or whoever accepts an invitation."""

    user: User | None = None
    invitation: Invitation | None = None

    @property
    def words(self) -> str:
        if self.user:
            return self.user.name
        return self.invitation.email if self.invitation else ""


NOBODY = Successor()


@transaction.atomic
def change_role(new: NewRole, *, membership: Membership, by: User) -> Membership:
    """End a person's role and begin another one, at one moment; nothing is deleted.

    Raises:
        PermissionDenied: if `by` does not manage the people of the company, or it
            would be without an officer.
        SameRole: if nothing changes.
    """
    account, ended = locked_membership(membership, by=by)
    kinds = list(new.kinds) if new.role == Role.AGENT else []
    if (new.role, kinds) == (ended.role, list(ended.kinds)):
        raise SameRole(_("That is the role now. Choose another one."))
    if new.role != Role.OFFICER:
        permissions.may_be_left(account, ended).require()
    at = timezone.now()
    finish(ended, by=by, why=new.why, at=at)
    begun = Membership(
        user=ended.user, account=account, role=new.role, kinds=kinds, since=at
    )
    save_as(begun, by=by, why=new.why, at=at)
    sentence = events.role_changed(ended, begun, new.why)
    events.tell(account, kind="role_changed", sentence=sentence, by=by, at=at)
    return begun


@transaction.atomic
def leave(
    *, membership: Membership, successor: Successor = NOBODY, by: User
) -> Membership:
    """End a membership in one act: who takes over, and who is told.

    What the leaver took part in goes on with the successor, who is told of its news
    from now on. What was said keeps the leaver's name; mails that were still owed to
    them are dropped when they would leave.

    Raises:
        PermissionDenied: if `by` does not manage the people of the company, or it
            would be without an officer.
        NoSuccessor: if the successor does not write for the company.
    """
    account, ended = locked_membership(membership, by=by)
    permissions.may_be_left(account, ended).require()
    check_successor(successor, ended)
    at = timezone.now()
    finish(ended, by=by, why=_("Left"), at=at)
    if successor != NOBODY:
        hand_over(ended, successor, by=by, at=at)
    sentence = events.left(ended, successor.words)
    events.tell(account, kind="left", sentence=sentence, by=by, at=at)
    key = f"{account.ref}:left:{ended.pk}"
    telling.tell_officials(account, key=key, about=sentence, by=by, at=at)
    return ended


@transaction.atomic
def decline(*, request: JoinRequest, account: Account, by: User) -> None:
    """Answer somebody who asked to be invited; an invitation is an act of its own.

    Raises:
        PermissionDenied: if `by` does not manage the people of the company.
    """
    permissions.may_manage_people(by, account).require()
    request.answered_at, request.answered_by = timezone.now(), by
    request.save(update_fields=["answered_at", "answered_by"])


def locked_membership(
    membership: Membership, *, by: User
) -> tuple[Account, Membership]:
    """Lock the company, then the membership, and ask again who manages there."""
    account = locked(membership.account)
    permissions.may_manage_people(by, account).require()
    rows = Membership.objects.select_for_update(of=("self",)).current()
    ended = rows.select_related("user", "account").filter(pk=membership.pk).first()
    if ended is None:
        raise SameRole(_("Somebody ended this role already; look at the list."))
    return account, ended


def finish(membership: Membership, *, by: User, why: str, at: datetime) -> None:
    """End a membership at a moment; what it gave is gone with the next request."""
    membership.until = at
    save_as(membership, by=by, why=why[:100], at=at, fields=["until"])


def check_successor(successor: Successor, leaving: Membership) -> None:
    """Refuse whoever could not answer in the leaver's place."""
    if successor.invitation:
        offered = successor.invitation
        fits = offered.account_id == leaving.account_id and offered.role in TAKES_OVER
        if not fits or offered.accepted_at or offered.revoked_at:
            raise NoSuccessor(_("Choose an open invitation of an officer or contact."))
    if successor.user:
        current = Membership.objects.current().exclude(pk=leaving.pk)
        writes = current.filter(account=leaving.account_id, role__in=TAKES_OVER)
        if not writes.filter(user=successor.user).exists():
            raise NoSuccessor(_("Choose an officer or a contact of the company."))


def hand_over(
    ended: Membership, successor: Successor, *, by: User, at: datetime
) -> None:
    """Write who takes over from the leaver, and from whomever they stood in for."""
    earlier = Succession.objects.filter(
        account=ended.account_id, successor=ended.user_id
    )
    accepted = Succession.objects.filter(
        account=ended.account_id, invitation__accepted_by=ended.user_id
    )
    before = {row.leaver_id for row in [*earlier, *accepted]}
    taker = successor.user.pk if successor.user else None
    for leaver in sorted({ended.user_id, *before} - {taker}):
        Succession.objects.create(
            account_id=ended.account_id,
            leaver_id=leaver,
            successor=successor.user,
            invitation=successor.invitation,
            decided_at=at,
            decided_by=by,
        )
