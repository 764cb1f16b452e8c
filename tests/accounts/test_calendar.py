from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import calendar
from accounts.calendar import anniversary_in, letter_anniversary, next_anniversary


@pytest.mark.parametrize(
    ("original", "year", "day"),
    [
        (date(2020, 5, 17), 2026, date(2026, 5, 17)),
        (date(2024, 2, 29), 2027, date(2027, 2, 28)),
        (date(2024, 2, 29), 2028, date(2028, 2, 29)),
        (date(2024, 2, 29), 2100, date(2100, 2, 28)),
        (date(2023, 2, 28), 2028, date(2028, 2, 28)),
        (date(2020, 12, 31), 2020, date(2020, 12, 31)),
    ],
)
def test_an_anniversary_comes_round(original: date, year: int, day: date) -> None:
    assert anniversary_in(original, year) == day


@pytest.mark.parametrize(
    ("original", "today", "day"),
    [
        (date(2020, 5, 17), date(2026, 5, 16), date(2026, 5, 17)),
        (date(2020, 5, 17), date(2026, 5, 17), date(2026, 5, 17)),
        (date(2020, 5, 17), date(2026, 5, 18), date(2027, 5, 17)),
        (date(2026, 5, 17), date(2026, 5, 17), date(2027, 5, 17)),
        (date(2026, 5, 17), date(2024, 1, 1), date(2027, 5, 17)),
        (date(2024, 2, 29), date(2027, 2, 28), date(2027, 2, 28)),
        (date(2024, 2, 29), date(2027, 3, 1), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2028, 2, 29), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2028, 3, 1), date(2029, 2, 28)),
        (date(2019, 12, 31), date(2026, 1, 1), date(2026, 12, 31)),
        (date(2019, 1, 1), date(2026, 1, 2), date(2027, 1, 1)),
    ],
)
def test_the_next_anniversary_is_today_or_later(
    original: date, today: date, day: date
) -> None:
    assert next_anniversary(original, today) == day


days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(days, days)
def test_the_next_anniversary_is_the_first_that_fits(
    original: date, today: date
) -> None:
    day = next_anniversary(original, today)

    assert day >= today
    assert day.year > original.year
    assert day == anniversary_in(original, day.year)
    year_before = anniversary_in(original, day.year - 1)
    assert year_before < today or year_before.year <= original.year


@given(days, days)
def test_the_next_anniversary_is_at_most_a_year_off(
    original: date, today: date
) -> None:
    assert next_anniversary(original, today) - max(original, today) <= timedelta(366)


@pytest.mark.parametrize(
    ("latest_letter", "accepted", "day"),
    [
        (date(2026, 3, 4), date(2019, 1, 1), date(2026, 3, 4)),
        (None, date(2025, 3, 4), date(2026, 4, 4)),
        (None, date(2025, 12, 15), date(2027, 1, 15)),
        (None, date(2025, 1, 31), date(2026, 2, 28)),
        (None, date(2027, 1, 31), date(2028, 2, 29)),
        (None, date(2024, 2, 29), date(2025, 3, 29)),
    ],
)
def test_the_letter_keeps_its_own_anniversary(
    latest_letter: date | None, accepted: date, day: date
) -> None:
    assert letter_anniversary(latest_letter, accepted) == day


# --- Days --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2027-03-01", "2027-03-01T05:00:00", "2027-03-02T04:59:59.999999"),
        # Clocks go forward, and the day has 23 hours; then back, and it has 25.
        ("2027-03-14", "2027-03-14T05:00:00", "2027-03-15T03:59:59.999999"),
        ("2027-11-07", "2027-11-07T04:00:00", "2027-11-08T04:59:59.999999"),
        ("2028-02-29", "2028-02-29T05:00:00", "2028-03-01T04:59:59.999999"),
    ],
)
def test_a_day_lasts_as_long_as_its_clocks_say(day: str, first: str, last: str) -> None:
    zone, on = ZoneInfo("America/New_York"), date.fromisoformat(day)

    assert calendar.beginning(on, zone) == datetime.fromisoformat(f"{first}+00:00")
    assert calendar.end(on, zone) == datetime.fromisoformat(f"{last}+00:00")


@pytest.mark.parametrize("text", ["", "x", "2027-02-29", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_reads_as_none(text: str) -> None:
    assert calendar.read_day(text) is None
