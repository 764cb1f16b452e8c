"""Dates of an introduction; pure, given the letter's anniversary and the settings.

An introduction is held *on or about* the anniversary of the company's annual
notification letter, as announced at the COAC meeting of October 2018.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from accounts import calendar

NOTICE_BEFORE = timedelta(days=30)
NOTICE_AT = time(9)


class Window(NamedTuple):
    """The days, ends included, that still count as on or about a date."""

    opens: date
    closes: date


def on_or_about(latest_letter: date | None, accepted: date, planned: date) -> date:
    """Return the anniversary about which a company is introduced.

    The anniversary that counts is the first on or after the day from which the
    introduction is planned. Before a company's first letter that is the day on which
    the letter is due. 29 February is the 28th in common years, and the 29th again in
    the next leap year.

    Args:
        latest_letter: the date of the latest annual letter, or None before the first.
        accepted: the day on which the company joined the program.
        planned: the day from which the introduction is planned.
    """
    return calendar.next_letter(latest_letter, accepted, planned)


def window(day: date, *, before: int, after: int) -> Window:
    """Return the window around a date.

    Args:
        before: calendar days; weekends and holidays count, as they do in `after`.
    """
    return Window(day - timedelta(days=before), day + timedelta(days=after))


def notice_due(day: date, time_zone: str) -> datetime:
    """Return when a person is told of a date: 30 days ahead, at 9:00 where they are."""
    return datetime.combine(day - NOTICE_BEFORE, NOTICE_AT, ZoneInfo(time_zone))


def month_start(day: date) -> date:
    return day.replace(day=1)


def read_month(text: str) -> date | None:
    """Return the first day of a month as addresses write it, such as 2027-05."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def month_in_address(month: date | None) -> str:
    """Return a month as `read_month` reads it; nothing for none."""
    return month.isoformat()[:7] if month else ""


def year_before(month: date) -> date:
    """Return the same month a year earlier, or the calendar's first."""
    earlier = month.year > date.min.year
    return month - relativedelta(years=1) if earlier else month
