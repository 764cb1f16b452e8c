"""End who looks after a company with nobody to follow: the Center's queue does."""

from datetime import datetime

from django.db import transaction

from accounts.actions import companies
from accounts.models import Assignment, User
from accounts.standing import Standing
from accounts.states import Duty
from conversations import chain, record
from conversations.actions.taking_over import left_by, predecessors
from conversations.models import Conversation
from conversations.record import Voice
from conversations.states import Kind
from portal import rls


@transaction.atomic
def end_assignment(*, assignment: Assignment, why: str, by: User) -> list[Conversation]:
    """End an assignment; what would be without a holder waits in the queue at once.

    An admin reads no conversation. While the entries are written, and for nothing else,
    the company's are in sight; the record names the admin who did it.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        NotAssigned: if it has ended meanwhile.
    """
    account, duty = assignment.account, Duty(assignment.duty)
    before = predecessors(account, duty) | {assignment.official_id}
    ended = companies.unassign(assignment=assignment, why=why, by=by)
    with rls.restored():
        rls.hold(account.pk)
        left = left_by(before, account, duty).exclude(holder=None)
        return [queued(one, by=by, at=ended.until) for one in left.order_by("pk")]


def queued(
    conversation: Conversation, *, by: User, at: datetime | None
) -> Conversation:
    """Put one conversation into the queue of its Center, under its lock."""
    head = record.lock(conversation)
    holder = head.holder
    if holder is None:
        return head
    office = next(p.place for p in by.current_postings if p.duty == Duty.ADMIN)
    voice = Voice(by, Standing(Duty.ADMIN, office), record.moment(head, at))
    head.holder = None
    facts = chain.facts(
        holder=None,
        holder_ref=None,
        predecessor=holder.name,
        predecessor_ref=holder.ref,
    )
    record.add(head, Kind.HANDOVER, facts, voice=voice)
    record.save_head(head, "holder")
    return head
