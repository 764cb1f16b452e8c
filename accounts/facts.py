"""What was told of a company, and what stands by it; pure.

A fact says what is true from a moment on, and is never changed. What stands at a moment
is what was told of the latest moment before it; of two for the same moment, the one
told later. So a correction is a fact for the moment that the wrong one began at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

Value = str | list[str] | None


class Told(Protocol):
    """One fact, as the table keeps it."""

    pk: int
    name: str
    value: Value
    since: datetime
    at: datetime


@dataclass(frozen=True)
class Moment:
    """At which moment, and as known at which.

    Attributes:
        true: when it was so.
        known: by when it had been told.
    """

    true: datetime
    known: datetime


def standing(told: Iterable[Told], when: Moment) -> dict[str, Told]:
    """Return by name the facts that stand at a moment, as known at another."""
    found: dict[str, Told] = {}
    for fact in sorted(told, key=in_order):
        if fact.since <= when.true and fact.at <= when.known:
            found[fact.name] = fact
    return found


def in_order(fact: Told) -> tuple[datetime, datetime, int]:
    return fact.since, fact.at, fact.pk


def former(told: Iterable[Told], when: Moment) -> list[tuple[Value, datetime]]:
    """Return the earlier values of one name and until when each stood, latest first."""
    runs: list[tuple[Value, datetime]] = []
    latest: dict[datetime, Value] = {}
    for fact in sorted(told, key=in_order):
        if fact.since <= when.true and fact.at <= when.known:
            latest[fact.since] = fact.value
    for since, value in latest.items():
        if not runs or runs[-1][0] != value:
            runs.append((value, since))
    ends = [since for _value, since in runs[1:]]
    pairs = zip(runs, ends, strict=False)
    return [(value, end) for (value, _since), end in pairs][::-1]


def as_day(value: Value) -> date | None:
    """Return the day that a fact of a date holds."""
    return date.fromisoformat(value) if isinstance(value, str) else None


def as_list(value: Value) -> list[str]:
    return value if isinstance(value, list) else []
