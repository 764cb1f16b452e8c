"""What a password must be: long, and not what everybody tries (NIST SP 800-63B-4).

Fifteen characters, since a password may be the only factor; no rules about kinds of
characters, and no change by the calendar. See docs/decisions/0011.
"""

import re
from collections.abc import Iterable
from string import ascii_lowercase

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

LEAST_REST = 8  # characters that nobody could have listed
TRIED = (
    "trade", "compliance", "portal", "ctpat", "customs", "cbp",
    "password", "passphrase", "welcome", "letmein", "secret", "admin",
)  # fmt: skip
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", ascii_lowercase)
SHORTEST_WORD = 3  # shorter parts of a name are found everywhere


def rest_of(password: str, words: Iterable[str]) -> str:
    """Return what is left of a password without the words that anybody could try.

    A part that is repeated counts once, and so does a run of one character; runs along
    the keyboard and the alphabet do not count.
    """
    rest = once(password.casefold())
    for word in sorted({each.casefold() for each in words}, key=len, reverse=True):
        if len(word) >= SHORTEST_WORD:
            rest = rest.replace(word, "")
    for row in KEYBOARD:
        rest = without_runs(rest, row)
    return re.sub(r"(.)\1+", r"\1", rest)


def once(text: str) -> str:
    """Return the part that a text repeats, or the text."""
    length = (text + text).find(text, 1)
    return text[:length]


def without_runs(text: str, row: str, least: int = 4) -> str:
    """Return a text without pieces of a row, forward or backward."""
    for line in (row, row[::-1]):
        for length in range(len(line), least - 1, -1):
            for start in range(len(line) - length + 1):
                text = text.replace(line[start : start + length], "")
    return text


class NotEasilyGuessed:
    """Refuses a password that is little more than words others would try first."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: User | None = None) -> None:
        rest = rest_of(password, [*TRIED, *words_of(user)])
        if len(rest) < LEAST_REST or once(password.casefold()) in self.common:
            raise ValidationError(
                _("Others would try this soon. Choose words that have nothing to do "
                  "with you or the portal, and repeat none."),
                code="easily_guessed",
            )  # fmt: skip

    def get_help_text(self) -> str:
        return _("Not your name or address, and no list or row of keys.")


def words_of(user: User | None) -> list[str]:
    """Return the words by which somebody is known."""
    if user is None:
        return []
    return [part for part in re.split(r"\W+", f"{user.name} {user.email}") if part]
