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
    Handover,
    Invitation,
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

LONG_NAME = 70  # characters of a name in a line that holds much beside it


def named(account: Account) -> str:
    return f"{account.legal_name} ({account.ref})"


def shortly(account: Account) -> str:
    """Name a company in a line that names two, by as much of its name as fits."""
    return f"{shortened(account.legal_name)} ({account.ref})"


def shortened(name: str) -> str:
    return Truncator(name).chars(LONG_NAME)


def enrolled(account: Account) -> str:
    return _("%(company)s was enrolled under %(center)s.") % {
        "company": account.legal_name,
        "center": account.center,
    }


def split_off(new: Account, old: Account) -> str:
    """Say on the new company's timeline where it comes from."""
    return _(
        "%(company)s became a company of its own, out of %(old)s. What was said before "
        "stays there."
    ) % {"company": shortened(new.legal_name), "old": shortly(old)}


def split_from(new: Account, old: Account) -> str:
    """Say on the old company's timeline what went out of it."""
    return _(
        "%(new)s became a company of its own, out of %(company)s. What was said before "
        "stays here."
    ) % {"new": shortly(new), "company": shortened(old.legal_name)}


def split_because(new: Account, old: Account, why: str) -> str:
    """Say why; officials of both read it."""
    return _("Why %(new)s went out of %(old)s: %(why)s") % {
        "new": shortly(new),
        "old": shortly(old),
        "why": why,
    }


def merged(old: Account, new: Account, why: str) -> str:
    """Say on the timelines of both which company goes on as which, and why."""
    return _("%(old)s was merged into %(new)s: %(why)s") % {
        "old": shortly(old),
        "new": shortly(new),
        "why": why,
    }


def led_on(old: Account, new: Account) -> str:
    """Say on the timeline of a company that was merged before that it is led on."""
    return _(
        "%(old)s was merged into %(new)s; the record of this company is seen there now."
    ) % {"old": shortly(old), "new": shortly(new)}


def came_along(membership: Membership, old: Account) -> str:
    return _("%(name)s became %(role)s; %(company)s was merged into this company.") % {
        "name": membership.user.name,
        "role": Role(membership.role).label.lower(),
        "company": shortly(old),
    }


def passed_on(ended: Assignment, heir: User | None) -> str:
    """Say what becomes of a duty at a company that was merged; both sides read it."""
    values = {
        "name": ended.official.name,
        "duty": Duty(ended.duty).label.lower(),
        "heir": heir.name if heir else "",
    }
    if heir is None:
        return _("%(name)s was %(duty)s until the merger.") % values
    if heir == ended.official:
        return _("%(name)s goes on as %(duty)s of the merged company.") % values
    return _("%(heir)s follows %(name)s as %(duty)s.") % values


def factors_ended(person: User, how: str, why: str) -> str:
    return _("The lost second factors of %(name)s were ended. %(how)s. %(why)s") % {
        "name": shortened(person.name),
        "how": how,
        "why": why,
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


def unassigned(ended: Assignment) -> str:
    """Say who is assigned no more, and who looks after it; both sides read it."""
    return _(
        "%(name)s is no longer %(duty)s for %(company)s; %(center)s looks after it."
    ) % {
        "name": ended.official.name,
        "duty": Duty(ended.duty).label.lower(),
        "company": ended.account.legal_name,
        "center": ended.account.center,
    }


def unassigned_because(ended: Assignment, why: str) -> str:
    """Say why an assignment ended; officials read it."""
    return _("Why %(name)s is no longer %(duty)s: %(why)s") % {
        "name": ended.official.name,
        "duty": Duty(ended.duty).label.lower(),
        "why": why,
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


def handed_to(handover: Handover) -> str:
    return _("%(name)s is your %(duty)s now.") % {
        "name": handover.successor.name,
        "duty": Duty(handover.duty).label.lower(),
    }


MET = {
    ContactKind.CALL: gettext_lazy("%(official)s had a call with %(people)s."),
    ContactKind.VISIT: gettext_lazy("%(official)s visited %(people)s."),
    ContactKind.MEETING: gettext_lazy("%(official)s met %(people)s."),
}
# Whoever notes what a colleague held was not there.
NOTED = {
    ContactKind.CALL: gettext_lazy("%(official)s noted a call of %(people)s."),
    ContactKind.VISIT: gettext_lazy("%(official)s noted a visit of %(people)s."),
    ContactKind.MEETING: gettext_lazy("%(official)s noted a meeting of %(people)s."),
}
NAMED = 3  # participants that a line names
LONGEST = 150  # characters of their names


def met(contact: Contact) -> str:
    official = contact.logged_by.name
    others = [name for name in contact.participants if name != official]
    people, more = others[:NAMED], len(others[NAMED:])
    words = Truncator(", ".join(people)).chars(LONGEST) or contact.account.legal_name
    if more:
        words = _("%(people)s and %(more)d more") % {"people": words, "more": more}
    is_theirs = official in contact.participants
    lines = MET if is_theirs else NOTED
    return lines[ContactKind(contact.kind)] % {"official": official, "people": words}


def followed(contact: Contact) -> str:
    return _("Done after the contact: %(follow_up)s") % {"follow_up": contact.follow_up}


def invited(invitation: Invitation, by: User) -> str:
    words = (
        _("%(name)s sent the invitation of %(email)s as %(role)s again.")
        if invitation.again
        else _("%(name)s invited %(email)s as %(role)s.")
    )
    return words % {
        "name": by.name,
        "email": invitation.email,
        "role": invitation.as_what.lower(),
    }


def invitation_revoked(invitation: Invitation, by: User) -> str:
    return _("%(name)s revoked the invitation of %(email)s.") % {
        "name": by.name,
        "email": invitation.email,
    }


def joined(invitation: Invitation) -> str:
    return _("%(name)s accepted an invitation and became %(role)s.") % {
        "name": invitation.name,
        "role": invitation.as_what.lower(),
    }


def joined_unconfirmed(invitation: Invitation) -> str:
    return _(
        "%(name)s accepted an invitation at an address that belonged to somebody else "
        "before; an officer has to confirm it."
    ) % {"name": invitation.name}


def joining_confirmed(invitation: Invitation, by: User) -> str:
    return _("%(officer)s confirmed that %(name)s is %(role)s.") % {
        "officer": by.name,
        "name": invitation.name,
        "role": invitation.as_what.lower(),
    }


def role_changed(ended: Membership, begun: Membership, why: str) -> str:
    return _("%(name)s, %(earlier)s until now, became %(role)s: %(why)s") % {
        "name": begun.user.name,
        "earlier": Role(ended.role).label.lower(),
        "role": Role(begun.role).label.lower(),
        "why": why,
    }


def left(membership: Membership, successor: str) -> str:
    """Say who left; `successor` is a name or an address, or empty."""
    words = (
        _("%(name)s, %(role)s, left %(company)s; %(successor)s takes over.")
        if successor
        else _("%(name)s, %(role)s, left %(company)s.")
    )
    return words % {
        "name": membership.user.name,
        "role": Role(membership.role).label.lower(),
        "company": membership.account.legal_name,
        "successor": successor,
    }
