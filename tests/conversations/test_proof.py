import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import chain
from conversations.proof import Fault, File, Head, Link, verify
from tests.conversations.chains import (
    Chain,
    Said,
    chain_of,
    found,
    histories,
    of_length,
    sealed_anew,
    with_other_text,
    with_sealed,
)

places = st.integers(min_value=0, max_value=6)


@given(histories(), st.data())
def test_whatever_was_said_verifies(whole: Chain, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(0, 3)) if whole.links else 0):
        whole.redact(data.draw(st.integers(1, len(whole.links))))

    assert verify(whole.links, whole.head) is None


@given(histories(at_least=1), places, st.data())
def test_every_changed_column_is_named(
    whole: Chain, place: int, data: st.DataObject
) -> None:
    place %= len(whole.links)
    link = whole.links[place]
    changed = {
        "conversation": st.just("TC-0000-0000"),
        "kind": st.sampled_from(["", "messages", "redacted"]),
        "at": st.just(link.sealed.at + timedelta(microseconds=1)),
        "author": st.text(),
        "role": st.text(),
        "on_behalf_of": st.text(),
        "body": st.just(chain.GENESIS),
        "attachments": st.just((*link.sealed.attachments, chain.GENESIS)),
        "prev": st.just("f" * 64),
        "ref": st.just(1),
    }
    name = data.draw(st.sampled_from(sorted(changed)))
    forged = with_sealed(link, **{name: data.draw(changed[name])})
    whole_before = list(whole.links)
    if forged == link:
        return

    whole_before[place] = forged

    assert found(whole_before, whole.head) == (place + 1, Fault.ALTERED)


@given(histories(at_least=1), places, st.text())
def test_changed_text_is_named(whole: Chain, place: int, text: str) -> None:
    place %= len(whole.links)
    if whole.links[place].text == text:
        return

    whole.links[place] = replace(whole.links[place], text=text)

    assert found(whole.links, whole.head) == (place + 1, Fault.ALTERED)


def changed_characters(text: str) -> Iterator[str]:
    """Each text that differs in one character, by its lowest bit."""
    for at, character in enumerate(text):
        yield f"{text[:at]}{chr(ord(character) ^ 1)}{text[at + 1 :]}"


def changed_bytes(salt: bytes) -> Iterator[bytes]:
    for at, byte in enumerate(salt):
        yield salt[:at] + bytes([byte ^ 1]) + salt[at + 1 :]


TEXTS = (
    "conversation",
    "kind",
    "author",
    "role",
    "on_behalf_of",
    "body",
    "prev",
)


def changed_by_one(link: Link) -> Iterator[Link]:
    """Each entry that differs from this one by one character or byte."""
    file = link.files[0]
    assert link.text
    assert link.salt
    assert file
    for name in TEXTS:
        for text in changed_characters(getattr(link.sealed, name)):
            yield with_sealed(link, **{name: text})
    for digest in changed_characters(link.sealed.attachments[0]):
        yield with_sealed(link, attachments=(digest,))
    yield from (replace(link, digest=one) for one in changed_characters(link.digest))
    yield from (replace(link, text=text) for text in changed_characters(link.text))
    yield from (replace(link, salt=salt) for salt in changed_bytes(link.salt))
    yield from (replace(link, files=(one,)) for one in changed_files(file))


def changed_files(file: File) -> Iterator[File]:
    yield from (replace(file, name=name) for name in changed_characters(file.name))
    yield from (replace(file, sha256=one) for one in changed_characters(file.sha256))
    yield from (replace(file, salt=salt) for salt in changed_bytes(file.salt))
    yield replace(file, size=file.size + 1)


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_every_single_byte_counts(seq: int) -> None:
    whole = chain_of(*(Said(files=("invoice.pdf",)) for _ in range(3)))
    link = whole.links[seq - 1]

    forgeries = list(changed_by_one(link))

    assert len(forgeries) > 500
    for forged in forgeries:
        links = [forged if one is link else one for one in whole.links]
        assert found(links, whole.head) == (seq, Fault.ALTERED)


def test_a_byte_moved_from_salt_to_text_is_named() -> None:
    link = of_length(1).links[0]
    salt = b"\x07" * 31 + b"A"
    sealed = replace(link.sealed, body=chain.body_digest(salt, "Hello"))
    digest = chain.digest(sealed)
    honest = replace(link, sealed=sealed, digest=digest, salt=salt, text="Hello")

    forged = replace(honest, salt=salt[:31], text="AHello")

    assert verify([honest], Head("TC-7F3K-2Q9M", 1, honest.digest)) is None
    assert found([forged], Head("TC-7F3K-2Q9M", 1, honest.digest)) == (1, Fault.ALTERED)


@given(histories(at_least=1), places)
def test_a_rewritten_entry_is_named_by_what_followed(whole: Chain, place: int) -> None:
    place %= len(whole.links)
    head, link = whole.head, whole.links[place]

    whole.links[place] = with_other_text(link, f"{link.text} Not so.")

    fault = Fault.HEAD if place + 1 == head.seq else Fault.ALTERED
    assert found(whole.links, head) == (place + 1, fault)


def test_a_backdated_entry_is_named_even_when_all_was_sealed_anew() -> None:
    whole = of_length(3)
    late = sealed_anew(
        whole.links[2], at=whole.links[1].sealed.at - timedelta(microseconds=1)
    )

    links = [*whole.links[:2], late]

    assert found(links, replace(whole.head, digest=late.digest)) == (3, Fault.ALTERED)


def test_entries_of_the_same_moment_are_fine() -> None:
    whole = chain_of(Said(pause=timedelta(0)), Said(pause=timedelta(0)))

    assert verify(whole.links, whole.head) is None


def test_a_conversation_without_entries_stands() -> None:
    assert verify([], Chain().head) is None


def test_what_the_chain_alone_cannot_show() -> None:
    whole = of_length(3)
    last = with_other_text(whole.links[2], "All was sealed anew.")
    anew = Head("TC-7F3K-2Q9M", 3, last.digest)

    assert verify([*whole.links[:2], last], anew) is None
    assert verify(whole.links[:2], Head(anew.conversation, 2, last.sealed.prev)) is None


def test_text_that_no_database_holds_is_named_and_breaks_nothing() -> None:
    whole = of_length(1)

    whole.links[0] = replace(whole.links[0], text="\ud800")

    assert found(whole.links, whole.head) == (1, Fault.ALTERED)


def test_a_finding_says_what_happened_in_a_line() -> None:
    whole = of_length(2)

    finding = verify(whole.links[1:], whole.head)

    assert str(finding) == (
        "TC-7F3K-2Q9M entry 1: dropped. It is missing: the next one was sealed onto it."
    )


def test_memory_does_not_grow_with_the_conversation() -> None:
    whole = of_length(1500)
    tracemalloc.start()

    assert verify(iter(whole.links), whole.head) is None

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000  # bytes; one entry is about 2,000
