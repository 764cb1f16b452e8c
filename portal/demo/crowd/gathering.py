"""Gathers the crowd of the demonstration: who is there, and who writes how often."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from random import Random

from portal.demo import cast
from portal.demo.crowd import agendas, officials, plots, telling, trades
from portal.demo.crowd.days import Calendar
from portal.demo.crowd.houses import Founder, House
from portal.demo.crowd.officials import Staff
from portal.demo.crowd.plots import Plot
from portal.demo.crowd.telling import Call, Teller
from portal.demo.crowd.trades import Trade
from portal.demo.shapes import Scene, Standing, Story

TWO_YEARS = 730
LOOKED_IN = 20  # days after which the staff of a Center has read a conversation
STRIDE = 11  # plots between where one house begins and where the next does
PILOTS = 6  # with the told one they are seven
UNSERVED = (5, 19, 30)  # houses without an import specialist: the queue has work
SUSPENDED = 23
BESIDE_TOLD = (3, 6)  # fewest and most conversations where a told Center has its own
# About how many entries the long conversations have, longest first.
LENGTHS = (
    *(116, 84, 66, 52, 46, 40, 37, 34, 31, 29, 27, 25, 23, 21, 20, 18, 17, 16, 15, 14),
    *(13, 12, 11, 10, 9),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a crowd is; `long` says how many conversations are long ones."""

    companies: int = 36
    conversations: int = 366
    long: int = len(LENGTHS)


@dataclass(frozen=True, slots=True)
class Line:
    """A house with what it may talk about, in its own order, as often as it likes."""

    house: House
    plots: Sequence[Plot]
    begins: int

    def plot(self, place: int) -> Plot:
        return self.plots[(self.begins + place) % len(self.plots)]


def gather(seed: int, today: date, size: Size) -> Scene:
    """Return a crowd; the same for the same seed, day and size."""
    draw = drawn(seed, "crowd")
    beside = officials.crowd(draw)
    staff = Staff([*officials.told(), *beside])
    houses = list(found(draw, staff, size.companies))
    stories = tuple(tell(seed, houses, staff, Calendar(today), size))
    shown = scene_of(houses, set())
    return replace(
        shown,
        people=(*(one.writer.person for one in beside), *shown.people),
        officials=tuple(one.post for one in beside),
        stories=stories,
        looked_in_on=frozenset(looked_in_on(houses, stories)),
    )


def scene_of(houses: Sequence[House], seen: set[str]) -> Scene:
    """Return the people and companies of houses, and who is assigned to them.

    Args:
        seen: the keys of agents who are in another scene already; grows.
    """
    agents = [one for house in houses if house.broker for one in house.broker.agents]
    new = {one.key: one.person for one in agents if one.key not in seen}
    seen.update(new)
    everybody = [one for house in houses for one in (*house.speakers, *house.viewers)]
    return Scene(
        people=(*(one.person for one in everybody), *new.values()),
        companies=tuple(house.company for house in houses),
        members=tuple(member for house in houses for member in house.members()),
        assignments=tuple(one for house in houses for one in house.assignments()),
    )


def looked_in_on(houses: Sequence[House], stories: Sequence[Story]) -> Iterator[str]:
    """Yield what the staff of the told Centers has read, who are shown to visitors."""
    told = {company.center for company in cast.COMPANIES}
    near = {h.company.key for h in houses if h.company.center in told}
    for story in stories:
        if story.company in near and story.said[-1].days_ago > LOOKED_IN:
            yield story.key


def found(draw: Random, staff: Staff, companies: int) -> Iterator[House]:
    """Yield the houses of the crowd, of every trade before any comes again."""
    founder = Founder(draw, taken=[company.key for company in cast.COMPANIES])
    line = dealt_trades(draw)
    for place in range(companies):
        trade = next(line)
        served = staff.serve(trade.center)
        if place in UNSERVED:
            del served["IMPORT_SPECIALIST"]
        yield founder.found(trade, served, status=standing(place, companies))


