"""Who may change people, companies and duties."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Assignment, Handover, Posting, User
from accounts.states import Duty
from portal.decisions import ALLOWED, Decision, denied


def may_administer(user: User) -> Decision:
    """Decide whether a person may enroll companies and give roles and duties."""
    if not user.sight.admin:
        return denied(_("Only a program admin can change companies and duties."))
    return ALLOWED


def may_found() -> Decision:
    """Decide whether the first program admin is still to be made."""
    if Posting.objects.filter(duty=Duty.ADMIN).exists():
        return denied(_("There is a program admin already; ask them."))
    return ALLOWED


def may_manage(user: User, account: Account) -> Decision:
    """Decide whether an official may log contacts with a company and prepare them."""
    if not user.sight.staff or user.sight.admin:
        return denied(_("This is for the officials who look after the company."))
    if not Account.objects.served_by(user).filter(pk=account.pk).exists():
        return denied(_("This company is looked after by other officials."))
    return ALLOWED


def may_reassign(user: User) -> Decision:
    """Decide whether a person hands companies from one official to another at all."""
    if user.sight.admin or supervised(user):
        return ALLOWED
    return denied(_("Program admins and supervisors decide who looks after whom."))


def may_hand_over(user: User, account: Account, duty: Duty) -> Decision:
    """Decide whether a person may give a company's duty to another official."""
    if user.sight.admin:
        return ALLOWED
    if account.center_id not in supervised(user):
        return denied(_("Only a program admin or its Center's supervisor decides."))
    if duty is not Duty.IMPORT_SPECIALIST:
        return denied(
            _("A supervisor assigns import specialists; ask a program admin.")
        )
    return ALLOWED


def supervised(user: User) -> set[int | None]:
    """Return the Centers whose staff a person supervises."""
    return {
        posting.center_id
        for posting in user.current_postings
        if posting.duty == Duty.SUPERVISOR
    }


def may_acknowledge(user: User, handover: Handover) -> Decision:
    """Decide whether a person may say that they have taken a company up."""
    if handover.successor_id != user.pk:
        return denied(_("Only the official to whom it was handed acknowledges it."))
    if handover.acknowledged_at:
        return denied(_("You have acknowledged this already."))
    current = Assignment.objects.current().filter(account=handover.account_id)
    if not current.filter(official=user, duty=handover.duty).exists():
        return denied(_("This company was given to somebody else meanwhile."))
    return ALLOWED
