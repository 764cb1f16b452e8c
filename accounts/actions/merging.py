"""Let a company go on as a part of another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, permissions, telling
from accounts.actions import invitations
from accounts.actions.memberships import finish
from accounts.models import Account, Assignment, Handover, Invitation, Membership, User
from accounts.states import Duty, Role, higher
from portal.decisions import Refused
from portal.history import save_as


class CannotMerge(Refused):
    """One of the two does not go on, or both are one."""


class ChangedMeanwhile(Refused):
    """What would happen is not what was looked at."""


@dataclass(frozen=True)
class Coming:
    """Somebody of the merged company.

    Attributes:
        there: their membership in the company that goes on, if they have one.
        role: what they are there from then on.
    """

    membership: Membership
    there: Membership | None
    role: Role

    @property
    def is_new(self) -> bool:
        """Whether a membership begins."""
        return self.there is None or self.there.role != self.role


@dataclass(frozen=True)
class Passing:
    """A duty at the merged company.

    Attributes:
        heir: who has it at the company that goes on; None if nobody does.
    """

    assignment: Assignment
    heir: User | None


@dataclass(frozen=True)
class Merger:
    """What a merger comes to; read before it, and again under its locks."""

    account: Account
    into: Account
    people: Sequence[Coming]
    duties: Sequence[Passing]
    invitations: Sequence[Invitation]
    formers: Sequence[Account]

    @property
    def family(self) -> list[Account]:
        """The company, and those that were merged into it before."""
        return [self.account, *self.formers]

    @property
    def seal(self) -> str:
        """What changes when anything of it does."""
        parts = [
            self.account.ref,
            self.into.ref,
            *(f"{one.membership.pk} {one.role}" for one in self.people),
            *(f"{one.assignment.pk} {one.heir}" for one in self.duties),
            *(one.ref for one in self.invitations),
            *(one.ref for one in self.formers),
        ]
        return sha256("\n".join(parts).encode()).hexdigest()[:16]


def planned(account: Account, into: Account) -> Merger:
    """Return what it would come to if one company were merged into another.

    Raises:
        CannotMerge: if they are one, or either was merged before.
    """
    check(account, into)
    waiting = Invitation.objects.filter(account=account).unanswered()
    return Merger(
        account=account,
        into=into,
        people=coming(account, into),
        duties=passing(account, into),
        invitations=list(waiting.order_by("pk")),
        formers=list(Account.objects.filter(merged_into=account).order_by("pk")),
    )


def check(account: Account, into: Account) -> None:
    """Refuse what would lead nowhere: each company is merged once, into one that is."""
    if account == into:
        raise CannotMerge(
            _("This is the company itself. Write the one that goes on instead.")
        )
    if account.merged_into:
        raise CannotMerge(
            _("%(company)s was merged already, into %(into)s.")
            % {
                "company": account.legal_name,
                "into": events.named(account.merged_into),
            }
        )
    if into.merged_into:
        raise CannotMerge(
            _("%(company)s was merged itself, into %(into)s. Write that one instead.")
            % {"company": into.legal_name, "into": events.named(into.merged_into)}
        )


def coming(account: Account, into: Account) -> list[Coming]:
    """Return who stands for a company, and as what they go on in the other."""
    current = Membership.objects.current()
    there = {one.user_id: one for one in current.filter(account=into)}
    members = current.filter(account=account).select_related("user")
    return [
        Coming(one, there.get(one.user_id), role_of(one, there.get(one.user_id)))
        for one in members.order_by("user__name", "pk")
    ]


def role_of(membership: Membership, there: Membership | None) -> Role:
    """Return the role that shows more, of the two that somebody has."""
    role = Role(membership.role)
    return higher(role, Role(there.role)) if there else role


def passing(account: Account, into: Account) -> list[Passing]:
    """Return who has which duty at a company, and who has it at the other."""
    current = Assignment.objects.current().select_related("official")
    heirs = {one.duty: one.official for one in current.filter(account=into)}
    return [
        Passing(one, heirs.get(one.duty))
        for one in current.filter(account=account).order_by("duty", "pk")
    ]


@transaction.atomic
def merge(
    account: Account, into: Account, *, why: str, by: User, seen: str = ""
) -> tuple[Merger, list[Assignment]]:
    """Merge a company into another; no row moves, and sight follows where it went.

    Its people end there and stand for the other one, agents without the groups of
    topics that they were given. Its officials end; who has their duty at the other one
    follows them and takes up the open conversations. Open invitations are taken back.

    Args:
        seen: the seal of what was looked at before.

    Returns:
        What it came to, and the assignments that ended with nobody to follow.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        CannotMerge: if they are one, or either was merged before.
        ChangedMeanwhile: if anything of it is not as it was seen.
    """
    permissions.may_administer(by).require()
    account, into = locked(account, into)
    merger = planned(account, into)
    if seen and seen != merger.seal:
        raise ChangedMeanwhile(
            _("Something changed meanwhile. Look at what will happen once more.")
        )
    at = timezone.now()
    telling_key, line = f"merged:{account.ref}", events.merged(account, into, why)
    telling.tell_officials(account, key=telling_key, about=line, by=by, at=at)
    for invitation in merger.invitations:
        take_back(invitation, account, by=by, at=at)
    for one in merger.people:
        bring(one, merger, why=why, by=by, at=at)
    left = [one for duty in merger.duties for one in pass_on(duty, merger, why, by, at)]
    lead(merger, why=why, by=by, at=at)
    for company in (account, into):
        events.tell(company, kind="merged", sentence=line, by=by, at=at)
    telling.tell_officers(into, key=telling_key, about=line, by=by, at=at)
    telling.tell_officials(into, key=telling_key, about=line, by=by, at=at)
    return merger, left


def locked(account: Account, into: Account) -> tuple[Account, Account]:
    """Lock two companies, and who comes in and looks after them, in one order.

    Whoever accepts an invitation locks that alone, so that it is waited for here.
    """
    pair = [account.pk, into.pk]
    companies = Account.objects.select_for_update(of=("self",)).order_by("pk")
    loaded = companies.filter(pk__in=pair).select_related("center")
    found = {one.pk: one for one in loaded}
    list(companies.filter(merged_into__in=pair))
    invited = Invitation.objects.select_for_update(of=("self",)).unanswered()
    list(invited.filter(account__in=pair).order_by("pk"))
    assigned = Assignment.objects.select_for_update(of=("self",)).current()
    list(assigned.filter(account__in=pair).order_by("pk"))
    return found[account.pk], found[into.pk]


def take_back(
    invitation: Invitation, account: Account, *, by: User, at: datetime
) -> None:
    """End an invitation to the merged company; nobody stands for it any more."""
    invitations.end(invitation, by=by, at=at)
    sentence = events.invitation_revoked(invitation, by)
    events.tell(account, kind="invitation", sentence=sentence, by=by, at=at)


def bring(one: Coming, merger: Merger, *, why: str, by: User, at: datetime) -> None:
    """Let somebody end at the merged company and stand for the one that goes on."""
    finish(one.membership, by=by, why=why, at=at)
    if not one.is_new:
        return
    if one.there:
        finish(one.there, by=by, why=why, at=at)
    begun = Membership(
        user=one.membership.user, account=merger.into, role=one.role, since=at
    )
    save_as(begun, by=by, why=why, at=at)
    sentence = events.came_along(begun, merger.account)
    events.tell(merger.into, kind="appointed", sentence=sentence, by=by, at=at)


def pass_on(
    one: Passing, merger: Merger, why: str, by: User, at: datetime
) -> list[Assignment]:
    """End a duty at the merged company; return it if nobody there follows.

    The successor takes the open conversations up as after any other hand-over: those
    of the company, and of what was merged into it before.
    """
    ended = one.assignment
    ended.until = at
    save_as(ended, by=by, why=why, at=at, fields=["until"])
    sentence = events.passed_on(ended, one.heir)
    events.tell(merger.account, kind="unassigned", sentence=sentence, by=by, at=at)
    if one.heir is None:
        return [ended]
    if one.heir != ended.official:
        for company in merger.family:
            Handover.objects.create(
                account=company,
                duty=Duty(ended.duty),
                predecessor=ended.official,
                successor=one.heir,
                why=why,
                handed_at=at,
                handed_by=by,
                reads_until=at + settings.HANDOVER_READS_FOR,
            )
    return []


def lead(merger: Merger, *, why: str, by: User, at: datetime) -> None:
    """Let the company, and what was merged into it before, lead to the other one."""
    for former in merger.formers:
        former.merged_into = merger.into
        save_as(former, by=by, why=why, at=at, fields=["merged_into"])
        sentence = events.led_on(merger.account, merger.into)
        events.tell(former, kind="merged", sentence=sentence, by=by, at=at)
    account = merger.account
    account.merged_into, account.merged_at, account.merged_by = merger.into, at, by
    fields = ["merged_into", "merged_at", "merged_by"]
    save_as(account, by=by, why=why, at=at, fields=fields)
