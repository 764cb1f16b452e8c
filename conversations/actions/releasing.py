"""End who looks after a company with nobody to follow: the Center's queue does."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.actions import companies
from accounts.models import Account, Assignment, User
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
    ended = companies.unassign(assignment=assignment, why=why, by=by)
    family = list(Account.objects.family(ended.account).order_by("pk"))
    return release(ended, family, by=by)


def release(
    ended: Assignment, family: Sequence[Account], *, by: User
) -> list[Conversation]:
    """Put what an ended assignment leaves without a holder into the queue.

    Args:
        family: the companies whose conversations it had been about.
    """
    duty = Duty(ended.duty)
    before = predecessors(family, duty) | {ended.official_id}
    with rls.restored():
        for account in family:
            rls.hold(account.pk)
        left = left_by(before, family, duty).exclude(holder=None)
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
