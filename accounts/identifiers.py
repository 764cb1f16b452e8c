"""Public references and importer numbers: how they look and which are refused."""

import re
import secrets
import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy as _

from portal.decisions import ALLOWED, Decision, Refused, denied

# Crockford's digits: nobody mistakes an I, L or O for a number, or reads a word.
DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX: Final = re.compile(r"[A-Z]{2}")

# For URL converters, so without anchors; match whole strings with `fullmatch`.
REF_PATTERN: Final = rf"[A-Z]{{2}}-[{DIGITS}]{{4}}-[{DIGITS}]{{4}}"

EIN: Final = re.compile(r"[0-9]{2}-[0-9]{7}(?:[A-Z0-9]{2})?")
CBP_ASSIGNED: Final = re.compile(r"[0-9]{2}[A-Z0-9]{4}-[0-9]{5}")
SOCIAL_SECURITY: Final = re.compile(r"[0-9]{3}[ .-]?[0-9]{2}[ .-]?[0-9]{4}")
DASHES: Final = re.compile(r"[\u2010-\u2015\u2212]")


class NotAnImporterNumber(Refused):
    """The text is no importer number that this portal takes."""


def new_ref(prefix: str) -> str:
    """Return a new public reference, such as TC-7F3K-2Q9M.

    It carries 40 random bits: nobody guesses one, but two may meet, so the column
    that keeps it is unique.

    Raises:
        ValueError: if the prefix is not two capital letters.
    """
    if not PREFIX.fullmatch(prefix):
        message = f"A reference starts with two capital letters, not {prefix!r}."
        raise ValueError(message)
    return f"{prefix}-{_random_digits(4)}-{_random_digits(4)}"


def _random_digits(count: int) -> str:
    return "".join(secrets.choice(DIGITS) for _digit in range(count))


def tidy_importer_number(text: str) -> str:
    """Return the text in capitals, with plain dashes and without outer spaces."""
    tidy = DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    return tidy.upper() if tidy.isascii() else tidy  # capitals of ß would be SS


def may_be_importer_number(text: str) -> Decision:
    """Say whether a tidy text has one of the two forms that this portal takes.

    Nine bare digits are refused with the Social Security numbers, because nobody
    can tell whether they are one; an EIN is written with its dash.

    Source: ACE importer and bond query, version 7.
    """
    if SOCIAL_SECURITY.fullmatch(text):
        return denied(
            _(
                "This looks like a Social Security number. The portal does not take "
                "them. Use an EIN, written like 12-3456789, or the number that CBP "
                "assigned."
            )
        )
    if not (EIN.fullmatch(text) or CBP_ASSIGNED.fullmatch(text)):
        return denied(
            _(
                "Write the importer number with its dash, like 12-3456789, "
                "12-3456789AB or 241234-56789."
            )
        )
    return ALLOWED


def read_importer_number(text: str) -> str:
    """Return an importer number as it is stored.

    Raises:
        NotAnImporterNumber: with the sentence that the person reads.
    """
    number = tidy_importer_number(text)
    decision = may_be_importer_number(number)
    if not decision:
        raise NotAnImporterNumber(decision.reason)
    return number
