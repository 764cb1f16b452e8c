import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.identifiers import (
    EntryNumber,
    check_digit,
    find_entry_numbers,
    read_entry_number,
)

RIGHT = EntryNumber("ABC", "1234567", "6")

filers = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=3, max_size=3)
serials = st.text("0123456789", min_size=7, max_size=7)


@pytest.mark.parametrize(
    ("filer", "serial", "digit"),
    [("ABC", "1234567", "6"), ("999", "9999999", "0"), ("SP7", "0000001", "4")],
)
def test_the_check_digit_is_that_of_the_published_vectors(
    filer: str, serial: str, digit: str
) -> None:
    assert check_digit(filer, serial) == digit


@pytest.mark.parametrize(
    ("letters", "digit"),
    [
        ("AJ", "1"),
        ("BKS", "2"),
        ("CLT", "3"),
        ("DMU", "4"),
        ("ENV", "5"),
        ("FOW", "6"),
        ("GPX", "7"),
        ("HQY", "8"),
        ("IRZ", "9"),
    ],
)
def test_letters_count_as_their_digits(letters: str, digit: str) -> None:
    for letter in letters:
        for filer in ("{}00", "0{}0", "00{}"):
            as_letter = check_digit(filer.format(letter), "7654321")
            assert as_letter == check_digit(filer.format(digit), "7654321")


@given(filers, serials, st.integers(3, 9), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(
    filer: str, serial: str, place: int, off: int
) -> None:
    at = place - 3
    wrong = f"{serial[:at]}{(int(serial[at]) + off) % 10}{serial[at + 1 :]}"

    assert check_digit(filer, wrong) != check_digit(filer, serial)


@pytest.mark.parametrize(
    "text",
    [
        "ABC-1234567-6",
        "abc-1234567-6",
        "ABC12345676",
        "ABC 1234567 6",
        "ABC-12345676",
        "  ABC1234567-6\n",
    ],
)
def test_an_entry_number_is_read_however_it_is_spaced(text: str) -> None:
    assert read_entry_number(text) == RIGHT


def test_an_entry_number_is_shown_with_dashes() -> None:
    assert str(RIGHT) == "ABC-1234567-6"


@given(filers, serials)
def test_what_is_shown_is_read_again(filer: str, serial: str) -> None:
    number = EntryNumber(filer, serial, check_digit(filer, serial))

    assert read_entry_number(str(number)) == number
    assert number.is_right


def test_a_wrong_check_digit_is_read_and_flagged() -> None:
    number = read_entry_number("ABC-1234567-5")

    assert number is not None
    assert not number.is_right


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ABC-1234567",
        "AB-1234567-6",
        "ABCD-1234567-6",
        "ABC-123456-6",
        "ABC-1234567-66",
        "ABC_1234567_6",
        "ABC--1234567-6",
        "ÄBC-1234567-6",
        "ß1-1234567-6",
        "ABC-１２３４５６７-6",
        "ABC-1234567-6 and more",
    ],
)
def test_other_texts_are_no_entry_numbers(text: str) -> None:
    assert read_entry_number(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Entry ABC-1234567-6 was liquidated.", ["ABC-1234567-6"]),
        ("(abc-1234567-6), SP7-0000001-4;", ["ABC-1234567-6", "SP7-0000001-4"]),
        ("ABC12345676 and sp7 0000001 4", ["ABC-1234567-6", "SP7-0000001-4"]),
        ("ABC-1234567-6\nABC12345676", ["ABC-1234567-6"]),
        ("999-9999999-0 has no letter", ["999-9999999-0"]),
        ("ABC-1234567-5 is wrong but meant", ["ABC-1234567-5"]),
        ("**ABC-1234567-6**|`SP7-0000001-4`", ["ABC-1234567-6", "SP7-0000001-4"]),
        ("ABC-1234567-6.", ["ABC-1234567-6"]),
        ("ABC-1234567-6-", ["ABC-1234567-6"]),
        ("zwölfABC-1234567-6", []),
    ],
)
def test_entry_numbers_are_found_in_a_text(text: str, found: list[str]) -> None:
    assert [str(number) for number in find_entry_numbers(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Call 180 05551234 or 18005551234.",
        "ABC12345675",
        "XABC-1234567-6",
        "ABC-1234567-67",
        "ABC-1234567-6-8",
        "1-ABC-1234567-6",
        "12345678901234567890",
        "99999999990",
        "HTSUS 8708.94.7550",
        "241234-56789 and 12-3456789",
        "A-570-123-001",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_entry_numbers(text) == []


@given(st.text())
def test_whatever_is_found_can_be_read(text: str) -> None:
    for number in find_entry_numbers(f"{text} ABC-1234567-6"):
        assert read_entry_number(str(number)) == number


def test_a_long_text_is_searched_in_no_time() -> None:
    text = "ABC-1234567- " * 20_000 + "A" * 200_000 + "1" * 200_000

    began = time.process_time()
    assert find_entry_numbers(text) == []

    assert time.process_time() - began < 1
