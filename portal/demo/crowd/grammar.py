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
    tokens = iter(MARKS.split(text))
    phrase = _phrases(tokens, closing=False)
    return phrase[0]


def _phrases(tokens: Iterator[str], *, closing: bool) -> tuple[Phrase, ...]:
    """Read the ways of one choice, up to the bracket that closes it."""
    ways: list[Phrase] = []
    way: list[str | Place | Choice] = []
    for token in tokens:
        if token == "[":
            way.append(Choice(_phrases(tokens, closing=True)))
        elif token == "|" and closing:
            ways.append(tuple(way))
            way = []
        elif token == "]":
            if not closing:
                raise ValueError("A bracket is closed that was not open.")
            return (*ways, tuple(way))
        elif token.startswith("{"):
            way.append(Place(token[1:-1]))
        elif token:
            way.append(token)
    if closing:
        raise ValueError("A bracket is left open.")
    return (tuple(way),)


def write(phrase: Phrase, fill: Fill, draw: Random) -> str:
    """Return one text that a phrase allows, without the gaps of empty ways."""
    return GAPS.sub(_closed, "".join(_parts(phrase, fill, draw))).strip()


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
