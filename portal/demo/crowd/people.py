"""Invented people, and the manner in which each of them writes."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from portal.demo.crowd import grammar
from portal.demo.shapes import Person

NAMES = {
    kind: tuple(words.split())
    for kind, words in tomllib.loads(
        Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
    ).items()
}
TITLES = {  # of those officials of the told cast who also write to the crowd
    "nora": "Ms.",
    "ines": "Ms.",
    "grace": "Ms.",
    "hannah": "Ms.",
    "ruth": "Ms.",
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody writes; greetings may name `{title}`, `{first}`, `{last}`.

    `opens` and `closes` are the shares of entries with a greeting and a closing, in
    the first entry of the person; later ones have fewer.
    """

    key: str
    greeting: str
    closing: str
    opens: float
    closes: float
    contracts: bool


MANNERS = (
    Manner(
        "formal",
        "Dear {title} {last},",
        "[Kind regards|With kind regards|Respectfully|Yours sincerely],\n{me}",
        1.0,
        0.6,
        contracts=False,
    ),
    Manner(
        "courteous",
        "[Good morning|Good day|Hello] {title} {last},",
        "[Thank you|Many thanks|With thanks],\n{me}",
        0.9,
        0.35,
        contracts=False,
    ),
    Manner(
        "friendly",
        "[Hello|Hi] {first},",
        "[Thanks|Best|Cheers], {i}",
        0.9,
        0.5,
        contracts=True,
    ),
    Manner("plain", "", "", 0.0, 0.0, contracts=True),
    Manner("quiet", "", "", 0.0, 0.0, contracts=False),
    Manner("brisk", "{first} –", "– {i}", 0.4, 0.6, contracts=True),
    Manner("named", "{first},", "{i}", 0.5, 0.25, contracts=True),
)
OFFICIAL_MANNERS = ("quiet", "plain", "courteous", "friendly", "named", "quiet")

CONTRACTED = (
    (r"\b([Dd]o|[Dd]oes|[Dd]id|[Ii]s|[Aa]re|[Ww]as|[Ww]ere) not\b", r"\1n't"),
    (r"\b([Hh]as|[Hh]ave|[Ww]ould|[Cc]ould) not\b", r"\1n't"),
    (r"\bcannot\b", "can't"),
    (r"\bCannot\b", "Can't"),
    (r"\b([Ww])ill not\b", r"\1on't"),
    (r"\bI am (?=[a-z])", "I'm "),
    (r"\b([Ww]e) are (?=[a-z])", r"\1're "),
    (r"\b(I|[Ww]e|[Yy]ou|[Tt]hey) will (?=[a-z])", r"\1'll "),
    (r"\b(I|[Ww]e) would (?=like|rather|say|ask|leave|keep|want)", r"\1'd "),
    (r"\b(I|[Ww]e) have (?=\w+(?:ed|ught|nt|wn|en)\b)", r"\1've "),
)
CONTRACTING = tuple((re.compile(long), short) for long, short in CONTRACTED)


@dataclass(frozen=True, slots=True)
class Writer:
    """A person with what others need to address them, and how they write."""

    person: Person
    first: str
    last: str
    title: str
    manner: Manner

    @property
    def key(self) -> str:
        return self.person.key

    def greet(self, other: "Writer", draw: Random) -> str:
        words = {"title": other.title, "first": other.first, "last": other.last}
        return grammar.write(
            grammar.parse(self.manner.greeting), words.__getitem__, draw
        )

    def close(self, draw: Random) -> str:
        words = {"me": self.person.name, "i": self.first}
        return grammar.write(
            grammar.parse(self.manner.closing), words.__getitem__, draw
        )

    def letter(self, text: str, other: "Writer", draw: Random, *, first: bool) -> str:
        """Return an entry as this person writes it to another."""
        if self.manner.contracts:
            text = contracted(text)
        share = 1.0 if first else 0.3
        opens = draw.random() < self.manner.opens * share
        closes = draw.random() < self.manner.closes * share
        parts = [
            self.greet(other, draw) if opens else "",
            text,
            self.close(draw) if closes else "",
        ]
        return "\n\n".join(filter(None, parts))


def contracted(text: str) -> str:
    for long, short in CONTRACTING:
        text = long.sub(short, text)
    return text


def manner(key: str) -> Manner:
    return BY_KEY[key]


BY_KEY = {one.key: one for one in MANNERS}


class Names:
    """Deals out names; no two people of one list have the same."""

    def __init__(self, draw: Random, taken: Iterable[str] = ()) -> None:
        self.draw = draw
        self.taken = set(taken)

    def __iter__(self) -> Iterator[tuple[str, str, str]]:
        while True:
            title, firsts = self.draw.choice((("Ms.", "women"), ("Mr.", "men")))
            first = self.draw.choice(NAMES[firsts])
            last = self.draw.choice(NAMES["surnames"])
            if f"{first} {last}" not in self.taken:
                self.taken.add(f"{first} {last}")
                yield title, first, last


def writer(
    named: tuple[str, str, str], house: str, time_zone: str, how: Manner
) -> Writer:
    """Return a new person of a house, whose address follows from their name.

    Args:
        house: its key, perhaps with a mark behind a slash, which addresses lack.
    """
    title, first, last = named
    local = f"{slug(first)}.{slug(last)}"
    key = f"{local}.{house}"
    person = Person(
        key=key,
        name=f"{first} {last}",
        email=f"{local}@{house.partition('/')[0]}.example",
        time_zone=time_zone,
        subject=f"demo:{key}",
    )
    return Writer(person, first, last, title, how)


def known(person: Person) -> Writer:
    """Return somebody of the told cast as a writer; officials write plainly."""
    first, _space, last = person.name.partition(" ")
    return Writer(person, first, last, TITLES.get(person.key, "Mr."), manner("quiet"))


@cache
def slug(name: str) -> str:
    """Return a name in small plain letters, for an address."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]+", "", plain)
