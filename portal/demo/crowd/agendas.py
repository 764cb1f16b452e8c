"""Long conversations: many points, each shown, doubted, mended and ticked off.

An agenda is a plot whose entries stand before its points. Behind a line `--- item`
stand the points, each `name | what is shown | what is missing | how it is mended`, or
`-` where nothing is missing. Every other such line begins an exchange about a point;
`count` says where one stands, and `end` is said after the last.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from portal.demo.crowd import grammar, plots
from portal.demo.crowd.facts import Fact, Facts
from portal.demo.crowd.grammar import Phrase
from portal.demo.crowd.plots import Beat, Let, Plot

FOLDER = Path(__file__).parent / "agendas"
BLOCK = re.compile(r"^--- ([a-z-]+)$", re.MULTILINE)
OF_A_POINT = ("item", "detail", "gap", "fix")
ABOUT_A_GAP = frozenset({"gap", "gap_full", "fix", "Gap", "Gap_full", "Fix"})
COUNT_EVERY = 9
FEWEST = 2  # points

Renew = Callable[[], Mapping[str, Fact]]


@dataclass(frozen=True, slots=True)
class Point:
    """One point; `gap` is None where nothing is missing."""

    item: Phrase
    detail: Phrase
    gap: Phrase | None
    fix: Phrase | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """A plot with its points and the exchanges about them."""

    plot: Plot
    lets: tuple[Let, ...]
    points: tuple[Point, ...]
    smooth: tuple[tuple[Beat, ...], ...]
    rough: tuple[tuple[Beat, ...], ...]
    count: tuple[Beat, ...]
    end: tuple[Beat, ...]


@cache
def known() -> tuple[Agenda, ...]:
    """Return every agenda, in the order of its file's name."""
    return tuple(
        read(key, file.stem, text)
        for file in sorted(FOLDER.glob("*.txt"))
        for key, text in plots.sections(file.read_text(encoding="utf-8"))
    )


def read(key: str, topic: str, text: str) -> Agenda:
    """Return the agenda that a section describes.

    Raises:
        ValueError: if something in it cannot be read.
        KeyError: if it has no points, no count or no end.
    """
    head, *parts = BLOCK.split(text)
    blocks = dict(zip(parts[::2], parts[1::2], strict=True))
    lets, points = read_points(key, blocks.pop("item"))
    beats = {name: plots.read_beats(key, block) for name, block in blocks.items()}
    count, end = beats.pop("count"), beats.pop("end")
    return Agenda(
        plot=plots.read(key, topic, head),
        lets=lets,
        points=points,
        smooth=tuple(b for b in beats.values() if not is_about_a_gap(b)),
        rough=tuple(b for b in beats.values() if is_about_a_gap(b)),
        count=count,
        end=end,
    )


def read_points(key: str, block: str) -> tuple[tuple[Let, ...], tuple[Point, ...]]:
    lines = [line for line in block.splitlines() if line.strip()]
    _none, lets = plots.read_heads(key, "\n".join(filter(is_let, lines)))
    points = tuple(read_point(line) for line in lines if not is_let(line))
    return tuple(lets), points


def is_let(line: str) -> bool:
    return line.startswith("let ")


def read_point(line: str) -> Point:
    item, detail, gap, fix = (part.strip() for part in line.split(" | "))
    parse = grammar.parse
    if gap == "-":
        return Point(parse(item), parse(detail), None, None)
    return Point(parse(item), parse(detail), parse(gap), parse(fix))


def is_about_a_gap(beats: tuple[Beat, ...]) -> bool:
    return any(ABOUT_A_GAP & {*grammar.places(beat.phrase)} for beat in beats)


def script(
    agenda: Agenda, facts: Facts, *, length: int, renew: Renew
) -> Iterator[Beat]:
    """Yield the entries of a long conversation, with the facts of each put in place.

    Args:
        length: about how many entries there are to be.
        renew: returns the facts of another product, for an agenda that needs each.
    """
    planned = plan(agenda, length, facts.draw)
    points = [point for point, _exchange in planned]
    marks = Marks(facts, points, agenda, renew)
    facts.facts.update(n=len(points), all=len(points))
    yield from agenda.plot.beats
    for place, (point, exchange) in enumerate(planned):
        marks.put(place, point)
        yield from exchange
        if is_time_to_count(place, len(points)):
            marks.look_ahead(place)
            yield from agenda.count
    yield from agenda.end


def plan(
    agenda: Agenda, length: int, draw: Random
) -> list[tuple[Point, tuple[Beat, ...]]]:
    """Return as many points, each with its exchange, as fill a length."""
    planned: list[tuple[Point, tuple[Beat, ...]]] = []
    exchanges = Exchanges(agenda, draw)
    points = dealt(agenda.points, draw)
    said = len(agenda.plot.beats) + len(agenda.end)
    while said < length or len(planned) < FEWEST:
        point = next(points)
        planned.append((point, exchanges.about(point)))
        said += len(planned[-1][1]) + (len(planned) % COUNT_EVERY == 0)
    return planned


def dealt(points: tuple[Point, ...], draw: Random) -> Iterator[Point]:
    """Yield the points in any order, each once before any comes again."""
    while True:
        yield from draw.sample(points, len(points))


def is_time_to_count(place: int, count: int) -> bool:
    return place % COUNT_EVERY == COUNT_EVERY - 1 and place < count - 3


class Exchanges:
    """Deals the exchanges of an agenda; each once before any comes again."""

    def __init__(self, agenda: Agenda, draw: Random) -> None:
        self.agenda = agenda
        self.draw = draw
        self.decks: dict[bool, list[tuple[Beat, ...]]] = {True: [], False: []}

    def about(self, point: Point) -> tuple[Beat, ...]:
        rough = point.gap is not None and self.draw.random() < 0.55
        deck = self.decks[rough]
        if not deck:
            every = self.agenda.rough if rough else self.agenda.smooth
            deck += self.draw.sample(every, len(every))
        return deck.pop()


class Marks:
    """Puts the facts of each point in place, and counts what is done."""

    def __init__(
        self, facts: Facts, points: list[Point], agenda: Agenda, renew: Renew
    ) -> None:
        self.facts = facts
        self.points = points
        self.lets = agenda.lets
        self.renew = renew if "every-product" in agenda.plot.needs else None
        facts.facts.update(done=0, left=len(points), gaps=0, seen="third")

    def put(self, place: int, point: Point) -> None:
        facts, draw = self.facts, self.facts.draw
        facts.facts |= self.renew() if self.renew else {}
        facts.let(self.lets)
        done = place + 1
        write = facts.written
        facts.facts |= {
            "k": done,
            "done": done,
            "left": len(self.points) - done,
            "gaps": max(2, done // 3),
            "item": write(point.item),
            "detail": write(point.detail),
            "gap": write(point.gap) if point.gap else "",
            "fix": write(point.fix) if point.fix else "",
            "min": draw.randint(6, 55),
            "pct": draw.randint(1, 9),
            "kinds": draw.randint(3, 6),
            "weeks": draw.randint(5, 19),
        }
        facts.facts["gap_full"] = facts.facts["gap"]

    def look_ahead(self, place: int) -> None:
        """Name the next points, which are still open."""
        coming = self.points[place + 1 : place + 3]
        self.facts.let(self.lets)
        names = [self.facts.written(point.item) for point in coming]
        self.facts.facts["open"] = " and ".join(names)
