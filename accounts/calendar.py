"""Days and anniversaries of the annual notification letter; pure, given their dates."""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, tzinfo

from dateutil.relativedelta import relativedelta

# The handbook of 2010 says so; the rhythm after the first letter is yearly.
FIRST_LETTER_AFTER = relativedelta(months=13)


def anniversary_in(original: date, year: int) -> date:
    """Return the day in a year on which an original date comes round.

    Always computed from the original date, never from an earlier anniversary, so
    that 29 February is 28 in common years and 29 again in the next leap year.
    """
    try:
        return original.replace(year=year)  # five times quicker than a relativedelta
    except ValueError:
        return original.replace(year=year, day=28)


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


# --- Days ----------------------------------------------------------------------------

MICROSECOND = timedelta(microseconds=1)


def read_day(text: str) -> date | None:
    """Return a day written like 2027-03-01, or None for anything else.

    The first and the last year of the calendar are none: in some zone a day of theirs
    begins or ends outside of it.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if MINYEAR < day.year < MAXYEAR else None


def beginning(day: date, zone: tzinfo) -> datetime:
    """Return the moment at which a day begins in a zone."""
    return datetime.combine(day, time(), tzinfo=zone)


def end(day: date, zone: tzinfo) -> datetime:
    """Return the last moment of a day in a zone, whatever its clocks do on it."""
    return beginning(day + timedelta(days=1), zone).astimezone(UTC) - MICROSECOND
