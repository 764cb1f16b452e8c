"""Let a part of a company become a company of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, permissions, telling
from accounts.actions import companies
from accounts.models import Account, Center, Membership, User
from accounts.states import Role
from portal.decisions import Refused


class NobodyComesAlong(Refused):
    """The new company would have no officer, or somebody has left meanwhile."""


@dataclass(frozen=True)
class Split:
    """What becomes of a part: what is known of the new company, who stands for it, why.

    Attributes:
        people: references of those who stand for the old company and come along.
    """

    profile: companies.Profile
    center: Center
    people: Sequence[str]
    why: str


@transaction.atomic
def split(parting: Split, *, account: Account, by: User) -> Account:
    """Enroll a company out of another one, and give those who come along access to it.

    They have the same role there, and keep the one that they have. Nothing moves: what
    was said before stays with the old company, and whoever stands for it alone sees
    nothing of the new one. The timelines of both say so.

    Raises:
        PermissionDenied: if `by` does not administer the program, or the company was
            merged.
        IsClosed: if the Center is closed.
        NobodyComesAlong: if no officer does, or somebody has left meanwhile.
        ValidationError: if a value cannot be stored.
    """
    permissions.may_administer(by).require()
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    permissions.goes_on(account).require()
    members = coming_along(parting, account)
    new = companies.enroll(parting.profile, center=parting.center, by=by)
    at = timezone.now()
    for member in members:
        appointment = companies.Appointment(Role(member.role), member.kinds, at)
        companies.appoint(appointment, user=member.user, account=new, by=by, at=at)
    begun, left = events.split_off(new, account), events.split_from(new, account)
    events.tell(new, kind="split", sentence=begun, by=by, at=at)
    events.tell(account, kind="split", sentence=left, by=by, at=at)
    for one in (account, new):
        reason = events.split_because(new, account, parting.why)
        events.tell_staff(one, kind="split", sentence=reason, by=by, at=at)
    key = f"split:{new.ref}"
    telling.tell_officers(account, key=key, about=left, by=by, at=at)
    telling.tell_officials(account, key=key, about=left, by=by, at=at)
    return new


def coming_along(parting: Split, account: Account) -> list[Membership]:
    """Return the memberships of those who come along, one of them an officer's."""
    current = Membership.objects.current().filter(
        account=account, user__ref__in=parting.people, user__is_active=True
    )
    found = list(current.select_related("user").order_by("since", "pk"))
    if len(found) != len(set(parting.people)):
        raise NobodyComesAlong(_("Somebody of these left meanwhile; choose again."))
    if not any(one.role == Role.OFFICER for one in found):
        raise NobodyComesAlong(
            _(
                "A company always has an officer. Choose one among those who come "
                "along, or make somebody an officer first."
            )
        )
    return found
