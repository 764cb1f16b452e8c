"""How long answers take, from what was said when; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from accounts.states import Side

FEWEST = 3  # answers, below which nothing is usual
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Said:
    """One message: in which conversation, by which side, when."""

    conversation: int
    side: Side
    at: datetime


def business_days(start: date, end: date) -> int:
    """Count the days from Monday to Friday after one date, up to another.

    Federal holidays count like any other day; a usual time is no deadline.
    """
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)


def usual_answer(said: Iterable[Said], *, by: Side, zone: ZoneInfo) -> int | None:
    """Return in how many business days a side usually answers, at least 1.

    Args:
        said: messages by conversation and, within each, in their order.
        zone: whose dates the days are counted in.

    None when there are too few answers to call anything usual.
    """
    waits = [
        business_days(
            asked.at.astimezone(zone).date(), answered.at.astimezone(zone).date()
        )
        for asked, answered in pairwise(said)
        if asked.conversation == answered.conversation
        and asked.side is not by
        and answered.side is by
    ]
    return max(1, round(median(waits))) if len(waits) >= FEWEST else None
