"""Who may change people, companies and duties."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Posting, User
from accounts.states import Duty
from portal.decisions import ALLOWED, Decision, denied


def may_administer(user: User) -> Decision:
    """Decide whether a person may enroll companies and give roles and duties."""
    if not user.sight.admin:
        return denied(_("Only a program admin can change companies and duties."))
    return ALLOWED


def may_reset(user: User) -> Decision:
    """Decide whether a person may choose a new password without knowing the old one."""
    if not user.is_active or (user.is_of_the_demo and not settings.DEMO):
        return denied(_("This sign-in is closed."))
    return may_have_password(user)


def may_have_password(user: User) -> Decision:
    """Decide whether a person signs in by a password, and not at another provider."""
    if not user.has_usable_password():
        return denied(_("You sign in elsewhere, and have no password here."))
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
    if not Account.objects.visible_to(user).filter(pk=account.pk).exists():
        return denied(_("This company is looked after by other officials."))
    return ALLOWED
