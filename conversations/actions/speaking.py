"""Say something in a conversation."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.states import Side
from conversations import chain, permissions, record
from conversations.actions.drafting import forget_draft
from conversations.actions.reading import mark_read
from conversations.models import Conversation, Entry, Place
from conversations.record import Voice
from conversations.states import Kind
from conversations.telling import announce
from portal.decisions import Refused


class SentAlready(Refused):
    """The form was sent before with other words, which are in the record."""


SENT_OTHER_WORDS = _(
    "This form was sent before with other words, and those are in the conversation. "
    "What you have written now is below: send it again if it is still to be said."
)


@transaction.atomic
def reply(
    *,
    conversation: Conversation,
    text: str,
    key: UUID,
    by: User,
    at: datetime | None = None,
) -> Entry:
    """Say something in a conversation and hand the turn to the other side.

    The same form sent twice lands once. An official who answers from the queue
    takes the conversation, and the record says so.

    Args:
        at: for what was said before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` may not write here, or the conversation is closed.
        SentAlready: if the form was sent before with other words.
    """
    head = record.lock(conversation)  # the same form, sent twice, waits here
    permissions.may_reply(by, head).require()
    earlier = Entry.objects.select_related("body").filter(author=by, key=key).first()
    if earlier:
        check_same_words(earlier, conversation=head, text=text)
        return earlier
    voice = record.voice_in(head, by, at)
    if voice.standing.side is Side.GOVERNMENT and head.holder_id is None:
        take(head, voice=voice)
    entry = record.add(head, Kind.MESSAGE, text, voice=voice, key=key)
    put_on_turn(head, voice.standing.side.other, at=voice.at)
    record.save_head(head, "holder", "turn", "turn_since")
    mark_read(conversation=head, seq=entry.seq, by=by)
    if at is None:
        forget_draft(place=Place(head.account_id, head.pk), key=key, by=by)
        announce(entry, head)
    return entry


def take(head: Conversation, *, voice: Voice) -> None:
    """Let an official take a conversation out of the queue."""
    head.holder = voice.by
    facts = chain.facts(holder=voice.by.name, holder_ref=voice.by.ref)
    record.add(head, Kind.HANDOVER, facts, voice=voice)


def put_on_turn(head: Conversation, side: Side, *, at: datetime) -> None:
    """Put a side on turn; since when does not move while it stays on turn."""
    if head.turn != side:
        head.turn, head.turn_since = side, at


@transaction.atomic
def correct(*, entry: Entry, text: str, key: UUID, by: User) -> Entry:
    """Put something right that one has said: a new entry that names the old.

    Both stay in the record, and both stay visible. The turn does not change.

    Raises:
        PermissionDenied: if `by` did not say it, or may not write here any more.
        SentAlready: if the form was sent before with other words.
    """
    head = record.lock(entry.conversation)
    permissions.may_correct(by, entry, head).require()
    earlier = Entry.objects.select_related("body").filter(author=by, key=key).first()
    if earlier:
        check_same_words(earlier, conversation=head, text=text)
        return earlier
    correction = record.add(
        head,
        Kind.CORRECTION,
        text,
        voice=record.voice_in(head, by),
        key=key,
        regards=entry.seq,
    )
    record.save_head(head)
    mark_read(conversation=head, seq=correction.seq, by=by)
    place = Place(head.account_id, head.pk, regards=entry.seq)
    forget_draft(place=place, key=key, by=by)
    announce(correction, head)
    return correction


def check_same_words(entry: Entry, *, conversation: Conversation, text: str) -> None:
    """Refuse a form that was sent before with other words, so that none are lost."""
    same_words = entry.body.text == chain.normalise(text)
    if entry.conversation_id != conversation.pk or not same_words:
        raise SentAlready(SENT_OTHER_WORDS)
