"""Who receives what a company writes, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Account, Assignment, User
from accounts.states import Duty


@dataclass(frozen=True)
class Addressee:
    """Where a matter goes.

    Attributes:
        official: who holds it, or None when it waits in the Center's queue.
        copied: the account manager who reads along, unless it is theirs already.
    """

    account: Account
    duty: Duty
    official: User | None
    copied: User | None

    @property
    def words(self) -> str:
        """The addressee as one names it on an envelope."""
        center = str(self.account.center)
        if self.official is None:
            return _("The queue of %(center)s") % {"center": center}
        return _("%(name)s, %(duty)s") % {
            "name": self.official.name,
            "duty": self.duty.label,
        }

    @property
    def because(self) -> str:
        """The sentence that says why this person or queue receives it."""
        company = self.account.legal_name
        if self.official is None:
            return _(
                "Nobody is assigned to %(company)s for this today, so the staff of "
                "its Center share the queue and one of them will answer."
            ) % {"company": company}
        reason = _("%(name)s is assigned to %(company)s for matters like this.") % {
            "name": self.official.name,
            "company": company,
        }
        if self.copied is None:
            return reason
        return _("%(reason)s %(manager)s, the account manager, reads along.") % {
            "reason": reason,
            "manager": self.copied.name,
        }


def addressee(account: Account, duty: Duty) -> Addressee:
    """Return who receives a matter of one duty; one query.

    Args:
        account: with its Center loaded.
        duty: the first addressee by topic.
    """
    assigned = {
        assignment.duty: assignment.official
        for assignment in Assignment.objects.current()
        .filter(account=account)
        .select_related("official")
    }
    official = assigned.get(duty)
    manager = assigned.get(Duty.NAM)
    return Addressee(account, duty, official, None if manager == official else manager)
