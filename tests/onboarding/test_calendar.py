"""On or about: which anniversary counts, the days around it, and when one is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding import calendar
from onboarding.calendar import Window

LEAP = date(2024, 2, 29)
DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("letter", "accepted", "planned", "expected"),
    [
        # The first anniversary on or after the planning date.
        (date(2026, 5, 14), date(2020, 1, 1), date(2026, 11, 24), date(2027, 5, 14)),
        (date(2026, 5, 14), date(2020, 1, 1), date(2027, 5, 14), date(2027, 5, 14)),
        (date(2026, 5, 14), date(2020, 1, 1), date(2027, 5, 15), date(2028, 5, 14)),
        # An old letter counts from its own date.
        (date(2019, 12, 31), date(2018, 1, 1), date(2026, 11, 24), date(2026, 12, 31)),
        # A letter of this year comes round next year, not this year.
        (date(2026, 11, 30), date(2018, 1, 1), date(2026, 11, 24), date(2027, 11, 30)),
        # 29 February is the 28th in common years and the 29th again in leap years.
        (LEAP, date(2020, 1, 1), date(2026, 3, 1), date(2027, 2, 28)),
        (LEAP, date(2020, 1, 1), date(2027, 2, 28), date(2027, 2, 28)),
        (LEAP, date(2020, 1, 1), date(2027, 3, 1), date(2028, 2, 29)),
        # Before the first letter: when that is due, 13 months after acceptance.
        (None, date(2026, 5, 5), date(2026, 11, 24), date(2027, 6, 5)),
        (None, date(2026, 1, 31), date(2026, 11, 24), date(2027, 2, 28)),
        (None, date(2024, 5, 31), date(2026, 11, 24), date(2027, 6, 30)),
    ],
)
def test_the_anniversary_that_counts(
    letter: date | None, accepted: date, planned: date, expected: date
) -> None:
    assert calendar.on_or_about(letter, accepted, planned) == expected


@given(letter=DAYS, planned=DAYS)
def test_it_lies_within_a_year_of_planning_and_a_year_after_the_letter(
    letter: date, planned: date
) -> None:
    day = calendar.on_or_about(letter, letter, planned)

    assert day >= planned
    assert day - letter >= timedelta(days=365)
    assert day - max(planned, letter) <= timedelta(days=366)
    assert (day.month, day.day) in {(letter.month, letter.day), (2, 28)}


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (date(2027, 5, 14), date(2027, 4, 30), date(2027, 6, 4)),
        (date(2027, 2, 28), date(2027, 2, 14), date(2027, 3, 21)),
        (date(2028, 2, 29), date(2028, 2, 15), date(2028, 3, 21)),
        (date(2027, 1, 1), date(2026, 12, 18), date(2027, 1, 22)),
        (date(2026, 12, 31), date(2026, 12, 17), date(2027, 1, 21)),
    ],
)
def test_the_days_around_it(day: date, opens: date, closes: date) -> None:
    assert calendar.window(day, before=14, after=21) == Window(opens, closes)


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        # Nine o'clock where the person is, by the offset of that day.
        (date(2027, 5, 14), "America/New_York", datetime(2027, 4, 14, 13, tzinfo=UTC)),
        (date(2027, 3, 31), "America/New_York", datetime(2027, 3, 1, 14, tzinfo=UTC)),
        (date(2027, 5, 14), "Pacific/Honolulu", datetime(2027, 4, 14, 19, tzinfo=UTC)),
        (date(2027, 5, 14), "Asia/Tokyo", datetime(2027, 4, 14, 0, tzinfo=UTC)),
        # The day on which the clocks change, and the ends of months.
        (date(2027, 4, 13), "America/New_York", datetime(2027, 3, 14, 13, tzinfo=UTC)),
        (date(2028, 3, 30), "America/Chicago", datetime(2028, 2, 29, 15, tzinfo=UTC)),
        (date(2027, 3, 30), "America/Chicago", datetime(2027, 2, 28, 15, tzinfo=UTC)),
        (date(2027, 1, 30), "America/Chicago", datetime(2026, 12, 31, 15, tzinfo=UTC)),
    ],
)
def test_one_is_told_thirty_days_ahead_at_nine(
    day: date, zone: str, expected: datetime
) -> None:
    assert calendar.notice_due(day, zone) == expected


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2027-05", date(2027, 5, 1)),
        ("2027-13", None),
        ("2027-5", None),
        ("May 2027", None),
        ("", None),
    ],
)
def test_a_month_in_an_address(text: str, month: date | None) -> None:
    assert calendar.read_month(text) == month


def test_a_month_is_written_as_it_is_read() -> None:
    for month in (date(2027, 5, 1), date(1, 1, 1)):
        assert calendar.read_month(calendar.month_in_address(month)) == month
    assert calendar.month_in_address(None) == ""


def test_a_year_before_the_first_year_is_the_first() -> None:
    assert calendar.year_before(date(2027, 2, 1)) == date(2026, 2, 1)
    assert calendar.year_before(date(1, 2, 1)) == date(1, 2, 1)
