"""What the pages of people and companies show."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import calendar
from accounts.models import Account, Assignment, Membership
from accounts.states import Duty, ProgramStatus, Role


@dataclass(frozen=True)
class PersonSince:
    name: str
    role: str
    since: datetime


@dataclass(frozen=True)
class Choice:
    """A company that a person may act for."""

    legal_name: str
    ref: str
    role_label: str
    current: bool


def choice(membership: Membership, *, current: bool) -> Choice:
    account = membership.account
    role = str(Role(membership.role).label)
    return Choice(account.legal_name, account.ref, role, current)


def facts_of(account: Account) -> list[tuple[str, object]]:
    """Return the profile of a company; dates are dates, for the page to word."""
    upcoming = calendar.next_anniversary(account.anniversary, timezone.localdate())
    return [
        (_("Reference"), account.ref),
        (_("Program status"), str(ProgramStatus(account.status).label)),
        (_("Center"), str(account.center)),
        (_("Importer numbers"), ", ".join(account.importer_numbers)),
        (_("In the program since"), account.accepted_on),
        (_("Last annual letter"), account.letter_on or _("none yet")),
        (_("Next anniversary of the letter"), upcoming),
    ]


def company_people(account: Account) -> list[PersonSince]:
    memberships = Membership.objects.current().filter(account=account)
    return [
        PersonSince(m.user.name, str(Role(m.role).label), m.since)
        for m in memberships.select_related("user").order_by("user__name", "pk")
    ]


def officials(account: Account) -> list[PersonSince]:
    assignments = Assignment.objects.current().filter(account=account)
    return [
        PersonSince(a.official.name, str(Duty(a.duty).label), a.since)
        for a in assignments.select_related("official").order_by("duty", "pk")
    ]
