"""How moments and days read: near ones in words, all of them exact on demand."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import engines
from django.utils import timezone
from lxml import html

from portal.templatetags import portal as filters

NOW = datetime(2026, 11, 24, 15, 42, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _new_york() -> object:
    with timezone.override("America/New_York"), time_machine.travel(NOW, tick=False):
        yield


def test_exact_names_minute_and_zone_of_the_reader() -> None:
    time = html.fromstring(filters.exact(NOW))

    assert time.text == "24 Nov 2026, 10:42 EST"
    assert time.get("datetime") == "2026-11-24T15:42:13Z"
    assert time.get("title") == "Tuesday, 24 November 2026, 10:42:13 EST"


def test_exact_follows_the_zone() -> None:
    with timezone.override("Asia/Tokyo"):
        assert "25 Nov 2026, 00:42 JST" in filters.exact(NOW)


def test_summer_time_has_its_own_name() -> None:
    assert "10:00 EDT" in filters.exact(datetime(2026, 7, 1, 14, tzinfo=UTC))


def test_clock_is_the_time_of_day_and_the_title_has_the_rest() -> None:
    time = html.fromstring(filters.clock(NOW))

    assert time.text == "10:42 EST"
    assert "24 November 2026" in str(time.get("title"))


def test_the_day_of_a_moment_is_the_readers() -> None:
    late = datetime(2026, 11, 25, 3, tzinfo=UTC)

    assert "24 Nov 2026" in filters.day(late)
    assert "25 Nov 2026" in filters.day(late.date())


def test_a_day_has_no_zone() -> None:
    time = html.fromstring(filters.day(date(2027, 5, 3)))

    assert time.get("datetime") == "2027-05-03"
    assert time.get("title") == "Monday, 3 May 2027"


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-59), "just now"),
        (timedelta(seconds=30), "just now"),
        (timedelta(seconds=-60), "1 minute ago"),
        (timedelta(minutes=-59), "59 minutes ago"),
        (timedelta(hours=-1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "in 23 hours"),
        (timedelta(days=-1), "1 day ago"),
        (timedelta(days=-6), "6 days ago"),
        (timedelta(days=-13), "1 week ago"),
        (timedelta(days=31), "in 1 month"),
        (timedelta(days=-364), "11 months ago"),
        (timedelta(days=-366), "1 year ago"),
        (timedelta(days=800), "in 2 years"),
    ],
)
def test_a_distance_is_told_in_its_largest_unit(away: timedelta, words: str) -> None:
    assert f">{words}<" in filters.ago(NOW + away)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (3, "in 3 days"),
        (-8, "1 week"),
    ],
)
def test_days_are_counted_by_the_readers_calendar(days: int, words: str) -> None:
    assert words in filters.ago(date(2026, 11, 24) + timedelta(days=days))


@pytest.mark.parametrize("name", ["exact", "clock", "day", "ago"])
def test_no_moment_shows_nothing(name: str) -> None:
    page = engines["django"].from_string(f"{{% load portal %}}[{{{{ at|{name} }}}}]")

    assert page.render({"at": None}) == "[]"


def test_facts_show_dates_as_days() -> None:
    assert ">3 May 2027<" in str(filters.shown(date(2027, 5, 3)))
    assert filters.shown("Electronics") == "Electronics"
