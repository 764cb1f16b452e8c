"""Hold every chain in the database against the proof."""

import json
from collections.abc import Iterator

from conversations import proof, replay
from conversations.chain import Sealed
from conversations.models import Conversation, Entry
from conversations.proof import Fault, Finding, Head, Link
from conversations.replay import Happened, Standing
from conversations.states import Kind

AT_ONCE = 2000  # rows that are in memory at the same time


def findings(using: str) -> Iterator[tuple[str, int, Finding | None]]:
    """Yield each conversation's reference, its number of entries and what is wrong.

    Args:
        using: the connection of a role that sees every row, which is the owner's.

    Memory does not grow with the number or the length of conversations.
    """
    heads = (
        Conversation.objects.using(using)
        .select_related("account", "holder")
        .order_by("pk")
    )
    for head in heads.iterator(chunk_size=AT_ONCE):
        yield head.ref, head.latest_seq, verify(head, using)


def verify(head: Conversation, using: str) -> Finding | None:
    """Prove one chain, and then what pages show beside it against what it seals."""
    if head.latest_seq == 0:
        return Finding(head.ref, 1, Fault.DROPPED, "It has not even its opening.")
    claimed = Head(head.ref, head.latest_seq, head.latest_digest)
    finding = proof.verify(links(head, using), claimed)
    return finding or beside_the_chain(head, using)


def entries_of(head: Conversation, using: str) -> Iterator[Entry]:
    entries = Entry.objects.using(using).filter(conversation=head)
    joined = entries.select_related("body", "author").order_by("seq", "pk")
    return joined.iterator(chunk_size=AT_ONCE)


def links(head: Conversation, using: str) -> Iterator[Link]:
    """Yield a conversation's entries as they are found, by number."""
    for entry in entries_of(head, using):
        yield link(entry, head.ref)


def beside_the_chain(head: Conversation, using: str) -> Finding | None:
    """Find a subject, a company or an author that differs from what was sealed.

    Pages show them from their own rows, so that lists are quick; they must say the
    same as the chain. Names of people and companies may change, references do not.
    """
    for entry in entries_of(head, using):
        if entry.author.ref != entry.author_ref:
            return altered(head, entry, "Another person is named as its author.")
        if entry.kind == Kind.OPENED and sealed_opening(entry) != shown_opening(head):
            return altered(head, entry, "Its subject, topic or company was changed.")
        if (entry.account_id, entry.center_id) != (head.account_id, head.center_id):
            return altered(head, entry, "It was moved to another company.")
    if replay.standing(happened(entries_of(head, using))) != shown_standing(head):
        because = "Its state, turn or holder is not what its entries say."
        return Finding(head.ref, head.latest_seq, Fault.ALTERED, because)
    return None


def happened(entries: Iterator[Entry]) -> Iterator[Happened]:
    for entry in entries:
        yield Happened(entry.kind, entry.author_ref, entry.role, entry.body.text)


def shown_standing(head: Conversation) -> Standing:
    holder = head.holder.ref if head.holder else ""
    return Standing(head.state, head.turn, holder)


def altered(head: Conversation, entry: Entry, because: str) -> Finding:
    return Finding(head.ref, entry.seq, Fault.ALTERED, because)


def sealed_opening(entry: Entry) -> tuple[str, ...]:
    facts = json.loads(entry.body.text)
    return tuple(facts[name] for name in ("account_ref", "subject", "topic", "duty"))


def shown_opening(head: Conversation) -> tuple[str, ...]:
    return (head.account.ref, head.subject, head.topic, head.duty)


def link(entry: Entry, ref: str) -> Link:
    body = getattr(entry, "body", None)
    return Link(
        sealed=Sealed(
            conversation=ref,
            seq=entry.seq,
            kind=entry.kind,
            at=entry.at,
            author=entry.author_ref,
            role=entry.role,
            on_behalf_of=entry.on_behalf_of,
            body=entry.body_digest,
            attachments=tuple(entry.attachments),
            prev=entry.prev,
            ref=entry.regards,
        ),
        digest=entry.digest,
        salt=bytes(body.salt) if body else None,
        text=body.text if body else None,
        files=(None,) * len(entry.attachments),
    )
