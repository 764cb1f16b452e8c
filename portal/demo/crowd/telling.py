"""Lets the people of a house and their officials have a conversation after a plot."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from conversations import topics
from portal.demo import stories
from portal.demo.crowd import agendas, days, trades
from portal.demo.crowd.agendas import Agenda
from portal.demo.crowd.days import Calendar, Moment
from portal.demo.crowd.facts import Fact, Facts
from portal.demo.crowd.houses import GIVEN, House
from portal.demo.crowd.officials import Staff
from portal.demo.crowd.people import Writer
from portal.demo.crowd.plots import COMPANY, Beat, Part, Plot
from portal.demo.crowd.trades import Product, Trade
from portal.demo.shapes import Duty, Said, Story

MAYBE = 0.55  # how often an entry that may be left out is said
QUIET_FOR = 9  # days after which a conversation that is complete has been closed
CLOSED = 0.9
NEWS = 5  # days for which an entry may be unread
LONGEST = 8000  # characters of an entry


@dataclass(frozen=True, slots=True)
class Call:
    """That a house has a conversation: which one, when, and its random numbers.

    `length` is about how many entries it gets, where the plot is an agenda.
    """

    key: str
    plot: Plot
    days_ago: int
    draw: Random
    agenda: Agenda | None = None
    length: int = 0


class Teller:
    """Tells one conversation; its parts, its facts, then entry after entry."""

    def __init__(
        self, house: House, call: Call, *, staff: Staff, calendar: Calendar
    ) -> None:
        self.house = house
        self.call = call
        self.plot = call.plot
        self.draw = call.draw
        self.staff = staff
        self.calendar = calendar
        self.spoken: set[str] = set()

    def story(self) -> Story:
        said = tuple(self.said())
        return Story(
            key=self.call.key,
            company=self.house.company.key,
            topic=self.plot.topic,
            subject=self.subject,
            said=said,
            shared_with=self.shared_with(),
            unread_for=tuple(self.unread_for(said[-1])),
            ended=self.has_ended(said[-1]),
        )

    # --- Facts -----------------------------------------------------------------------

    @cached_property
    def facts(self) -> Facts:
        house, draw = self.house, self.draw
        names = [one.person.name for one in house.speakers if one != self.asks]
        facts = Facts(
            {
                **self.about_goods(),
                "company": house.name,
                "city": house.city,
                "center": "our Center",
                "brokers": house.broker.name if house.broker else "our broker",
                "colleague": draw.choice(names or ["Robin Hale", "Sandy Marsh"]),
            },
            opened=self.call.days_ago,
            calendar=self.calendar,
            filer=house.filer,
            draw=draw,
        )
        facts.at(self.call.days_ago)
        facts.let(self.plot.lets)
        return facts

    def about_goods(self) -> dict[str, Fact]:
        """Return the facts of a product and country for which the plot makes sense."""
        trade = self.house.trade
        fits = [
            (product, country)
            for product in trade.products
            for country in countries(self.plot, trade, product)
        ]
        product, country = self.draw.choice(fits)
        return trades.facts(trade, product, country, self.draw)

    @cached_property
    def subject(self) -> str:
        written = self.facts.written(self.plot.subject)
        return stories.write(written, self.calendar.today)

    # --- Parts -----------------------------------------------------------------------

    @cached_property
    def duty(self) -> Duty:
        duty: Duty = topics.TOPICS[self.plot.topic].duty.value  # type: ignore[assignment]  # those of GROUPS
        return duty

    @cached_property
    def asks(self) -> Writer:
        """Whoever asks: a contact mostly, sometimes the officer or the broker."""
        house, draw = self.house, self.draw
        broker = house.broker
        group = topics.TOPICS[self.plot.topic].group
        if (
            broker
            and group in GIVEN
            and self.plot.suits_a_broker
            and draw.random() < 0.15
        ):
            return draw.choice(broker.agents)
        if house.contacts and draw.random() < 0.8:
            return draw.choice(house.contacts)
        return house.officer

    @cached_property
    def answers(self) -> Writer:
        """Whoever answers: who is assigned, else somebody of the Center's staff."""
        served = self.house.served.get(self.duty)
        return served or self.draw.choice(self.specialists)

    @property
    def specialists(self) -> list[Writer]:
        return self.staff.at(self.house.company.center, "IMPORT_SPECIALIST")

    def writer(self, part: Part) -> Writer:
        match part:
            case "officer":
                return self.house.officer
            case "answers":
                return self.answers
            case "manager":
                return self.house.served["NAM"]
            case _:
                return self.asks

    # --- Entries ---------------------------------------------------------------------

    @property
    def beats(self) -> Iterable[Beat]:
        if self.call.agenda:
            return agendas.script(
                self.call.agenda,
                self.facts,
                length=self.call.length,
                renew=self.about_goods,
            )
        return self.plot.beats

    def said(self) -> Iterator[Said]:
        """Yield what is said, as far as it has been said by today."""
        moment: Moment | None = None
        ago = float("inf")
        for beat in self.beats:
            left_out = beat.maybe and self.draw.random() > MAYBE
            by = self.writer(beat.part)
            moment_then, ago_then = self.when(moment, ago, beat, by)
            if left_out:
                continue
            if ago_then < days.LATEST:
                return
            moment, ago = moment_then, ago_then
            yield Said(by.key, ago, self.letter(beat, by, moment.days))

    def when(
        self, before: Moment | None, ago: float, beat: Beat, by: Writer
    ) -> tuple[Moment, float]:
        """Return when the next entry is said, and the same in days ago."""
        minute = days.minute_of_day(self.draw)
        waited = self.draw.randint(*beat.wait)
        zone = by.person.time_zone
        if before is None:
            moment = Moment(self.calendar.working(self.call.days_ago), minute)
        else:
            moment = self.calendar.later(before, waited, minute)
        found = self.calendar.days_ago(moment, zone)
        if found >= ago:  # another zone, where it is earlier in the day
            moment = self.calendar.later(moment, 1, minute)
            found = self.calendar.days_ago(moment, zone)
        return moment, found

    def letter(self, beat: Beat, by: Writer, day: int) -> str:
        self.facts.at(day)
        text = self.facts.written(beat.phrase)
        first = by.key not in self.spoken
        self.spoken.add(by.key)
        other = self.answers if beat.part in COMPANY else self.partner
        return by.letter(text, other, self.draw, first=first)[:LONGEST]

    @property
    def partner(self) -> Writer:
        """Whom an official writes to."""
        parts = {beat.part for beat in self.plot.beats} & COMPANY
        return self.house.officer if parts == {"officer"} else self.asks

    # --- Afterwards ------------------------------------------------------------------

    def shared_with(self) -> tuple[str, ...]:
        """Return the agents who take part and would not see it by its kind."""
        group = topics.TOPICS[self.plot.topic].group
        agents = self.house.broker.agents if self.house.broker else ()
        spoken = [one.key for one in agents if one.key in self.spoken]
        return () if group in GIVEN else tuple(spoken)

    def unread_for(self, latest: Said) -> Iterator[str]:
        """Yield those to whom the latest entry may still be news."""
        if latest.days_ago > NEWS:
            return
        house = self.house
        for one in (*house.speakers, *house.viewers, *house.served.values()):
            if one.key != latest.by and self.draw.random() < 0.5:
                yield one.key

    def has_ended(self, latest: Said) -> bool:
        return latest.days_ago > QUIET_FOR and self.draw.random() < CLOSED


def countries(plot: Plot, trade: Trade, product: Product) -> Sequence[str]:
    """Return the countries of a product in which a plot can happen."""
    if "pieces" in plot.needs and not trade.pieces:
        return ()
    if "order" in plot.needs and not product.order:
        return ()
    if "agreement" in plot.needs:
        return trades.with_agreement(product)
    return product.countries


def can_happen(plot: Plot, house: House) -> bool:
    """Whether a house may have a conversation after a plot."""
    trade = house.trade
    if plot.centers and trade.center not in plot.centers:
        return False
    if plot.trades and trade.key not in plot.trades:
        return False
    return any(countries(plot, trade, product) for product in trade.products)
