"""What somebody can do who signs in and sees nothing, without learning who exists."""

from django.db import transaction
from django.utils import timezone

from accounts import telling
from accounts.models import JoinRequest, User


@transaction.atomic
def claim(*, address: str, by: User) -> None:
    """Send the link of an invitation once more to the address that was invited.

    It does the same whether there is one or not, and says nothing of it.
    """
    telling.send_claimed(address, by=by, at=timezone.now())


@transaction.atomic
def ask(*, company: str, by: User) -> None:
    """Ask the officers of a company to invite oneself; again is harmless.

    Args:
        company: its reference, as it was typed; a company need not have it.
    """
    request = JoinRequest(
        company=company,
        name=by.name,
        email=by.email,
        asked_at=timezone.now(),
        asked_by=by,
    )
    JoinRequest.objects.bulk_create([request], ignore_conflicts=True)
