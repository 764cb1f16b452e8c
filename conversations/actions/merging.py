"""Merge a company into another; none of its conversations is left without somebody."""

from django.db import transaction

from accounts.actions import merging
from accounts.actions.merging import Merger
from accounts.models import Account, User
from conversations.actions.releasing import release


@transaction.atomic
def merge_companies(
    account: Account, into: Account, *, why: str, by: User, seen: str = ""
) -> Merger:
    """Merge a company into another; what nobody takes up there waits in the queue.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        CannotMerge: if they are one, or either was merged before.
        ChangedMeanwhile: if anything of it is not as it was seen.
    """
    merger, left = merging.merge(account, into, why=why, by=by, seen=seen)
    for ended in left:
        release(ended, merger.family, by=by)
    return merger
