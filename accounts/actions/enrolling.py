"""Take a company in, and invite who is to be its first officer, in one act."""

from django.db import transaction

from accounts.actions import companies, invitations
from accounts.models import Account, Center, User
from accounts.states import Role


@transaction.atomic
def take_in(
    profile: companies.Profile, *, center: Center, officer: str, by: User
) -> Account:
    """Enroll a company and invite the address of its first officer.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        ValidationError: if a value cannot be stored.
    """
    account = companies.enroll(profile, center=center, by=by)
    offer = invitations.Offer(officer, Role.OFFICER)
    invitations.invite(offer, account=account, by=by)
    return account
