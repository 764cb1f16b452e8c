"""Invented companies: what they deal in, who speaks for them, who looks after them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from portal.demo.crowd import people
from portal.demo.crowd.people import Names, Writer
from portal.demo.crowd.trades import Trade
from portal.demo.shapes import Assignment, Company, Duty, Member, Role, Standing

SUFFIXES = (", Inc.", " LLC", " Corp.", " Co.", ", Inc.", " Company")
CANADIAN_SUFFIX = " Ltd."
CITIES = (
    ("Boston", "America/New_York"),
    ("Raleigh", "America/New_York"),
    ("Tampa", "America/New_York"),
    ("Columbus", "America/New_York"),
    ("Grand Rapids", "America/Detroit"),
    ("Louisville", "America/Kentucky/Louisville"),
    ("Milwaukee", "America/Chicago"),
    ("Memphis", "America/Chicago"),
    ("San Antonio", "America/Chicago"),
    ("Omaha", "America/Chicago"),
    ("Boise", "America/Boise"),
    ("Phoenix", "America/Phoenix"),
    ("Sacramento", "America/Los_Angeles"),
    ("Portland", "America/Los_Angeles"),
)
CANADIAN = (("Toronto", "America/Toronto"), ("Winnipeg", "America/Winnipeg"))
BROKERS = (
    "Tidewater Customs Brokers",
    "Ames & Oduya",
    "Gatehouse Brokerage",
    "Lakeshore Entry Service",
)
GIVEN = ("goods", "entries", "notices", "holds")
COMPANY_MANNERS = tuple(one.key for one in people.MANNERS)


@dataclass(frozen=True, slots=True)
class Broker:
    """A customs broker's house with the people who act for its clients."""

    name: str
    filer: str
    agents: tuple[Writer, ...]


@dataclass(frozen=True, slots=True)
class House:
    """A company with all that its conversations draw on.

    Attributes:
        served: the officials assigned to it, by duty.
        since: since how many days each of its people and officials is there, by key.
    """

    company: Company
    trade: Trade
    city: str
    filer: str
    broker: Broker | None
    officer: Writer
    contacts: tuple[Writer, ...]
    viewers: tuple[Writer, ...]
    served: dict[Duty, Writer]
    since: dict[str, int]

    @property
    def speakers(self) -> tuple[Writer, ...]:
        return (*self.contacts, self.officer)

    @property
    def name(self) -> str:
        """The company as people call it, without its legal form."""
        name = self.company.legal_name
        endings = (*SUFFIXES, CANADIAN_SUFFIX)
        return name.removesuffix(next(s for s in endings if name.endswith(s)))

    def members(self) -> Iterator[Member]:
        roles: list[tuple[Role, Sequence[Writer]]] = [
            ("OFFICER", [self.officer]),
            ("CONTACT", self.contacts),
            ("VIEWER", self.viewers),
        ]
        for role, writers in roles:
            for one in writers:
                yield self.member(one, role)
        for one in self.broker.agents if self.broker else ():
            yield self.member(one, "AGENT", kinds=GIVEN)

    def member(self, one: Writer, role: Role, kinds: tuple[str, ...] = ()) -> Member:
        return Member(one.key, self.company.key, role, kinds, self.since[one.key])

    def assignments(self) -> Iterator[Assignment]:
        for duty, official in self.served.items():
            since = self.since[official.key]
            yield Assignment(self.company.key, official.key, duty, since)


