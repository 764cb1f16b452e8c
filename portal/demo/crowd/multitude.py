"""Thousands of companies beside the crowd, and as many conversations as one likes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, count, islice

from portal.demo.crowd import gathering, officials
from portal.demo.crowd.days import Calendar
from portal.demo.crowd.gathering import Line, drawn
from portal.demo.crowd.houses import Founder, House
from portal.demo.crowd.officials import MARK, Posted, Staff
from portal.demo.crowd.plots import Plot
from portal.demo.crowd.telling import Call, Teller
from portal.demo.shapes import Scene, Story

HOUSES_EACH = 25  # of one broker
LONG_EVERY = 80  # conversations, one of which is a long one
UNSERVED_EVERY = 12


@dataclass(frozen=True, slots=True)
class Multitude:
    """Companies with the officials who serve them, and how often each writes."""

    houses: Sequence[House]
    posted: Sequence[Posted]
    staff: Staff
    shares: Sequence[float]

    def scenes(self, size: int) -> Iterator[Scene]:
        """Yield everybody, so many companies at a time; the officials come first."""
        yield Scene(
            people=tuple(one.writer.person for one in self.posted),
            officials=tuple(one.post for one in self.posted),
        )
        seen: set[str] = set()
        for first in range(0, len(self.houses), size):
            yield gathering.scene_of(self.houses[first : first + size], seen)


def raise_up(seed: int, companies: int) -> Multitude:
    """Return so many companies; the same for the same seed and number."""
    draw = drawn(seed, f"multitude/{companies}")
    dealt = list(islice(gathering.dealt_trades(draw), companies))
    per_center = Counter(trade.center for trade in dealt)
    posted = officials.multitude(draw, per_center)
    staff = Staff(posted)
    founder = Founder(draw, brokers=1 + companies // HOUSES_EACH, mark=MARK)
    found: list[House] = []
    for place, trade in enumerate(dealt):
        served = staff.serve(trade.center)
        if place % UNSERVED_EVERY == 7:
            del served["IMPORT_SPECIALIST"]
        found.append(founder.found(trade, served))
    shares = [draw.lognormvariate(0, 0.9) for _house in found]
    return Multitude(found, posted, staff, shares)


def stories(seed: int, many: Multitude, today: date) -> Iterator[Story]:
    """Yield conversations without end, of companies by their shares."""
    draw = drawn(seed, "multitude/calls")
    calendar = Calendar(today)
    lines = Lines(seed, many.houses)
    sums = list(accumulate(many.shares))
    places = range(len(many.houses))
    for number in count():
        (place,) = draw.choices(places, cum_weights=sums)
        call = lines.call(place, long=number % LONG_EVERY == LONG_EVERY - 1)
        yield Teller(
            many.houses[place], call, staff=many.staff, calendar=calendar
        ).story()


class Lines:
    """What each company talks about next."""

    def __init__(self, seed: int, houses: Sequence[House]) -> None:
        self.seed = seed
        self.houses = houses
        self.told = [0] * len(houses)
        self.plots: dict[str, Sequence[Plot]] = {}

    def call(self, place: int, *, long: bool) -> Call:
        house, number = self.houses[place], self.told[place]
        self.told[place] += 1
        if long:
            return gathering.called_long(self.seed, house, number)
        return gathering.called(self.seed, self.line(house, place), number)

    def line(self, house: House, place: int) -> Line:
        key = house.trade.key
        if key not in self.plots:
            self.plots[key] = gathering.fitting_plots(self.seed, house)
        return Line(house, self.plots[key], place * gathering.STRIDE)
