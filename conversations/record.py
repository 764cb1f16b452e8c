"""Add to a conversation's chain; the only place that writes entries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.standing import Standing
from conversations import chain
from conversations.models import Body, Conversation, Entry
from conversations.states import SPOKEN, Kind


def lock(conversation: Conversation) -> Conversation:
    """Lock the head of a chain, and return it as it is now."""
    return (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("account", "center")
        .get(pk=conversation.pk)
    )


def lock_form(key: UUID) -> None:
    """Let the same form, sent twice at once, come in one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)]
        )


def moment(head: Conversation, at: datetime | None = None) -> datetime:
    """Return the time of an entry: read after the lock, never before the head's."""
    return max(at or timezone.now(), head.latest_at)


@dataclass(frozen=True)
class Voice:
    """Who speaks, and as what."""

    by: User
    standing: Standing


def add(
    head: Conversation,
    kind: Kind,
    text: str,
    *,
    voice: Voice,
    at: datetime,
    key: UUID | None = None,
) -> Entry:
    """Add one entry to the chain and move the head; the caller holds the lock.

    Args:
        head: locked, or made in this transaction; its head fields are set here and
            saved by `save_head`.
        text: what was said, or for other kinds the canonical JSON of the facts.
        key: of the form that was sent, for what people say.
    """
    salt, text = chain.new_salt(), chain.normalise(text)
    sealed = chain.Sealed(
        conversation=head.ref,
        seq=head.latest_seq + 1,
        kind=kind,
        at=at,
        author=voice.by.ref,
        role=voice.standing.role,
        on_behalf_of=voice.standing.on_behalf_of,
        body=chain.body_digest(salt, text),
        prev=head.latest_digest,
    )
    entry = Entry.objects.create(
        conversation=head,
        account_id=head.account_id,
        center_id=head.center_id,
        seq=sealed.seq,
        kind=kind,
        at=at,
        author=voice.by,
        author_ref=sealed.author,
        role=sealed.role,
        on_behalf_of=sealed.on_behalf_of,
        body_digest=sealed.body,
        prev=sealed.prev,
        digest=chain.digest(sealed),
        key=key,
    )
    Body.objects.create(
        entry=entry,
        conversation=head,
        account_id=head.account_id,
        center_id=head.center_id,
        salt=salt,
        text=text,
    )
    head.latest_seq, head.latest_digest, head.latest_at = entry.seq, entry.digest, at
    if kind in SPOKEN:
        head.said_seq = entry.seq
    return entry


HEAD = ["latest_seq", "latest_digest", "latest_at", "said_seq"]


def save_head(head: Conversation, *also: str) -> None:
    """Save the head after entries were added, with further named fields."""
    head.save(update_fields=[*HEAD, *also])
