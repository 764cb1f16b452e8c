"""When people write: on working days, in the office hours of where they are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

# From the first half hour of the day until an hour that is the same day in UTC
# everywhere, so that dates in the text are those of whoever writes it.
OPENS, CLOSES = 8 * 60, 15 * 60 + 40
LATEST = 1.0  # days ago, at which a day is over; nothing is said later
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """A minute of a day that is `days` before today, where somebody is."""

    days: int
    minute: int

    def after(self, working_days: int, minute: int) -> "Moment":
        """Return a later moment; on the same day always some minutes later."""
        if working_days == 0:
            later = self.minute + 20 + minute % 90
            if later <= CLOSES:
                return Moment(self.days, later)
            working_days = 1
        return Moment(self.days - working_days, minute)


class Calendar:
    """Counts days back from one day, which is today to whoever asks."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.weekdays = [(today.weekday() - days) % 7 for days in range(7)]

    def is_working(self, days: int) -> bool:
        return self.weekdays[days % 7] <= FRIDAY

    def working(self, days: int, *, towards: int = -1) -> int:
        """Return a working day: this one, or the next in a direction of days ago."""
        while not self.is_working(days):
            days += towards
        return days

    def later(self, moment: Moment, working_days: int, minute: int) -> Moment:
        """Return a moment some working days later."""
        found = moment.after(working_days, minute)
        days = moment.days
        for _day in range(moment.days - found.days):
            days = self.working(days - 1)
        return Moment(days, found.minute)

    def days_ago(self, moment: Moment, time_zone: str) -> float:
        """Return a moment as a story counts it, in UTC with its share of the day."""
        on = self.today - timedelta(days=moment.days)
        zone = zone_of(time_zone)
        midnight = datetime.combine(on, time(), tzinfo=zone)
        local = midnight.replace(hour=moment.minute // 60, minute=moment.minute % 60)
        end_of_today = datetime.combine(self.today, time(), tzinfo=UTC) + timedelta(1)
        return round((end_of_today - local.astimezone(UTC)) / timedelta(days=1), 4)


@cache
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def minute_of_day(draw: Random) -> int:
    return draw.randint(OPENS, CLOSES)
