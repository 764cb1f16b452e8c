"""Add to a conversation's chain; the only place that writes entries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.standing import Standing, standing_of
from conversations import chain
from conversations.models import Body, Conversation, Entry
from conversations.states import SPOKEN, Kind
from portal import hints


def lock(conversation: Conversation) -> Conversation:
    """Lock the head of a chain, and return it as it is now.

    Rows that only point to it may be written meanwhile: else a page that marks as read
    or saves a draft, and its person's reply, would wait for each other.
    """
    return (
        Conversation.objects.select_for_update(of=("self",), no_key=True)
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
    """Who speaks, as what, and when."""

    by: User
    standing: Standing
    at: datetime


def voice(by: User, *, account: int, center: int, at: datetime) -> Voice:
    """Return how a person speaks to a company's matters, whose permission was asked."""
    standing = standing_of(by, account=account, center=center)
    assert standing is not None, "the permission was asked first"  # noqa: S101
    return Voice(by, standing, at)


def voice_in(head: Conversation, by: User, at: datetime | None = None) -> Voice:
    """Return how a person speaks in a conversation that is locked; now if not given."""
    account, center = head.account_id, head.center_id
    return voice(by, account=account, center=center, at=moment(head, at))


def add(
    head: Conversation,
    kind: Kind,
    text: str,
    *,
    voice: Voice,
    key: UUID | None = None,
    regards: int | None = None,
) -> Entry:
    """Add one entry to the chain and move the head; the caller holds the lock.

    Args:
        head: locked, or made in this transaction; its head fields are set here and
            saved by `save_head`.
        text: what was said, or for other kinds the canonical JSON of the facts.
        key: of the form that was sent, for what people say.
        regards: the number of the entry that this one corrects.
    """
    entry, body = link(head, kind, text, voice=voice, key=key, regards=regards)
    entry.conversation, entry.author = head, voice.by  # loaded, for who asks for them
    entry.save(force_insert=True)
    body.entry = entry
    body.save(force_insert=True)
    return entry


def link(
    head: Conversation,
    kind: Kind,
    text: str,
    *,
    voice: Voice,
    key: UUID | None = None,
    regards: int | None = None,
) -> tuple[Entry, Body]:
    """Return the next entry of a chain with its text, not saved, and move the head."""
    salt, text = chain.new_salt(), chain.normalise(text)
    sealed = chain.Sealed(
        conversation=head.ref,
        seq=head.latest_seq + 1,
        kind=kind,
        at=voice.at,
        author=voice.by.ref,
        role=voice.standing.role,
        on_behalf_of=voice.standing.on_behalf_of,
        body=chain.body_digest(salt, text),
        prev=head.latest_digest,
        ref=regards,
    )
    entry = Entry(
        conversation_id=head.pk,
        account_id=head.account_id,
        center_id=head.center_id,
        seq=sealed.seq,
        kind=kind,
        at=voice.at,
        author_id=voice.by.pk,
        author_ref=sealed.author,
        role=sealed.role,
        on_behalf_of=sealed.on_behalf_of,
        body_digest=sealed.body,
        prev=sealed.prev,
        digest=chain.digest(sealed),
        key=key,
        regards=regards,
    )
    body = Body(
        conversation_id=head.pk,
        account_id=head.account_id,
        center_id=head.center_id,
        salt=salt,
        text=text,
    )
    head.latest_seq, head.latest_digest = entry.seq, entry.digest
    head.latest_at = entry.at
    if kind in SPOKEN:
        head.said_seq = entry.seq
    return entry, body


HEAD = ["latest_seq", "latest_digest", "latest_at", "said_seq"]


def save_head(head: Conversation, *also: str) -> None:
    """Save the head after entries were added, with further named fields.

    The open pages of all who see the conversation get a hint.
    """
    head.save(update_fields=[*HEAD, *also])
    hints.changed(hints.Hint(head.ref, head.account_id, head.center_id, head.pk))
