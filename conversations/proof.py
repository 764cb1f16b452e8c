"""Proof that a conversation stands as it was written, or the first place that fails."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from conversations import chain
from conversations.chain import GENESIS, Sealed
from conversations.states import Kind

# How many dropped entries in a row are still told from an altered one, when those
# after them were renumbered to hide the gap.
FAR: Final = 1000


class Fault(StrEnum):
    ALTERED = "altered"
    DROPPED = "dropped"
    REORDERED = "reordered"
    INSERTED = "inserted"
    ERASED = "erased"  # the text is gone, and no redaction says so
    HEAD = "head"  # the head and the last entry disagree


@dataclass(frozen=True, slots=True)
class File:
    """An attachment's item, which stands beside the entry."""

    name: str
    sha256: str
    size: int
    salt: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is found: what was sealed, its digest, and what stands beside.

    `text` and `salt`, or a file, are None where a redaction removed them.
    """

    sealed: Sealed
    digest: str
    salt: bytes | None
    text: str | None
    files: tuple[File | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry that a conversation claims to have; `seq` 0 is none."""

    conversation: str
    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The first bad entry of a conversation, and what happened to it."""

    conversation: str
    seq: int
    fault: Fault
    because: str

    def __str__(self) -> str:
        return f"{self.conversation} entry {self.seq}: {self.fault}. {self.because}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the next entry belongs: its number, and what came before it."""

    conversation: str
    seq: int = 1
    prev: str = GENESIS
    prev_but_one: str = GENESIS
    not_before: datetime | None = None

    def after(self, link: Link) -> "_Place":
        return _Place(
            self.conversation, self.seq + 1, link.digest, self.prev, link.sealed.at
        )


@dataclass(frozen=True, slots=True)
class _Misfit:
    """The first entry that does not belong where it stands, and what lies beyond."""

    link: Link
    place: _Place
    head: Head
    rightful_comes_later: bool  # the entry that belongs here stands further on
    has_follower: bool  # some entry further on, or the head, was sealed onto it


def verify(links: Iterable[Link], head: Head) -> Finding | None:
    """Walk a conversation's entries once and name the first that does not stand.

    Args:
        links: all its entries by `seq`, as they are found; read one at a time, so
            that memory does not grow with them.
        head: what the conversation claims to end with.

    A chain alone cannot show a tail that was cut together with the head, nor one that
    was sealed anew from some entry to its end: that takes the anchors.
    """
    rest = iter(links)
    place = _Place(head.conversation)
    erased: set[int] = set()
    finding = None
    for link in rest:
        if not _belongs(link, place):
            finding = _named(_looked_beyond(rest, link, place, head, erased))
            break
        _note_what_is_missing(link, erased)
        place = place.after(link)
    if erased:
        return Finding(head.conversation, min(erased), Fault.ERASED, _ERASED)
    return finding or _compared(head, place)


def _belongs(link: Link, place: _Place) -> bool:
    return (
        (link.sealed.conversation, link.sealed.seq, link.sealed.prev)
        == (place.conversation, place.seq, place.prev)
        and (place.not_before is None or link.sealed.at >= place.not_before)
        and _is_sealed_as(link, place.seq, place.prev)
        and _text_stands(link)
        and _files_stand(link)
    )


def _is_sealed_as(link: Link, seq: int, prev: str) -> bool:
    """Whether an entry was sealed with this number, after this predecessor."""
    sealed = link.sealed
    if (sealed.seq, sealed.prev) != (seq, prev):
        sealed = replace(sealed, seq=seq, prev=prev)
    return chain.digest(sealed) == link.digest


def _text_stands(link: Link) -> bool:
    if link.salt is None or link.text is None:
        return link.salt is None and link.text is None  # a redaction takes both
    try:
        return chain.body_digest(link.salt, link.text) == link.sealed.body
    except ValueError:  # a salt of another length, or text that no UTF-8 can hold
        return False


def _files_stand(link: Link) -> bool:
    return len(link.files) == len(link.sealed.attachments) and all(
        file is None or _file_stands(file, digest)
        for file, digest in zip(link.files, link.sealed.attachments, strict=True)
    )


def _file_stands(file: File, digest: str) -> bool:
    try:
        found = chain.attachment_digest(file.salt, file.name, file.sha256, file.size)
    except ValueError:
        return False
    return found == digest


