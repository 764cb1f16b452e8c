"""Write lines on a company's timeline; two tables, so that no flag can leak one."""

from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import (
    Account,
    AccountEvent,
    Assignment,
    Contact,
    Membership,
    StaffEvent,
    User,
)
from accounts.states import ContactKind, Duty, Role


def tell(
    account: Account, *, kind: str, sentence: str, by: User | None, at: datetime
) -> AccountEvent:
    """Write a line that both sides read."""
    return AccountEvent.objects.create(
        account=account, kind=kind, sentence=ended_once(sentence), by=by, at=at
    )


def tell_staff(
    account: Account, *, kind: str, sentence: str, by: User | None, at: datetime
) -> StaffEvent:
    """Write a line that only officials read."""
    return StaffEvent.objects.create(
        account=account, kind=kind, sentence=ended_once(sentence), by=by, at=at
    )


def ended_once(sentence: str) -> str:
    """Return a sentence whose last word may be a name with a period, such as “Inc.”."""
    doubled = sentence.endswith("..") and not sentence.endswith("...")
    return sentence[:-1] if doubled else sentence


# --- What the lines say --------------------------------------------------------------


def enrolled(account: Account) -> str:
    return _("%(company)s was enrolled under %(center)s.") % {
        "company": account.legal_name,
        "center": account.center,
    }


def appointed(membership: Membership) -> str:
    return _("%(name)s became %(role)s.") % {
        "name": membership.user.name,
        "role": Role(membership.role).label.lower(),
    }


def assigned(assignment: Assignment) -> str:
    return _("%(name)s became %(duty)s for %(company)s.") % {
        "name": assignment.official.name,
        "duty": Duty(assignment.duty).label.lower(),
        "company": assignment.account.legal_name,
    }


def handed_over(begun: Assignment, predecessor: User | None) -> str:
    """Name the new official, and whom they follow; both sides read it."""
    words = (
        _("%(name)s became %(duty)s for %(company)s, after %(earlier)s.")
        if predecessor
        else _("%(name)s became %(duty)s for %(company)s.")
    )
    return words % {
        "name": begun.official.name,
        "duty": Duty(begun.duty).label.lower(),
        "company": begun.account.legal_name,
        "earlier": predecessor.name if predecessor else "",
    }


MET = {
    ContactKind.CALL: gettext_lazy("%(official)s had a call with %(people)s."),
    ContactKind.VISIT: gettext_lazy("%(official)s visited %(people)s."),
    ContactKind.MEETING: gettext_lazy("%(official)s met %(people)s."),
}
NAMED = 3  # participants that a line names
LONGEST = 150  # characters of their names


def met(contact: Contact) -> str:
    people = contact.participants[:NAMED]
    more = len(contact.participants) - len(people)
    words = Truncator(", ".join(people)).chars(LONGEST) or contact.account.legal_name
    if more:
        words = _("%(people)s and %(more)d more") % {"people": words, "more": more}
    official = contact.logged_by.name
    return MET[ContactKind(contact.kind)] % {"official": official, "people": words}
