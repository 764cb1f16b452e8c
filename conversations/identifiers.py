"""Entry numbers: reading, writing, checking, and finding them in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Letters count 1 to 9 three times over: A J 1, B K S 2, … I R Z 9.
VALUES: Final = {
    **{digit: int(digit) for digit in "0123456789"},
    **{letter: value for value, letter in enumerate("ABCDEFGHI", start=1)},
    **{letter: value for value, letter in enumerate("JKLMNOPQR", start=1)},
    **{letter: value for value, letter in enumerate("STUVWXYZ", start=2)},
}

WHOLE: Final = re.compile(r"([A-Z0-9]{3})[ -]?([0-9]{7})[ -]?([0-9])")
# With its dashes it is meant as one; without, only a right check digit and a letter
# set it apart from a telephone number or an amount.
DASHED: Final = r"(?P<dashed>[A-Z0-9]{3}-[0-9]{7}-[0-9])"
LOOSE: Final = r"(?P<loose>[A-Z0-9]{3} ?[0-9]{7} ?[0-9])"
WITHIN: Final = re.compile(
    rf"(?<![A-Z0-9-])(?:{DASHED}|{LOOSE})(?![A-Z0-9]|-[A-Z0-9])",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class EntryNumber:
    """The number of a customs entry: filer code, serial and check digit."""

    filer: str
    serial: str
    check: str

    def __str__(self) -> str:
        return f"{self.filer}-{self.serial}-{self.check}"

    @property
    def is_right(self) -> bool:
        """Whether the check digit fits; some old numbers and typing errors do not."""
        return self.check == check_digit(self.filer, self.serial)


def check_digit(filer: str, serial: str) -> str:
    """Return the check digit of an entry number.

    Args:
        filer: three capital letters or digits.
        serial: seven digits.

    Source: ACE entry summary, check digit computation; `ABC-1234567` gives 6.
    """
    total = 0
    for place, character in enumerate(filer + serial):
        value = VALUES[character] * (1 + place % 2)
        total += value if value < 10 else value - 9
    return str(-total % 10)


def read_entry_number(text: str) -> EntryNumber | None:
    """Return the entry number that a text is, however it is spaced, or None.

    A wrong check digit is no reason for None: ask `is_right` and warn.
    """
    match = WHOLE.fullmatch(text.strip().upper()) if text.isascii() else None
    return EntryNumber(*match.groups()) if match else None


def find_entry_numbers(text: str) -> list[EntryNumber]:
    """Return the entry numbers named in a text, each once, in order of appearance.

    Written with dashes, a number is found even if its check digit is wrong; written
    otherwise, only if the digit is right and the filer code has a letter.
    """
    return list(dict.fromkeys(_entry_numbers_in(text)))


def _entry_numbers_in(text: str) -> Iterator[EntryNumber]:
    for match in WITHIN.finditer(text):
        number = read_entry_number(match.group())
        if number and (match["dashed"] or _stands_out(number)):
            yield number


def _stands_out(number: EntryNumber) -> bool:
    return number.is_right and not number.filer.isdigit()
