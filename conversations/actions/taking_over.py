"""Take up what was handed over: the open conversations of one company."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.actions import handovers
from accounts.models import Account, Assignment, Handover, User
from accounts.states import Duty
from conversations import chain, permissions, record
from conversations.actions.speaking import take
from conversations.models import Conversation, ConversationQuerySet
from conversations.record import Voice
from conversations.states import Kind


@transaction.atomic
def take_over(
    *, handover: Handover, by: User, at: datetime | None = None
) -> list[Conversation]:
    """Acknowledge a hand-over, and hold its company's open conversations from now on.

    Those that whoever had the duty before still holds move, and those that wait in the
    queue for this duty; also of companies that were merged into it. The record of each
    says so; the turn does not change. They move in the context of the new official: who
    hands over may not see them.

    Raises:
        PermissionDenied: if it was handed to somebody else, or is acknowledged.
    """
    duty = Duty(handover.duty)
    family = list(Account.objects.family(handover.account).order_by("pk"))
    before = predecessors(family, duty)
    handovers.acknowledge(handover=handover, by=by, at=at)
    waiting = left_by(before, family, duty).visible_to(by).exclude(holder=by)
    return [moved(one, by=by, at=at) for one in waiting.order_by("pk")]


def predecessors(family: Sequence[Account], duty: Duty) -> set[int]:
    """Return who had a duty since the last hand-over that was acknowledged."""
    found: set[int] = set()
    for account in family:
        unfinished = Handover.objects.unfinished(account, duty)
        named = unfinished.exclude(predecessor=None)
        found.update(named.order_by().values_list("predecessor_id", flat=True))
    return found


def left_by(
    before: set[int], family: Sequence[Account], duty: Duty
) -> ConversationQuerySet:
    """Return what needs a new holder, of a company and those merged into it.

    Whoever still looks after the company in another duty keeps what belongs to that.
    """
    homes = {account.living_id for account in family}
    assigned = Assignment.objects.current().filter(account__in=homes)
    staying = set(assigned.order_by().values_list("official_id", flat=True))
    return Conversation.objects.open().filter(
        Q(holder__in=before, duty=duty)
        | Q(holder__in=before - staying)
        | Q(holder=None, duty=duty),
        account__in=family,
    )


def moved(conversation: Conversation, *, by: User, at: datetime | None) -> Conversation:
    """Give one conversation its new holder, under its lock."""
    head = record.lock(conversation)
    permissions.may_take_over(by, head).require()
    voice = record.voice_in(head, by, at)
    if head.holder is None:
        take(head, voice=voice)
    else:
        take_from(head, head.holder, voice=voice)
    record.save_head(head, "holder")
    return head


def take_from(head: Conversation, predecessor: User, *, voice: Voice) -> None:
    """Let an official take a conversation over from another."""
    head.holder = voice.by
    facts = chain.facts(
        holder=voice.by.name,
        holder_ref=voice.by.ref,
        predecessor=predecessor.name,
        predecessor_ref=predecessor.ref,
    )
    record.add(head, Kind.HANDOVER, facts, voice=voice)
