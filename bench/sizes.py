"""How much a portal holds that the bench measures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """What a portal is filled with.

    Attributes:
        companies: all looked after by one account manager.
        events: lines of their timelines, beside what enrolling and the like leave.
        most: how many of these lines are one company's.
    """

    companies: int
    messages: int
    events: int
    most: int


# Large enough that every page is full, so that growth is of rows and not of paper.
SMALL = Size(companies=60, messages=3_000, events=6_000, most=3_000)
LARGE = Size(companies=2_000, messages=100_000, events=1_000_000, most=100_000)
