"""Enroll companies and say who stands for them and who looks after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, permissions, telling
from accounts.actions import centers
from accounts.actions.profile import first_facts
from accounts.models import Account, Assignment, Center, Fact, Membership, User
from accounts.states import Duty, ProgramStatus, Role
from portal.decisions import Refused
from portal.history import save_as


class NotAssigned(Refused):
    """The official does not look after the company any more."""


@dataclass(frozen=True)
class Profile:
    """What is known of a company when it is enrolled."""

    legal_name: str
    importer_numbers: Sequence[str]
    accepted_on: date
    letter_on: date | None
    status: ProgramStatus


@dataclass(frozen=True)
class Appointment:
    """As what a person stands for a company, and from when; now if not given.

    Attributes:
        kinds: groups of topics that an agent sees without being given each thread.
    """

    role: Role
    kinds: Sequence[str] = ()
    since: datetime | None = None


@transaction.atomic
def enroll(
    profile: Profile, *, center: Center, by: User, at: datetime | None = None
) -> Account:
    """Take a company into the program, under one Center.

    Args:
        at: for what happened before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        IsClosed: if the Center is closed.
        ValidationError: if a value cannot be stored.
    """
    permissions.may_administer(by).require()
    at = at or timezone.now()
    account = Account(
        legal_name=profile.legal_name,
        center=centers.locked_open(center),
        importer_numbers=list(profile.importer_numbers),
        accepted_on=profile.accepted_on,
        letter_on=profile.letter_on,
        status=profile.status,
    )
    account.full_clean(exclude=["ref"])
    save_as(account, by=by, why=_("Enrolled"), at=at)
    Fact.objects.bulk_create(first_facts(account, by=by, why=_("Enrolled"), at=at))
    sentence = events.enrolled(account)
    events.tell(account, kind="enrolled", sentence=sentence, by=by, at=at)
    return account


@transaction.atomic
def appoint(
    appointment: Appointment,
    *,
    user: User,
    account: Account,
    by: User,
    at: datetime | None = None,
) -> Membership:
    """Let a person stand for a company in one role.

    Args:
        at: for what happened before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        ValidationError: if the person already stands for the company at that time.
    """
    permissions.may_administer(by).require()
    permissions.goes_on(account).require()
    at = at or timezone.now()
    membership = Membership(
        user=user,
        account=account,
        role=appointment.role,
        kinds=list(appointment.kinds),
        since=appointment.since or at,
    )
    membership.full_clean()
    save_as(membership, by=by, why=_("Appointed"), at=at)
    sentence = events.appointed(membership)
    events.tell(account, kind="appointed", sentence=sentence, by=by, at=at)
    return membership


@transaction.atomic
def assign(
    *,
    account: Account,
    official: User,
    duty: Duty,
    by: User,
    since: datetime | None = None,
    at: datetime | None = None,
) -> Assignment:
    """Let an official look after a company in one duty, from now or from a moment.

    Args:
        at: for what happened before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        ValidationError: if somebody has that duty for the company at that time.
    """
    permissions.may_administer(by).require()
    permissions.goes_on(account).require()
    at = at or timezone.now()
    assignment = Assignment(
        account=account, official=official, duty=duty, since=since or at
    )
    assignment.full_clean()
    save_as(assignment, by=by, why=_("Assigned"), at=at)
    sentence = events.assigned(assignment)
    events.tell(account, kind="assigned", sentence=sentence, by=by, at=at)
    return assignment


@transaction.atomic
def unassign(*, assignment: Assignment, why: str, by: User) -> Assignment:
    """End an assignment, with nobody to follow; the company and its officials read it.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        NotAssigned: if it has ended meanwhile.
    """
    permissions.may_administer(by).require()
    rows = Assignment.objects.select_for_update(of=("self",)).current()
    loaded = rows.select_related("account__center", "official")
    ended = loaded.filter(pk=assignment.pk).first()
    if ended is None:
        raise NotAssigned(_("Somebody ended this already; look at the company again."))
    ended.until = at = timezone.now()
    save_as(ended, by=by, why=why, at=at, fields=["until"])
    account, kind = ended.account, "unassigned"
    sentence = events.unassigned(ended)
    events.tell(account, kind=kind, sentence=sentence, by=by, at=at)
    reason = events.unassigned_because(ended, why)
    events.tell_staff(account, kind=kind, sentence=reason, by=by, at=at)
    key = f"unassigned:{ended.pk}"
    telling.tell_officers(account, key=key, about=sentence, by=by, at=at)
    return ended
