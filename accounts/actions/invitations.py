"""Invite people, and let them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, permissions, telling
from accounts.actions import centers
from accounts.models import Account, Center, Invitation, JoinRequest, Membership, User
from accounts.models.invitations import GOOD_FOR
from accounts.states import Duty, InvitationState, Role
from portal.decisions import Decision, Refused


class AlreadyHere(Refused):
    """The address belongs to somebody who stands for the company."""


class AlreadyInvited(Refused):
    """An open invitation went to the address."""


class NotOpen(Refused):
    """The invitation cannot be followed any more."""


@dataclass(frozen=True)
class Offer:
    """As what an address is invited to stand for a company.

    Attributes:
        kinds: groups of topics that an agent sees without being given each thread.
    """

    email: str
    role: Role
    kinds: Sequence[str] = ()


@transaction.atomic
def invite(
    offer: Offer, *, account: Account, by: User, at: datetime | None = None
) -> Invitation:
    """Invite an address to stand for a company; an expired invitation is replaced.

    Args:
        at: for what happened before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` does not manage the people of the company.
        AlreadyHere: if somebody of the company has that address.
        AlreadyInvited: if an open invitation went there.
    """
    account = locked(account)
    permissions.may_manage_people(by, account).require()
    at = at or timezone.now()
    here = Membership.objects.current(at).filter(account=account)
    if here.filter(user__email__iexact=offer.email).exists():
        raise AlreadyHere(
            _("Somebody with this address stands for the company; change their role.")
        )
    earlier = unanswered(account, offer.email)
    if earlier and earlier.is_open(at):
        raise AlreadyInvited(
            _("This address has an open invitation; send it again, or revoke it.")
        )
    if earlier:
        end(earlier, by=by, at=at)
    asked = JoinRequest.objects.waiting_at(account)
    asked.filter(email__iexact=offer.email).update(answered_at=at, answered_by=by)
    return sent(
        Invitation(
            email=offer.email,
            account=account,
            on_behalf_of=account.legal_name,
            role=offer.role,
            kinds=list(offer.kinds) if offer.role == Role.AGENT else [],
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def invite_official(
    email: str, *, duty: Duty, office: Center | str, by: User
) -> Invitation:
    """Invite an address to take a duty at a Center, or at another office by its name.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        IsClosed: if the Center is closed.
    """
    permissions.may_administer(by).require()
    center = centers.locked_open(office) if isinstance(office, Center) else None
    invitation = Invitation(
        email=email, duty=duty, center=center, on_behalf_of=str(office)
    )
    return sent(invitation, by=by, at=timezone.now())


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> Invitation:
    """Send an invitation anew, with a new link for a new week; the old one ends.

    Raises:
        PermissionDenied: if `by` may not invite there.
        NotOpen: if it was accepted or revoked.
        IsClosed: if it leads to a Center that is closed.
    """
    earlier = locked_with_company(invitation)
    may_invite_there(by, earlier).require()
    if earlier.accepted_at or earlier.revoked_at:
        raise NotOpen(_("This invitation was answered already; look at the list."))
    if earlier.center:
        centers.locked_open(earlier.center)
    at = timezone.now()
    end(earlier, by=by, at=at)
    return sent(
        Invitation(
            email=earlier.email,
            on_behalf_of=earlier.on_behalf_of,
            account=earlier.account,
            role=earlier.role,
            kinds=earlier.kinds,
            duty=earlier.duty,
            center=earlier.center,
            again=True,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> Invitation:
    """Take an invitation back; also one that was accepted and waits.

    Raises:
        PermissionDenied: if `by` may not invite there.
        NotOpen: if somebody came in with it, or it was revoked.
    """
    taken_back = locked_with_company(invitation)
    may_invite_there(by, taken_back).require()
    at = timezone.now()
    if taken_back.state(at) in (InvitationState.ACCEPTED, InvitationState.REVOKED):
        raise NotOpen(_("This invitation was answered already; look at the list."))
    end(taken_back, by=by, at=at)
    if taken_back.account:
        sentence = events.invitation_revoked(taken_back, by)
        events.tell(
            taken_back.account, kind="invitation", sentence=sentence, by=by, at=at
        )
    return taken_back


def locked(account: Account) -> Account:
    """Lock a company, so that its people change one after the other."""
    return Account.objects.select_for_update(of=("self",)).get(pk=account.pk)


def locked_with_company(invitation: Invitation) -> Invitation:
    """Lock the company first, then its invitation; the order that all keep."""
    if invitation.account_id:
        Account.objects.select_for_update(of=("self",)).get(pk=invitation.account_id)
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("account", "center").get(pk=invitation.pk)


def may_invite_there(by: User, invitation: Invitation) -> Decision:
    """Decide whether a person may invite to where an invitation leads."""
    if invitation.account is None:
        return permissions.may_administer(by)
    return permissions.may_manage_people(by, invitation.account)


def unanswered(account: Account, email: str) -> Invitation | None:
    """Lock and return the invitation of an address that is neither taken nor ended."""
    rows = Invitation.objects.select_for_update(of=("self",))
    found = rows.filter(account=account, email__iexact=email)
    return found.filter(accepted_at=None, revoked_at=None).first()


def end(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Let the link of an invitation lead nowhere any more."""
    invitation.revoked_at, invitation.revoked_by = at, by
    invitation.save(update_fields=["revoked_at", "revoked_by"])


def sent(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Save a new invitation, owe its mail, and say so on the timeline."""
    invitation.sent_at, invitation.sent_by = at, by
    invitation.expires_at = at + GOOD_FOR
    invitation.sealed().save(force_insert=True)
    telling.send(invitation)
    if invitation.account:
        sentence = events.invited(invitation, by)
        events.tell(
            invitation.account, kind="invitation", sentence=sentence, by=by, at=at
        )
    return invitation