def _note_what_is_missing(link: Link, erased: set[int]) -> None:
    """Keep the numbers of stubs until a later redaction declares them."""
    if link.text is None or None in link.files:
        erased.add(link.sealed.seq)
    if link.sealed.kind == Kind.REDACTED and link.sealed.ref != link.sealed.seq:
        erased.discard(link.sealed.ref or 0)


def _looked_beyond(
    rest: Iterator[Link], link: Link, place: _Place, head: Head, erased: set[int]
) -> _Misfit:
    """Read what lies behind a misfit, which tells a move from a loss."""
    rightful_comes_later = False
    has_follower = head.digest == link.digest
    for later in rest:
        rightful_comes_later |= _is_sealed_as(later, place.seq, place.prev)
        has_follower |= later.sealed.prev == link.digest
        if later.sealed.kind == Kind.REDACTED:
            erased.discard(later.sealed.ref or 0)
    return _Misfit(link, place, head, rightful_comes_later, has_follower)


def _named(misfit: _Misfit) -> Finding:
    """Say what most likely happened at a misfit."""
    link, place = misfit.link, misfit.place
    seq, fault = place.seq, Fault.INSERTED
    if misfit.rightful_comes_later:
        fault = _moved_or_inserted(misfit)
    elif _is_sealed_as(link, place.seq, place.prev):
        fault = Fault.ALTERED
    elif link.digest == place.prev:
        fault = Fault.INSERTED
    elif _is_sealed_as(link, place.seq - 1, place.prev_but_one):
        # Two claim the number before; the right one is that which others follow.
        seq -= misfit.has_follower
    elif place.seq <= misfit.head.seq:
        seq, fault = _judged_by_itself(link, place)
    return Finding(place.conversation, seq, fault, _BECAUSE[fault])


def _moved_or_inserted(misfit: _Misfit) -> Fault:
    link, place = misfit.link, misfit.place
    is_repeat = link.sealed.seq < place.seq or link.digest == place.prev
    if is_repeat or not misfit.has_follower:
        return Fault.INSERTED
    return Fault.REORDERED


def _judged_by_itself(link: Link, place: _Place) -> tuple[int, Fault]:
    sealed = link.sealed
    if sealed.seq > place.seq:
        return place.seq, Fault.DROPPED
    if not _is_sealed_as(link, sealed.seq, sealed.prev):
        fault = Fault.DROPPED if _was_renumbered(link, place) else Fault.ALTERED
        return place.seq, fault
    if sealed.seq < place.seq or sealed.conversation != place.conversation:
        return place.seq, Fault.INSERTED
    # Sound in itself, but sealed onto another predecessor: that one was rewritten.
    return max(place.seq - 1, 1), Fault.ALTERED


def _was_renumbered(link: Link, place: _Place) -> bool:
    """Whether this is a later entry that was moved up to hide a gap."""
    numbers = range(place.seq + 1, place.seq + 1 + FAR)
    return link.sealed.prev != place.prev and any(
        _is_sealed_as(link, seq, link.sealed.prev) for seq in numbers
    )


def _compared(head: Head, place: _Place) -> Finding | None:
    """Hold the head against a chain that is whole in itself."""
    count = place.seq - 1
    if count < head.seq:
        return Finding(head.conversation, place.seq, Fault.DROPPED, _CUT)
    if count > head.seq:
        return Finding(head.conversation, head.seq + 1, Fault.HEAD, _REWOUND)
    if place.prev != head.digest:
        return Finding(head.conversation, count, Fault.HEAD, _REWRITTEN)
    return None


_ERASED: Final = "Its text or a file is gone, and no redaction says so."
_CUT: Final = "The head names later entries, and they are gone."
_REWOUND: Final = "The chain goes on beyond the entry that the head names."
_REWRITTEN: Final = "The head bears another digest: one of the two was rewritten."
_BECAUSE: Final = {
    Fault.ALTERED: "What it says, or what it is linked to, is not what was sealed.",
    Fault.DROPPED: "It is missing: the next one was sealed onto it.",
    Fault.REORDERED: "Another entry of the chain stands in its place.",
    Fault.INSERTED: "No entry of the chain was sealed onto it.",
}
