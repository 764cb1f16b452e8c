"""How long answers usually take."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.states import Side
from conversations.clocks import Said, business_days, usual_answer

EASTERN = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 2), date(2026, 11, 2), 0),
        (date(2026, 11, 2), date(2026, 11, 3), 1),
        (date(2026, 11, 6), date(2026, 11, 9), 1),  # Friday to Monday
        (date(2026, 11, 7), date(2026, 11, 8), 0),  # within a weekend
        (date(2026, 11, 2), date(2026, 11, 16), 10),
        (date(2026, 12, 31), date(2027, 1, 4), 2),
    ],
)
def test_business_days(start: date, end: date, days: int) -> None:
    assert business_days(start, end) == days


def asked_and_answered(thread: int, days: int) -> list[Said]:
    return [
        Said(thread, Side.COMPANY, MONDAY),
        Said(thread, Side.GOVERNMENT, MONDAY + timedelta(days=days)),
    ]


def test_the_middle_answer_is_the_usual_one() -> None:
    said = [*asked_and_answered(1, 1), *asked_and_answered(2, 2)]
    said += asked_and_answered(3, 28)

    assert usual_answer(said, by=Side.GOVERNMENT, zone=EASTERN) == 2


def test_two_answers_are_not_usual() -> None:
    said = [*asked_and_answered(1, 1), *asked_and_answered(2, 2)]

    assert usual_answer(said, by=Side.GOVERNMENT, zone=EASTERN) is None


def test_an_answer_the_same_day_is_within_one_day() -> None:
    said = [one for thread in (1, 2, 3) for one in asked_and_answered(thread, 0)]

    assert usual_answer(said, by=Side.GOVERNMENT, zone=EASTERN) == 1


def test_conversations_do_not_answer_each_other() -> None:
    said = [Said(thread, Side.COMPANY, MONDAY) for thread in (1, 3, 5)]
    said += [Said(thread, Side.GOVERNMENT, MONDAY) for thread in (2, 4, 6)]
    said.sort(key=lambda one: one.conversation)

    assert usual_answer(said, by=Side.GOVERNMENT, zone=EASTERN) is None
