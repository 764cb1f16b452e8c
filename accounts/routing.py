"""Who receives what a company writes, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import absences
from accounts.models import Account, Assignment, User, stand_in
from accounts.states import Duty


@dataclass(frozen=True)
class Addressee:
    """Where a matter goes.

    Attributes:
        official: who holds it, or None when it waits in the Center's queue.
        copied: the account manager who reads along, unless it is theirs already.
        away: that the official is away and who stands in, or nothing.
    """

    account: Account
    duty: Duty
    official: User | None
    copied: User | None
    away: str = ""

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
        if self.away:
            reason = f"{reason} {self.away}"
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
    current = Assignment.objects.current().filter(account=account)
    rows = current.select_related("official").annotate(**stand_in("official"))
    assigned = {assignment.duty: assignment for assignment in rows}
    official, away = None, ""
    if one := assigned.get(duty):
        official = one.official
        away = absences.words(official.name, one.away_until, one.stand_in_name)  # type: ignore[attr-defined]  # annotated
    manager = assigned[Duty.NAM].official if Duty.NAM in assigned else None
    copied = None if manager == official else manager
    return Addressee(account, duty, official, copied, away)
