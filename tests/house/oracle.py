"""Who sees which row, told once more in Python, from the design and nothing else.

Company users see their company whole, agents what was given to them. Center staff see
the rows of their Center, account managers and security specialists the companies that
are assigned to them. An auditor sees what the staff of every Center sees. The program
admin sees companies, people and postings, and no conversation text. Who handed a
company over, and still has a post, reads on for a while. Whoever sees a company whole
sees those that were merged into it, and so does the staff of its Center; its agents do
if they stood there on that day. Nobody sees what is another person's own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import (
    Absence,
    Account,
    Assignment,
    Handover,
    Membership,
    Posting,
    User,
)
from accounts.states import Duty, Role
from conversations.models import Share

Row = Any


def holds(row: Row, at: datetime) -> bool:
    """Whether a dated row holds at a moment."""
    return bool(row.since <= at and (row.until is None or row.until > at))


@dataclass(frozen=True)
class Facts:
    """All rows from which sight follows, read by somebody who sees everything."""

    users: list[User]
    memberships: list[Membership]
    postings: list[Posting]
    assignments: list[Assignment]
    handovers: list[Handover]
    absences: list[Absence]
    shares: list[Share]
    centers: dict[int, int]
    refs: dict[str, int]
    merged: dict[int, tuple[int, datetime]]
    at: datetime

    @classmethod
    def read(cls, at: datetime) -> "Facts":
        return cls(
            users=list(User.objects.all()),
            memberships=list(Membership.objects.all()),
            postings=list(Posting.objects.all()),
            assignments=list(Assignment.objects.all()),
            handovers=list(Handover.objects.all()),
            absences=list(Absence.objects.all()),
            shares=list(Share.objects.all()),
            centers=dict(Account.objects.values_list("pk", "center_id")),
            refs=dict(Account.objects.values_list("ref", "pk")),
            merged={
                one.pk: (one.merged_into_id, one.merged_at)
                for one in Account.objects.exclude(merged_into=None)
                if one.merged_into_id and one.merged_at
            },
            at=at,
        )


class Oracle:
    """What one person may see."""

    def __init__(self, person: User, facts: Facts) -> None:
        self.person, self.facts = person, facts
        active = person.is_active
        self.memberships = self.mine(facts.memberships, "user_id") if active else []
        self.postings = self.mine(facts.postings, "official_id") if active else []
        self.assignments = self.mine(facts.assignments, "official_id") if active else []
        self.duties = {posting.duty for posting in self.postings}
        self.is_admin = Duty.ADMIN in self.duties
        self.companies = {
            membership.account_id
            for membership in self.memberships
            if membership.role != Role.AGENT
        }
        self.agencies = {m.account_id for m in self.memberships} - self.companies
        for former, (into, day) in facts.merged.items():
            if into in self.companies:
                self.companies.add(former)
            elif into in self.agencies and self.stood_there(former, day):
                self.agencies.add(former)

    def stood_there(self, account: int, until: datetime) -> bool:
        return any(
            (one.user_id, one.account_id, one.until) == (self.person.pk, account, until)
            for one in self.facts.memberships
        )

    def mine(self, rows: Iterable[Row], column: str) -> list[Row]:
        now = self.facts.at
        return [
            row
            for row in rows
            if getattr(row, column) == self.person.pk and holds(row, now)
        ]

    # --- Sight ----------------------------------------------------------------------

    def looks_after(self, account: int) -> bool:
        """Whether they are its account manager or security specialist, or stand in."""
        home, _day = self.facts.merged.get(account, (account, None))
        return any(
            assignment.account_id in (account, home) and assignment.duty in self.duties
            for assignment in [*self.assignments, *self.stood_in()]
            if assignment.duty in {Duty.NAM, Duty.SCSS}
        )

    def stood_in(self) -> list[Assignment]:
        """Return the assignments of who is away, with the duty, and named them."""
        now = self.facts.at
        away = {a.official_id for a in self.mine(self.facts.absences, "stand_in_id")}
        return [
            row
            for row in self.facts.assignments
            if row.official_id in away
            and holds(row, now)
            and any(
                post.official_id == row.official_id
                and post.duty == row.duty
                and holds(post, now)
                for post in self.facts.postings
            )
        ]

    def handed_over(self, account: int) -> bool:
        """Whether they may read on in a company that they handed over."""
        return bool(self.postings and not self.is_admin) and any(
            handover.predecessor_id == self.person.pk
            and self.was_with(handover, account)
            and handover.reads_until is not None
            and handover.reads_until > self.facts.at
            for handover in self.facts.handovers
        )

    def was_with(self, handover: Handover, account: int) -> bool:
        """Whether a company was handed over, by itself or in the one that goes on."""
        home, day = self.facts.merged.get(account, (account, handover.handed_at))
        went_along = handover.account_id == home and handover.handed_at >= day
        return handover.account_id == account or went_along

    def sits_at(self, center: int | None) -> bool:
        """Whether they are on the staff of a Center; an auditor counts as of each."""
        if Duty.AUDITOR in self.duties:
            return center is not None
        return any(
            posting.center_id == center is not None
            for posting in self.postings
            if posting.duty in {Duty.IMPORT_SPECIALIST, Duty.SUPERVISOR}
        )

    def is_of(self, account: int, center: int | None) -> bool:
        return (
            account in self.companies
            or self.looks_after(account)
            or self.handed_over(account)
            or self.sits_at(center)
            or self.sits_where_it_went(account)
        )

    def sits_where_it_went(self, account: int) -> bool:
        home, _day = self.facts.merged.get(account, (None, None))
        return home is not None and self.sits_at(self.facts.centers[home])

    def sees_company(self, account: int) -> bool:
        center = self.facts.centers[account]
        return self.is_admin or self.is_of(account, center)

    def was_given(self, conversation: int) -> bool:
        return any(
            share.conversation_id == conversation
            and share.user_id == self.person.pk
            and share.account_id in self.agencies
            for share in self.facts.shares
        )

    def knows(self, user: int) -> bool:
        """Whether another person's name and address are no secret to them."""
        is_official = any(p.official_id == user for p in self.facts.postings)
        of_one_company = any(
            membership.user_id == user
            and membership.account_id in self.companies | self.agencies
            for membership in self.facts.memberships
        )
        return bool(self.postings) or is_official or of_one_company

    # --- Rows -----------------------------------------------------------------------

    def sees(self, table: str, row: Row) -> bool:
        """Whether a row of a table is in sight."""
        return RULES[table](self, row)

    def account(self, row: Row) -> bool:
        in_sight = self.is_admin or self.is_of(row.id, row.center_id)
        return in_sight or row.id in self.agencies

    def role(self, row: Row) -> bool:
        return self.sees_company(row.account_id) or row.account_id in self.agencies

    def of_company(self, row: Row) -> bool:
        return self.sees_company(row.account_id)

    def staff_line(self, row: Row) -> bool:
        return bool(self.postings) and self.sees_company(row.account_id)

    def user(self, row: Row) -> bool:
        return row.id == self.person.pk or self.knows(row.id)

    def past_of_user(self, row: Row) -> bool:
        return row.id == self.person.pk or self.is_admin

    def posting(self, row: Row) -> bool:
        return bool(self.postings) or row.official_id == self.person.pk

    def conversation(self, row: Row) -> bool:
        return self.is_of(row.account_id, row.center_id) or self.was_given(row.id)

    def of_conversation(self, row: Row) -> bool:
        is_of = self.is_of(row.account_id, row.center_id)
        return is_of or self.was_given(row.conversation_id)

    def note(self, row: Row) -> bool:
        return bool(self.postings) and self.of_conversation(row)

    def invitation(self, row: Row) -> bool:
        """Those to a post are the admin's, who sent them."""
        if row.account_id is None:
            return self.is_admin
        return self.sees_company(row.account_id)

    def join_request(self, row: Row) -> bool:
        """One's own, and those that name a company that one sees whole by itself."""
        named = self.facts.refs.get(row.company)
        of_theirs = named is not None and (
            named in self.companies
            or self.looks_after(named)
            or self.handed_over(named)
            or self.sits_where_it_went(named)
        )
        return row.asked_by_id == self.person.pk or self.is_admin or of_theirs

    def absence(self, row: Row) -> bool:
        return bool(self.postings)

    def absence_reason(self, row: Row) -> bool:
        own = self.person.pk in (row.official_id, row.noted_by_id)
        return own or self.is_admin

    def own(self, row: Row) -> bool:
        return bool(row.user_id == self.person.pk)

    def notice(self, row: Row) -> bool:
        """One's own, as long as one has to do with the company that it is about."""
        if row.recipient_id != self.person.pk:
            return False
        if row.account_id is None or self.is_admin or row.account_id in self.agencies:
            return True
        return self.is_of(row.account_id, row.center_id)


