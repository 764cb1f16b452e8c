"""Anniversaries of the annual notification letter; pure, given their dates."""

from datetime import date

from dateutil.relativedelta import relativedelta

# The handbook of 2010 says so; the rhythm after the first letter is yearly.
FIRST_LETTER_AFTER = relativedelta(months=13)


def anniversary_in(original: date, year: int) -> date:
    """Return the day in a year on which an original date comes round.

    Always computed from the original date, never from an earlier anniversary, so
    that 29 February is 28 in common years and 29 again in the next leap year.
    """
    return original + relativedelta(year=year)


def next_anniversary(original: date, today: date) -> date:
    """Return the first anniversary that is today or later.

    It lies at least a year after the original, also when that is still to come.
    """
    first_year = max(original.year + 1, today.year)
    this_year = anniversary_in(original, first_year)
    if this_year >= today:
        return this_year
    return anniversary_in(original, first_year + 1)


def next_letter(latest_letter: date | None, accepted: date, today: date) -> date:
    """Return the day on which the next annual letter is due, today or later.

    The first letter is due on the original date itself, a later one on its
    anniversaries.
    """
    original = letter_anniversary(latest_letter, accepted)
    if latest_letter is None and original >= today:
        return original
    return next_anniversary(original, today)


def letter_anniversary(latest_letter: date | None, accepted: date) -> date:
    """Return the original date of a company's letter anniversaries.

    Args:
        latest_letter: the date of the latest letter, or None before the first.
        accepted: the day on which the company joined; the first letter is due 13
            months later, and a month that is too short ends on its last day.

    Source: ISA handbook, September 2010, appendix H.
    """
    return latest_letter or accepted + FIRST_LETTER_AFTER
