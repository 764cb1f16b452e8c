"""Hand the turn over, close a conversation, and open it again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.states import Side
from conversations import chain, permissions, record
from conversations.actions.reading import mark_read
from conversations.actions.speaking import put_on_turn
from conversations.models import Conversation
from conversations.states import Kind, Reason, State
from conversations.telling import announce


@transaction.atomic
def hand_turn(*, conversation: Conversation, to: Side, by: User) -> Conversation:
    """Put a side on turn without saying more; the record keeps who did it.

    Raises:
        PermissionDenied: if `by` may not write here, or that side is on turn already.
    """
    head = record.lock(conversation)
    permissions.may_hand_turn(by, head, to).require()
    voice = record.voice_in(head, by)
    put_on_turn(head, to, at=voice.at)
    entry = record.add(head, Kind.TURN, chain.facts(turn=to), voice=voice)
    record.save_head(head, "turn", "turn_since")
    mark_read(conversation=head, seq=entry.seq, by=by)
    announce(entry, head)
    return head


@transaction.atomic
def close(
    *,
    conversation: Conversation,
    reason: Reason,
    by: User,
    at: datetime | None = None,
) -> Conversation:
    """Close a conversation, for a reason that the record keeps; nobody is on turn.

    Raises:
        PermissionDenied: if `by` may not write here, or it is closed already.
    """
    head = record.lock(conversation)
    permissions.may_close(by, head).require()
    facts = chain.facts(state=State.CLOSED, reason=reason)
    head.state = State.CLOSED
    voice = record.voice_in(head, by, at)
    entry = record.add(head, Kind.STATE, facts, voice=voice)
    record.save_head(head, "state")
    mark_read(conversation=head, seq=entry.seq, by=by)
    if at is None:
        announce(entry, head)
    return head


@transaction.atomic
def reopen(*, conversation: Conversation, by: User) -> Conversation:
    """Open a closed conversation again; the other side is on turn.

    Raises:
        PermissionDenied: if `by` may not write here, or it is open.
    """
    head = record.lock(conversation)
    permissions.may_reopen(by, head).require()
    voice = record.voice_in(head, by)
    head.state = State.OPEN
    put_on_turn(head, voice.standing.side.other, at=voice.at)
    facts = chain.facts(state=State.OPEN)
    entry = record.add(head, Kind.STATE, facts, voice=voice)
    record.save_head(head, "state", "turn", "turn_since")
    mark_read(conversation=head, seq=entry.seq, by=by)
    announce(entry, head)
    return head
