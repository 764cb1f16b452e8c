"""Write lines on a company's timeline; two tables, so that no flag can leak one."""

from datetime import datetime

from accounts.models import Account, AccountEvent, StaffEvent, User


def tell(
    account: Account, *, kind: str, sentence: str, by: User | None, at: datetime
) -> AccountEvent:
    """Write a line that both sides read."""
    return AccountEvent.objects.create(
        account=account, kind=kind, sentence=sentence, by=by, at=at
    )


def tell_staff(
    account: Account, *, kind: str, sentence: str, by: User | None, at: datetime
) -> StaffEvent:
    """Write a line that only officials read."""
    return StaffEvent.objects.create(
        account=account, kind=kind, sentence=sentence, by=by, at=at
    )
