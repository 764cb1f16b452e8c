"""Reads the plots: conversations with choices and places, several to a topic's file.

A plot begins with `=== key`. Below stand its heads: `subject`, perhaps `center`,
`trade` and `needs`, and `let` lines, which name facts. Each entry follows a line such
as `@ answers, 1-3`, whose numbers are working days since the entry before. `maybe`
marks an entry without which the conversation makes sense, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from portal.demo.crowd import grammar
from portal.demo.crowd.grammar import Phrase

FOLDER = Path(__file__).parent / "plots"

Part = Literal["asks", "officer", "colleague", "broker", "answers", "manager", "other"]
SPEAKER = re.compile(
    r"^@ (?P<part>[a-z]+)(?P<maybe> maybe)?(?:, (?P<from>\d+)(?:-(?P<to>\d+))?)?$",
    re.MULTILINE,
)
HEADS = frozenset({"subject", "center", "trade", "needs"})
COMPANY: frozenset[Part] = frozenset({"asks", "officer", "colleague", "broker"})
OFFICIALS: frozenset[Part] = frozenset({"answers", "manager", "other"})


@dataclass(frozen=True, slots=True)
class Let:
    """A fact that a plot names: how it is drawn, and from what."""

    name: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Beat:
    """One entry of a plot; `wait` is the fewest and most working days before it."""

    part: Part
    wait: tuple[int, int]
    maybe: bool
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Plot:
    """What happens in a conversation, whoever has it and about whatever.

    Attributes:
        centers: where alone it happens, if not everywhere; and `trades` likewise.
        needs: facts without which it cannot happen, such as an agreement.
        suits_a_broker: whether a broker may ask, since it speaks of none.
    """

    key: str
    topic: str
    subject: Phrase
    centers: frozenset[str]
    trades: frozenset[str]
    needs: frozenset[str]
    lets: tuple[Let, ...]
    beats: tuple[Beat, ...]
    suits_a_broker: bool


@cache
def known() -> tuple[Plot, ...]:
    """Return every plot, in an order that depends on nothing but the files."""
    files = sorted(FOLDER.glob("*/*.txt"))
    return tuple(plot for file in files for plot in read_file(file))


def read_file(file: Path) -> Iterator[Plot]:
    for key, text in sections(file.read_text(encoding="utf-8")):
        yield read(key, file.stem, text)


def sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the key and the text of each section that begins with `=== key`."""
    _before, *parts = re.split(r"^=== ([a-z0-9-]+)$", text, flags=re.MULTILINE)
    yield from zip(parts[::2], parts[1::2], strict=True)


def read(key: str, topic: str, text: str) -> Plot:
    """Return the plot that a section describes.

    Raises:
        ValueError: if a head or a part is unknown, or a phrase cannot be read.
        KeyError: if there is no subject.
    """
    head = SPEAKER.split(text, maxsplit=1)[0]
    heads, lets = read_heads(key, head)
    return Plot(
        key=key,
        topic=topic,
        subject=grammar.parse(heads["subject"]),
        centers=frozenset(heads.get("center", "").split()),
        trades=frozenset(heads.get("trade", "").split()),
        needs=frozenset(heads.get("needs", "").split()),
        lets=tuple(lets),
        beats=read_beats(key, text),
        suits_a_broker="broker" not in text and "officer" not in text,
    )


def read_beats(key: str, text: str) -> tuple[Beat, ...]:
    """Return the entries of a text, each below its line that begins with `@`."""
    _head, *parts = SPEAKER.split(text)
    beats = zip(*(parts[place::5] for place in range(5)), strict=True)
    return tuple(read_beat(key, *beat) for beat in beats)


def read_beat(
    key: str, part: str, maybe: str | None, soonest: str, latest: str, text: str
) -> Beat:
    if part not in COMPANY | OFFICIALS:
        raise ValueError(f"{key}: nobody is called “{part}”.")
    first = int(soonest or 1)
    try:
        phrase = grammar.parse(text.strip())
    except ValueError as error:
        raise ValueError(f"{key}: {error} In “{text.strip()[:60]}…”") from error
    wait = (first, int(latest or first))
    return Beat(part, wait, bool(maybe), phrase)


def read_heads(key: str, head: str) -> tuple[dict[str, str], list[Let]]:
    heads: dict[str, str] = {}
    lets: list[Let] = []
    for line in filter(None, map(str.strip, head.splitlines())):
        name, _colon, value = line.partition(": ")
        if name.startswith("let "):
            kind, _space, words = value.partition(" ")
            lets.append(Let(name.removeprefix("let "), kind, words))
        elif name in HEADS and name not in heads:
            heads[name] = value
        else:
            raise ValueError(f"{key}: cannot read the head “{line}”.")
    return heads, lets