RULES: dict[str, Callable[[Oracle, Row], bool]] = {
    "accounts_user": Oracle.user,
    "accounts_historicaluser": Oracle.past_of_user,
    "account_emailaddress": Oracle.own,
    "mfa_authenticator": Oracle.own,
    "usersessions_usersession": Oracle.own,
    "accounts_savedview": Oracle.own,
    "accounts_account": Oracle.account,
    "accounts_historicalaccount": Oracle.account,
    "accounts_fact": Oracle.role,
    "accounts_membership": Oracle.role,
    "accounts_historicalmembership": Oracle.role,
    "accounts_assignment": Oracle.role,
    "accounts_historicalassignment": Oracle.role,
    "accounts_accountevent": Oracle.of_company,
    "accounts_invitation": Oracle.invitation,
    "accounts_joinrequest": Oracle.join_request,
    "accounts_succession": Oracle.role,
    "accounts_staffevent": Oracle.staff_line,
    "accounts_contact": Oracle.of_company,
    "accounts_followupdone": Oracle.of_company,
    "accounts_handover": Oracle.of_company,
    "accounts_staffread": Oracle.of_company,
    "accounts_absence": Oracle.absence,
    "accounts_historicalabsence": Oracle.absence,
    "accounts_absencereason": Oracle.absence_reason,
    "accounts_contactnote": Oracle.staff_line,
    "accounts_posting": Oracle.posting,
    "accounts_historicalposting": Oracle.posting,
    "accounts_notice": Oracle.notice,
    "conversations_conversation": Oracle.conversation,
    "conversations_entry": Oracle.of_conversation,
    "conversations_body": Oracle.of_conversation,
    "conversations_share": Oracle.of_conversation,
    "conversations_note": Oracle.note,
    "conversations_mention": Oracle.note,
    "conversations_draft": Oracle.own,
    "conversations_readmark": Oracle.own,
    "onboarding_transition": Oracle.of_company,
    "onboarding_historicaltransition": Oracle.of_company,
}
