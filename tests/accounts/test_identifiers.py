import re

import pytest

from accounts import identifiers
from accounts.identifiers import (
    REF_PATTERN,
    NotAnImporterNumber,
    may_be_importer_number,
    new_ref,
    read_importer_number,
)
from portal.decisions import Refused


def test_a_reference_has_the_public_form() -> None:
    refs = {new_ref("TC") for _ in range(500)}

    assert len(refs) == 500
    assert all(re.fullmatch(REF_PATTERN, ref) for ref in refs)
    assert all(ref.startswith("TC-") and len(ref) == 12 for ref in refs)


def test_references_use_all_digits_that_nobody_confuses() -> None:
    used = set("".join(new_ref("TC")[3:] for _ in range(500))) - {"-"}

    assert used == set(identifiers.DIGITS)
    assert len(identifiers.DIGITS) == 32
    assert not used & set("ILOU")


@pytest.mark.parametrize("prefix", ["", "T", "tc", "TCX", "T1", "T-", "TC\n", "ÄÖ"])
def test_a_prefix_is_two_capital_letters(prefix: str) -> None:
    with pytest.raises(ValueError, match="two capital letters"):
        new_ref(prefix)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TC-7F3K",
        "tc-7f3k-2q9m",
        "TC-7F3K-2Q9MX",
        "TC-7FIK-2Q9M",
        "TC-7FLK-2Q9M",
        "TC-7FOK-2Q9M",
        "TC-7FUK-2Q9M",
        "TC_7F3K_2Q9M",
        "TC-7F3K-2Q9M\n",
    ],
)
def test_other_texts_are_no_references(text: str) -> None:
    assert re.fullmatch(REF_PATTERN, text) is None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12-3456789", "12-3456789"),
        (" 12-3456789ab ", "12-3456789AB"),
        ("12-345678900", "12-345678900"),
        ("12–3456789", "12-3456789"),
        ("12‑3456789", "12-3456789"),
        ("１２-３４５６７８９", "12-3456789"),
        ("241234-56789", "241234-56789"),
        ("24ab12-56789", "24AB12-56789"),
    ],
)
def test_an_importer_number_is_read(typed: str, stored: str) -> None:
    assert read_importer_number(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "123-45-6789",
        "123 45 6789",
        "123.45.6789",
        "123–45–6789",
        "123456789",
        "123-456789",
        " 123-45-6789 ",
        "１２３-４５-６７８９",
    ],
)
def test_a_social_security_number_is_refused(typed: str) -> None:
    with pytest.raises(NotAnImporterNumber, match="looks like a Social Security"):
        read_importer_number(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "12-345678",
        "12-34567890",
        "12-3456789A",
        "12-3456789ABC",
        "12-3456789A-",
        "12-3456789ß",
        "12345678901",
        "AB1234-56789",
        "241234-5678A",
        "241234_56789",
        "12-3456789\n12-3456789",
        "٣٤-١٢٣٤٥٦٧",
        "Northwind",
    ],
)
def test_another_text_is_refused_with_the_forms(typed: str) -> None:
    with pytest.raises(NotAnImporterNumber, match="with its dash, like 12-3456789"):
        read_importer_number(typed)


def test_a_refusal_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(Refused) as refusal:
        read_importer_number("987-65-4321")

    assert "987" not in str(refusal.value)
    assert "4321" not in str(refusal.value)


def test_the_question_alone_changes_nothing() -> None:
    assert may_be_importer_number("12-3456789")
    assert not may_be_importer_number(" 12-3456789")
