"""The record's format: what is sealed of an entry, and how its digest is made.

Pure and byte for byte: whoever follows the same rules with other tools must come to
the same digests. A change here is a new version of the format, never a repair.
`conversations.proof` checks whole chains.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final

from conversations.states import Kind

VERSION: Final = 1
GENESIS: Final = "0" * 64  # stands where the first entry has no predecessor
KINDS: Final = tuple(kind.value for kind in Kind)
SALT_BYTES: Final = 32
LARGEST_NUMBER: Final = 2**53 - 1  # beyond it RFC 8785 rounds

_encode: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode

Fact = str | int | None | Sequence["Fact"] | Mapping[str, "Fact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What the digest of an entry covers.

    Attributes:
        conversation: its public reference.
        at: the moment, with its zone; written in UTC to the microsecond.
        author: the person's public id, never an address.
        role: in words, as it was then.
        on_behalf_of: the company or office, as it was called then.
        body: the digest of the text, from `body_digest`.
        attachments: the digest of each file, from `attachment_digest`.
        prev: the digest of the entry before, or `GENESIS`.
        ref: the number of the entry that a correction or redaction is about.
    """

    conversation: str
    seq: int
    kind: str
    at: datetime
    author: str
    role: str
    on_behalf_of: str
    body: str
    attachments: tuple[str, ...] = ()
    prev: str = GENESIS
    ref: int | None = None


def digest(sealed: Sealed) -> str:
    """Return the digest of an entry, in hex.

    `ref` is covered whenever it is set, whatever the kind, so that none can be
    slipped in later.
    """
    return _sha256(_encode(content_of(sealed)))


def content_of(sealed: Sealed) -> dict[str, Any]:
    """Return what the digest of an entry covers, by the format's own names."""
    content: dict[str, Any] = {
        "at": stamp(sealed.at),
        "attachments": sealed.attachments,
        "author": sealed.author,
        "body": sealed.body,
        "conversation": sealed.conversation,
        "for": sealed.on_behalf_of,
        "kind": sealed.kind,
        "prev": sealed.prev,
        "role": sealed.role,
        "seq": sealed.seq,
        "v": VERSION,
    }
    if sealed.ref is not None:
        content["ref"] = sealed.ref
    return content


def body_digest(salt: bytes, text: str) -> str:
    """Return the digest of an entry's text, which is normalised before."""
    return _salted(salt, text)


def attachment_digest(salt: bytes, name: str, sha256: str, size: int) -> str:
    """Return the digest of an attachment's item.

    Args:
        salt: the item's own.
        name: the file's name, normalised before.
        sha256: the digest of its bytes, in hex.
        size: in bytes.
    """
    return _salted(salt, canonical({"name": name, "sha256": sha256, "size": size}))


def new_salt() -> bytes:
    """Return a salt; once it is removed, nobody can guess the text from its digest."""
    return secrets.token_bytes(SALT_BYTES)


def stamp(at: datetime) -> str:
    """Return a moment as the record writes it: UTC, six digits, Z.

    Raises:
        ValueError: if the moment has no zone.
    """
    if at.tzinfo is None:
        message = "A moment in the record has a zone."
        raise ValueError(message)
    moment = at.astimezone(UTC).replace(tzinfo=None)
    return f"{moment.isoformat(timespec='microseconds')}Z"


def normalise(text: str) -> str:
    """Return a text as it is sealed: NFC, lines end in LF, nothing unprintable lost.

    A NUL or half a surrogate pair, which neither the database nor UTF-8 can hold,
    becomes the replacement character. Normalising twice changes nothing.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return unicodedata.normalize("NFC", lines)


def as_fact(text: str) -> str:
    """Return a text as it is sealed among facts, for what pages show beside them."""
    return _without_fusion(normalise(text))


def facts(**values: Fact) -> str:
    """Return the text of an entry that is no message: the canonical JSON of its facts.

    Strings in it are normalised here; the whole is then in normal form, too.

    Raises:
        TypeError: for a value that the format does not know, such as a float.
    """
    return canonical({name: _normal(value) for name, value in values.items()})


def canonical(value: Fact) -> str:
    """Return JSON in the canonical form of RFC 8785.

    Raises:
        TypeError: for a value or key for which Python's JSON would differ from it.
    """
    _check(value)
    return _encode(value)


def _check(value: object) -> None:
    match value:
        case None | str() | bool():
            return
        case int() if abs(value) <= LARGEST_NUMBER:
            return
        case list() | tuple():
            for member in value:
                _check(member)
        case dict() if all(isinstance(key, str) and key.isascii() for key in value):
            for member in value.values():
                _check(member)
        case _:
            message = f"The record's format has no place for {value!r}."
            raise TypeError(message)


def _normal(value: Fact) -> Fact:
    match value:
        case str():
            return as_fact(value)
        case list() | tuple():
            return [_normal(member) for member in value]
        case dict():
            return {name: _normal(member) for name, member in value.items()}
        case _:
            return value


def _without_fusion(text: str) -> str:
    """Part a combining mark from a control character before it.

    JSON writes a line break as a backslash and an n; a mark behind it would fuse
    with that letter if somebody normalised the JSON, and break it.
    """
    return "".join(
        f"{this} " if this < " " and unicodedata.combining(following) else this
        for this, following in pairwise(f"{text} ")
    )


def _salted(salt: bytes, text: str) -> str:
    # A shorter salt could lend its last byte to the text without changing the sum.
    if len(salt) != SALT_BYTES:
        message = f"A salt has {SALT_BYTES} bytes."
        raise ValueError(message)
    return _sha256(text, salt)


def _sha256(text: str, salt: bytes = b"") -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()
