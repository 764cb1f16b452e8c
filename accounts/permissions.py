"""Who may change people, companies and duties."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    Account,
    Assignment,
    DatedQuerySet,
    Handover,
    Membership,
    Posting,
    User,
)
from accounts.states import CENTER_DUTIES, OF_THE_COMPANY, Duty, FactName, Role
from portal import rls
from portal.decisions import ALLOWED, Decision, denied

AUDITORS_READ = _("An auditor reads everything here, and changes nothing.")


def may_list_companies(user: User) -> Decision:
    """Decide whether a person looks companies up by name, among all of them."""
    return ALLOWED if user.sight.audits else may_administer(user)


def may_administer(user: User) -> Decision:
    """Decide whether a person may enroll companies and give roles and duties."""
    if not user.sight.admin:
        return denied(_("Only a program admin can change companies and duties."))
    return ALLOWED


def goes_on(account: Account) -> Decision:
    """Decide whether something new may begin at a company: not once it was merged."""
    if account.merged_into_id:
        return denied(
            _("This company was merged into another one; this is done there now.")
        )
    return ALLOWED


def may_tell(user: User, account: Account, name: FactName) -> Decision:
    """Decide whether a person may say what is true of a company.

    An officer says what is the company's own, the agency all else. Of one that was
    merged nobody says anything more.
    """
    if user.sight.audits:
        return denied(AUDITORS_READ)
    if not (decision := goes_on(account)):
        return decision
    if name in OF_THE_COMPANY:
        current = Membership.objects.current()
        if current.filter(user=user, account=account, role=Role.OFFICER).exists():
            return ALLOWED
        return denied(_("An officer of the company changes this."))
    if user.sight.admin:
        return ALLOWED
    assigned = Assignment.objects.current().filter(account=account, duty=Duty.NAM)
    if account.pk in user.sight.own and assigned.filter(official=user).exists():
        return ALLOWED
    return denied(
        _("The company's account manager changes this, or the program office.")
    )


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


def sees_whole(user: User, account: Account) -> bool:
    """Whether a person sees a company's histories, and not what is given to them."""
    sight = user.sight
    is_near = account.pk in sight.whole or account.center_id in sight.centers
    return sight.admin or is_near


def may_see_whole(user: User, account: Account) -> Decision:
    """Decide whether a person may read what is nobody's to give away, such as calls."""
    if sees_whole(user, account):
        return ALLOWED
    return denied(_("Only the company's own people and its officials see this page."))


def may_manage(user: User, account: Account) -> Decision:
    """Decide whether an official may prepare contacts and see to what follows them."""
    if user.sight.audits:
        return denied(AUDITORS_READ)
    if not user.sight.staff or user.sight.admin:
        return denied(_("This is for the officials who look after the company."))
    if not Account.objects.served_by(user).filter(pk=account.pk).exists():
        return denied(_("This company is looked after by other officials."))
    return ALLOWED


def may_log(user: User, account: Account) -> Decision:
    """Decide whether an official may log a contact with a company."""
    return may_manage(user, account) and goes_on(account)


def may_manage_people(user: User, account: Account) -> Decision:
    """Decide whether a person may invite people, change roles and end memberships.

    Officers do; a program admin only while the company has no officer. It asks anew
    each time: under the lock of the company, what was true before may have changed.
    The people of a company that was merged are those of the one that goes on.
    """
    if user.sight.audits:
        return denied(AUDITORS_READ)
    if not (decision := goes_on(account)):
        return decision
    officers = officers_of(account)
    if officers.filter(user=user).exists():
        return ALLOWED
    if not user.sight.admin:
        return denied(_("Only an officer of the company manages its people."))
    if officers.exists():
        return denied(
            _("This company has an officer, who manages its people; ask them.")
        )
    return ALLOWED


def may_end_factors(user: User, person: User) -> Decision:
    """Decide whether a person may end the second factors that another has lost.

    An officer does for whoever stands for the company alone. The program office does
    for all others: their sign-in opens more than the officer answers for.
    """
    if user.sight.audits:
        return denied(AUDITORS_READ)
    if user.pk == person.pk:
        return denied(
            _("Nobody does this for themselves; ask a colleague who may, on the phone.")
        )
    company = only_company_of(person)
    officers = Membership.objects.none() if company is None else officers_at(company)
    if officers.filter(user=user).exists():
        return ALLOWED
    if not user.sight.admin:
        return denied(_("An officer of the company does this, or the program office."))
    if officers.exclude(user=person).exists():
        return denied(_("The company has an officer who does this; ask them."))
    return ALLOWED


def only_company_of(person: User) -> int | None:
    """Return the company that is all that a person's sign-in opens, or None."""
    sight = rls.sight(person.pk)
    formers = {former for former, _into, _center in sight.merged}
    own = [account for account in sight.own if account not in formers]
    alone = not sight.staff and not sight.agent and len(own) == 1
    return own[0] if alone else None


def may_be_left(account: Account, membership: Membership) -> Decision:
    """Decide whether a company can do without a membership: one officer stays."""
    if membership.role != Role.OFFICER:
        return ALLOWED
    if not officers_of(account).exclude(pk=membership.pk).exists():
        return denied(
            _(
                "A company always keeps one officer. Make somebody else an officer "
                "first, or invite one and wait until they have joined."
            )
        )
    return ALLOWED


def officers_of(account: Account) -> DatedQuerySet[Membership]:
    """Return the current officers of a company who may sign in."""
    return officers_at(account.pk)


def officers_at(account: int) -> DatedQuerySet[Membership]:
    """Return the same, by the company's id."""
    return Membership.objects.current().filter(
        account=account, role=Role.OFFICER, user__is_active=True
    )


def may_reassign(user: User) -> Decision:
    """Decide whether a person hands companies from one official to another at all."""
    if user.sight.admin or supervised(user):
        return ALLOWED
    return denied(_("Program admins and supervisors decide who looks after whom."))


def may_hand_over(user: User, account: Account, duty: Duty) -> Decision:
    """Decide whether a person may give a company's duty to another official."""
    if not (decision := goes_on(account)):
        return decision
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
    current = Assignment.objects.current().filter(account=handover.account.living_id)
    if not current.filter(official=user, duty=handover.duty).exists():
        return denied(_("This company was given to somebody else meanwhile."))
    return ALLOWED


def may_tell_absence(user: User, official: User) -> Decision:
    """Decide whether a person may say that an official is away, and who stands in."""
    if user.sight.admin:
        return ALLOWED
    if user.sight.audits:
        return denied(AUDITORS_READ)
    if user.pk == official.pk and user.sight.staff:
        return ALLOWED
    posts = Posting.objects.current().filter(
        official=official, duty__in=CENTER_DUTIES, center__in=supervised(user)
    )
    if not user.sight.staff or not posts.exists():
        return denied(
            _("They say so themselves, their supervisor or the program office.")
        )
    return ALLOWED
