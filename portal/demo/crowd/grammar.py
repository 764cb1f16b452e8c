"""Phrases with choices and places, and how they become text.

`[a|b]` is one of several ways to say it, which may nest and may be empty; `{name}` is
a place that a fact fills. The same random numbers make the same text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

MARKS = re.compile(r"([\[\]|]|\{[^{}]*\})")
STOPS = re.compile(r"(?<![.][.])(?<=[.!?]) *\.(?![.\w])|, *(?=[.,;:?!](?:\s|$))")
GAPS = re.compile(r"(?<=\S) {2,}(?=\S)| +(?=\n|$)| +(?=[.,;:?!](?:\s|$))")

Fill = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Place:
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    ways: tuple["Phrase", ...]


Phrase = tuple[str | Place | Choice, ...]


@cache
def parse(text: str) -> Phrase:
    """Return the phrase that a text describes.

    Raises:
        ValueError: if a bracket is left open, or one is closed that was not open.
    """
    reader = Reader(MARKS.split(text))
    phrase = reader.way(ends=())
    if reader.rest:
        raise ValueError("A bracket is closed that was not open.")
    return phrase


class Reader:
    """Reads a text mark by mark, and choices within choices."""

    def __init__(self, marks: list[str]) -> None:
        self.rest = marks[::-1]

    def way(self, *, ends: tuple[str, ...]) -> Phrase:
        """Read one way to say it, up to but without the mark that ends it."""
        parts: list[str | Place | Choice] = []
        while self.rest and self.rest[-1] not in (*ends, "]"):
            mark = self.rest.pop()
            if mark == "[":
                parts.append(self.choice())
            elif mark.startswith("{"):
                parts.append(Place(mark[1:-1]))
            elif mark:
                parts.append(mark)
        return tuple(parts)

    def choice(self) -> Choice:
        """Read the ways of a choice, with the bracket that closes it."""
        ways: list[Phrase] = []
        mark = "|"
        while mark == "|":
            ways.append(self.way(ends=("|",)))
            if not self.rest:
                raise ValueError("A bracket is left open.")
            mark = self.rest.pop()
        return Choice(tuple(ways))


def write(phrase: Phrase, fill: Fill, draw: Random) -> str:
    """Return one text that a phrase allows, without the gaps of empty ways."""
    text = "".join(_parts(phrase, fill, draw))
    return GAPS.sub(_closed, STOPS.sub("", text)).strip()


def _closed(gap: re.Match[str]) -> str:
    following = gap.string[gap.end() : gap.end() + 1]
    return "" if following in "\n.,;:?!" else " "


def _parts(phrase: Phrase, fill: Fill, draw: Random) -> Iterator[str]:
    for part in phrase:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Place):
            yield fill(part.name)
        else:
            ways = part.ways
            yield from _parts(ways[int(draw.random() * len(ways))], fill, draw)


def places(phrase: Phrase) -> Iterator[str]:
    """Yield the name of each place, in whatever way it stands."""
    for part in phrase:
        if isinstance(part, Place):
            yield part.name
        elif isinstance(part, Choice):
            for way in part.ways:
                yield from places(way)


def ways(phrase: Phrase) -> int:
    """Return how many texts a phrase allows, its places aside."""
    count = 1
    for part in phrase:
        if isinstance(part, Choice):
            count *= sum(ways(way) for way in part.ways)
    return count