def standing(place: int, companies: int) -> Standing:
    if place == SUSPENDED:
        return "suspended"
    every = max(1, companies // PILOTS)
    is_pilot = place % every == 1 and place // every < PILOTS
    return "pilot" if is_pilot else "active"


def dealt_trades(draw: Random) -> Iterator[Trade]:
    while True:
        yield from draw.sample(trades.known(), len(trades.known()))


def drawn(seed: int, what: str) -> Random:
    """Return the random numbers for one thing, whatever else is drawn."""
    return Random(f"{seed}/{what}")  # noqa: S311  # they keep no secret


# --- Conversations -------------------------------------------------------------------


def tell(
    seed: int, houses: Sequence[House], staff: Staff, calendar: Calendar, size: Size
) -> Iterator[Story]:
    """Yield the conversations of all houses."""
    draw = drawn(seed, "calls")
    shares = [share(draw, house) for house in houses]
    counts = shared_out(size.conversations - size.long, shares)
    for place, (house, many) in enumerate(zip(houses, counts, strict=True)):
        line = line_of(house, place, seed)
        for number in range(many):
            call = called(seed, line, number)
            yield Teller(house, call, staff=staff, calendar=calendar).story()
    for number, house in zip(range(size.long), long_lived(houses, draw), strict=False):
        call = called_long(seed, house, number)
        yield Teller(house, call, staff=staff, calendar=calendar).story()


def share(draw: Random, house: House) -> float:
    """Return how much a house writes, compared with others; at told Centers little."""
    told = {company.center for company in cast.COMPANIES}
    weight = draw.lognormvariate(0, 0.6)
    age = min(house.company.accepted_days_ago, TWO_YEARS) / TWO_YEARS
    return min(weight, 0.5) * age if house.company.center in told else weight * age


def shared_out(total: int, shares: Sequence[float]) -> list[int]:
    """Return whole numbers by share that add up to the total, each at least 1."""
    whole = sum(shares)
    counts = [max(1, int(total * one / whole)) for one in shares]
    for place in count():
        if sum(counts) >= total:
            return counts
        counts[place % len(counts)] += 1
    return counts


def line_of(house: House, place: int, seed: int) -> Line:
    """Return what a house may talk about, beginning where no neighbor does."""
    return Line(house, fitting_plots(seed, house), place * STRIDE)


def fitting_plots(seed: int, house: House) -> Sequence[Plot]:
    """Return the plots after which a house may have a conversation, in any order."""
    shuffled = drawn(seed, "plots").sample(plots.known(), len(plots.known()))
    return [plot for plot in shuffled if telling.can_happen(plot, house)]


def called(seed: int, line: Line, number: int) -> Call:
    """Return the call of a house's conversation by its number."""
    key = f"{line.house.company.key}/{number}"
    draw = drawn(seed, key)
    longest = min(TWO_YEARS, line.house.company.accepted_days_ago - 10)
    served = min(line.house.since.values()) - 5
    days_ago = 2 + int(min(longest, served) * draw.random() ** 1.5)
    return Call(key, line.plot(number), days_ago, draw)


def long_lived(houses: Sequence[House], draw: Random) -> Iterator[House]:
    """Yield houses that have been members for two years, in any order, again and again.

    Those of Centers with told companies are left out: their lists belong to the told.
    """
    told = {company.center for company in cast.COMPANIES}
    old = [
        house
        for house in houses
        if house.company.accepted_days_ago > TWO_YEARS
        and house.company.center not in told
    ]
    while old:
        yield from draw.sample(old, len(old))


def called_long(seed: int, house: House, number: int) -> Call:
    """Return the call of a long conversation, early enough to have become long."""
    key = f"{house.company.key}/long-{number}"
    draw = drawn(seed, key)
    length = LENGTHS[number % len(LENGTHS)]
    fitting = [one for one in agendas.known() if telling.can_happen(one.plot, house)]
    agenda = fitting[number % len(fitting)]
    days_ago = min(TWO_YEARS - 20, int(length * 5.5) + draw.randint(5, 200))
    return Call(key, agenda.plot, days_ago, draw, agenda=agenda, length=length)
