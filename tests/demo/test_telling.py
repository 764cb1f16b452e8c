"""How a file becomes a story, and days ago become moments."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.demo import stories
from portal.demo.shapes import Said, Story

NOW = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)

TALE = """company: northwind
topic: cf28
subject: One: two
unread for: carl, olga

@ ada, 3.25 days ago
First.

- a list

@ ivan, 0.5 days ago
Second.
"""


def test_a_file_becomes_a_story() -> None:
    assert stories.read("tale", TALE) == Story(
        key="tale",
        company="northwind",
        topic="cf28",
        subject="One: two",
        said=(Said("ada", 3.25, "First.\n\n- a list"), Said("ivan", 0.5, "Second.")),
        unread_for=("carl", "olga"),
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tale: tale.replace("topic:", "tropic:"),
        lambda tale: tale.replace("topic: cf28", "topic: cf28\ntopic: protest"),
        lambda tale: tale.partition("@ ")[0],
    ],
)
def test_a_file_that_cannot_be_read_is_refused(spoil: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match="tale"):
        stories.read("tale", spoil(TALE))


def test_places_become_dates() -> None:
    text = "from {d:20}, through {d:0}, to {d:-10}"

    assert (
        stories.write(text, date(2027, 3, 5))
        == "from 13 February 2027, through 5 March 2027, to 15 March 2027"
    )


def test_days_ago_names_the_same_day_as_its_place() -> None:
    said_on = stories.moment(12.25, NOW)

    assert said_on == datetime(2026, 11, 12, 18, tzinfo=UTC)
    assert stories.write("{d:12}", NOW.date()) == "12 November 2026"


def test_this_morning_stays_this_morning() -> None:
    assert stories.moment(0.5, NOW) == NOW - timedelta(hours=9, minutes=45)
    assert stories.moment(0, NOW) == NOW