class Founder:
    """Founds houses one after another; the same random numbers, the same houses."""

    def __init__(
        self,
        draw: Random,
        *,
        taken: Sequence[str] = (),
        brokers: int = len(BROKERS),
        mark: str = "",
    ) -> None:
        self.draw = draw
        self.keys = set(taken)
        self.mark = mark
        self.brokers = [self.broker(place) for place in range(brokers)]

    def broker(self, place: int) -> Broker:
        name = BROKERS[place % len(BROKERS)]
        office = place // len(BROKERS)
        house = f"{people.slug(name)}{office or ''}"
        named = islice(Names(self.draw), self.draw.randint(1, 2))
        agents = tuple(self.writer(one, house, "America/New_York") for one in named)
        return Broker(name, filer_code(self.draw), agents)

    def writer(self, named: tuple[str, str, str], house: str, zone: str) -> Writer:
        return people.writer(named, f"{house}{self.mark}", zone, self.manner())

    def found(
        self,
        trade: Trade,
        served: dict[Duty, Writer],
        *,
        status: Standing = "active",
    ) -> House:
        """Return a new house under the officials of its Center."""
        draw, choose = self.draw, self.draw.choice
        abroad = draw.random() < 0.06
        city, zone = choose(CANADIAN if abroad else CITIES)
        key, name = self.name(trade, CANADIAN_SUFFIX if abroad else choose(SUFFIXES))
        accepted = draw.randint(900, 4200) if status == "pilot" else joined(draw)
        broker = choose(self.brokers) if draw.random() < 0.55 else None
        named = islice(Names(draw), draw.randint(2, 7))
        people_of = [self.writer(one, key, zone) for one in named]
        viewers = len(people_of) // 3
        agents = broker.agents if broker else ()
        newer = [*people_of[1:], *agents, *served.values()]
        return House(
            company=Company(
                key=key,
                legal_name=name,
                center=trade.center,
                importer_numbers=importer_numbers(draw, abroad=abroad),
                accepted_days_ago=accepted,
                letter_days_ago=letter(draw, accepted),
                status=status,
                profile=trade.line,
            ),
            trade=trade,
            city=city,
            filer=broker.filer if broker else filer_code(draw),
            broker=broker,
            officer=people_of[0],
            contacts=tuple(people_of[1 : len(people_of) - viewers]),
            viewers=tuple(people_of[len(people_of) - viewers :]),
            served=served,
            since={people_of[0].key: accepted}
            | {one.key: min(accepted, draw.randint(740, 1500)) for one in newer},
        )

    def manner(self) -> people.Manner:
        return people.manner(self.draw.choice(COMPANY_MANNERS))

    def name(self, trade: Trade, suffix: str) -> tuple[str, str]:
        """Return a key and a legal name that no house has yet."""
        while True:
            choose, names = self.draw.choice, people.NAMES
            word = f"{choose(names['former'])}{choose(names['latter'])}"
            if self.draw.random() < 0.25:
                first, second = self.draw.sample(names["surnames"], 2)
                word = f"{first} & {second}"
            nouns = [noun for noun in trade.nouns if not ("&" in noun and "&" in word)]
            noun = choose(nouns)
            key = people.slug(word + noun)
            if key not in self.keys:
                self.keys.add(key)
                return key, f"{word} {noun}{suffix}"


def joined(draw: Random) -> int:
    """Return how many days ago a company joined; one in eight during the last year."""
    return draw.randint(70, 380) if draw.random() < 0.125 else draw.randint(400, 3600)


def letter(draw: Random, accepted: int) -> int | None:
    """Return the day of the latest annual letter; none in the first thirteen months.

    Some are more than a year old: their anniversary, and with it the introduction,
    has come since, and the new letter is not recorded yet.
    """
    if accepted < 400:
        return None
    oldest = min(accepted - 20, 590)
    return draw.randint(3, 364) if draw.random() < 0.45 else draw.randint(366, oldest)


def importer_numbers(draw: Random, *, abroad: bool) -> tuple[str, ...]:
    """Return numbers with a prefix that the tax authority does not give out."""
    if abroad:
        return (f"{draw.randint(10, 22)}0901-{draw.randrange(10**5):05}",)
    stem = f"89-{draw.randrange(10**7):07}"
    count = draw.choice((1, 1, 1, 2, 2, 3))
    return tuple(f"{stem}{place:02}" for place in range(count))


def filer_code(draw: Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"{draw.choice(letters)}{draw.randrange(2, 10)}{draw.choice(letters)}"
