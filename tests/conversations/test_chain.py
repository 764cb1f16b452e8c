import hashlib
import json
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import chain
from conversations.chain import GENESIS, Fact, Sealed

SALT = bytes(range(32))
SEALED = Sealed(
    conversation="TC-7F3K-2Q9M",
    seq=7,
    kind="message",
    at=datetime(2026, 11, 24, 6, 25, 43, 123456, tzinfo=UTC),
    author="PE-1D2C-3B4A",
    role="Company contact",
    on_behalf_of="Nördwind Traders",
    body="b" * 64,
    attachments=("a" * 64, "c" * 64),
    prev="d" * 64,
)
# Written by hand from the format's description, not by the code under test.
CANONICAL = (
    '{"at":"2026-11-24T06:25:43.123456Z",'
    f'"attachments":["{"a" * 64}","{"c" * 64}"],'
    f'"author":"PE-1D2C-3B4A","body":"{"b" * 64}",'
    '"conversation":"TC-7F3K-2Q9M","for":"Nördwind Traders","kind":"message",'
    f'"prev":"{"d" * 64}","role":"Company contact","seq":7,"v":1}}'
)


def test_a_digest_follows_the_format_to_the_byte() -> None:
    assert chain.digest(SEALED) == hashlib.sha256(CANONICAL.encode()).hexdigest()


def test_a_correction_has_one_more_key() -> None:
    corrected = replace(SEALED, kind="correction", ref=3)

    expected = CANONICAL.replace("message", "correction")
    expected = expected.replace('"role"', '"ref":3,"role"')
    assert chain.digest(corrected) == hashlib.sha256(expected.encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("conversation", "TC-7F3K-2Q9N"),
        ("seq", 8),
        ("kind", "opened"),
        ("at", SEALED.at + timedelta(microseconds=1)),
        ("author", "PE-1D2C-3B4B"),
        ("role", "Company officer"),
        ("on_behalf_of", "Nördwind Trader"),
        ("body", "e" * 64),
        ("attachments", ("c" * 64, "a" * 64)),
        ("attachments", ()),
        ("prev", GENESIS),
        ("ref", 0),
        ("ref", 6),
    ],
)
def test_the_digest_covers_every_field(name: str, value: object) -> None:
    changed = replace(SEALED, **{name: value})  # type: ignore[arg-type]  # any field

    assert chain.digest(changed) != chain.digest(SEALED)


def test_the_first_entry_follows_64_zeros() -> None:
    assert GENESIS == "0000000000000000" * 4


def test_kinds_are_those_of_the_format() -> None:
    assert chain.KINDS == (
        "message",
        "correction",
        "opened",
        "turn",
        "state",
        "handover",
        "guidance",
        "promise",
        "redacted",
    )


def test_a_body_digest_is_of_salt_and_text() -> None:
    expected = hashlib.sha256(SALT + "Grüße".encode()).hexdigest()

    assert chain.body_digest(SALT, "Grüße") == expected


def test_an_attachment_digest_is_of_salt_and_canonical_item() -> None:
    item = '{"name":"invoice é.pdf","sha256":"ab","size":12}'.encode()

    digest = chain.attachment_digest(SALT, "invoice é.pdf", "ab", 12)

    assert digest == hashlib.sha256(SALT + item).hexdigest()


@pytest.mark.parametrize("salt", [b"", SALT[:31], SALT + b"x"])
def test_a_salt_cannot_lend_bytes_to_the_text(salt: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        chain.body_digest(salt, "text")


def test_salts_are_32_bytes_and_differ() -> None:
    salts = {chain.new_salt() for _ in range(100)}

    assert len(salts) == 100
    assert {len(salt) for salt in salts} == {32}


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00.000000Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 60, UTC), "2026-01-02T03:04:05.000060Z"),
        (
            datetime(2026, 1, 1, 20, 0, tzinfo=timezone(timedelta(hours=-5))),
            "2026-01-02T01:00:00.000000Z",
        ),
        (datetime(987, 6, 5, tzinfo=UTC), "0987-06-05T00:00:00.000000Z"),
    ],
)
def test_a_moment_is_written_in_utc_with_six_digits(at: datetime, written: str) -> None:
    assert chain.stamp(at) == written


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        chain.stamp(datetime(2026, 1, 2))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("\r\n\r\n", "\n\n"),
        ("\r\r\n", "\n\n"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("\u212b", "\u00c5"),
        ("a\0b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ufeffa\u200b\t ", "\ufeffa\u200b\t "),
        ("", ""),
    ],
)
def test_a_text_is_normalised(typed: str, kept: str) -> None:
    assert chain.normalise(typed) == kept


@given(st.text(st.characters(codec=None)))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = chain.normalise(text)

    assert chain.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {"\0", "\r"} & set(once)
    assert once.encode().decode() == once


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None, -5]}, '{"a":[true,null,-5],"b":1}'),
        ('\b\t\n\f\r\x1b"\\/', '"\\b\\t\\n\\f\\r\\u001b\\"\\\\/"'),
        ("\u007f\u2028é😀</script>", '"\u007f\u2028é😀</script>"'),
        ({"size": 2**53 - 1}, '{"size":9007199254740991}'),
        ((), "[]"),
    ],
)
def test_json_is_canonical(value: Fact, written: str) -> None:
    assert chain.canonical(value) == written


@pytest.mark.parametrize(
    "value", [1.0, 2**53, {"é": 1}, {1: 1}, b"x", {"a": {1, 2}}, [[float("nan")]]]
)
def test_what_other_tools_would_write_otherwise_is_refused(value: Fact) -> None:
    with pytest.raises(TypeError, match="no place for"):
        chain.canonical(value)


def test_facts_are_canonical_and_normalised() -> None:
    text = chain.facts(subject="Cafe\u0301\r\nbeans", seats=3, holder=None)

    assert text == '{"holder":null,"seats":3,"subject":"Caf\u00e9\\nbeans"}'


scalars = st.text(st.characters(codec=None)) | st.integers(-9, 9) | st.booleans()
marks = st.text(st.sampled_from('\n\t\x1b"\\e\u0301\u0303\u0591n'), max_size=8)


@given(st.dictionaries(st.sampled_from("abc"), scalars | marks | st.lists(scalars)))
def test_facts_survive_normalising_and_read_back(values: dict[str, Fact]) -> None:
    text = chain.facts(**values)

    assert chain.normalise(text) == text
    assert json.loads(text).keys() == values.keys()
    assert chain.facts(**json.loads(text)) == text
