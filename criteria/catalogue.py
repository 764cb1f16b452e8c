"""A list of criteria as it is published: its shape, read and checked; no database."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from criteria.states import EVERYBODY, EntityType, Importers, Level

LISTS = Path(__file__).parent / "data"
NUMBER_PATTERN = r"[1-9][0-9]?\.[1-9][0-9]?"

Listed = TypeVar("Listed")


class Unusable(ValueError):
    """A list that contradicts itself; its text names each place, one a line."""


@dataclass(frozen=True)
class Point:
    """One thing that a criterion asks for, which may bind less than the whole."""

    level: str
    text: str


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    Attributes:
        number: its category's number and its own, such as "4.10".
        category: the category's key.
        evidence: what usually shows that it is met.
        applies_to: the kinds of business for which a source showed it; none when only
            a list without kinds did.
        importers: how sure it is that importers are among them.
        condition: when it applies at all, if not always.
        recurrence: how often its work comes round.
        retention: how long what shows it is kept.
        earlier_level: its level before `level_since`, if it changed.
        remark: what else a reader should know.
        read_in: where it was read.
    """

    number: str
    category: str
    level: str
    title: str
    summary: str
    evidence: tuple[str, ...]
    importers: str
    points: tuple[Point, ...] = ()
    applies_to: tuple[str, ...] = ()
    condition: str = ""
    recurrence: str = ""
    retention: str = ""
    earlier_level: str = ""
    level_since: date | None = None
    remark: str = ""
    read_in: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the list: 4.10 behind 4.9."""
        if not re.fullmatch(NUMBER_PATTERN, self.number):
            return 0, 0
        category, position = self.number.split(".")
        return int(category), int(position)

    @property
    def for_importers(self) -> bool:
        return self.importers != Importers.DOUBTFUL


@dataclass(frozen=True)
class Category:
    number: int
    key: str
    name: str
    focus_area: str
    phase: int


@dataclass(frozen=True)
class Phase:
    """A step in the order of work, never an exemption from a later one."""

    number: int
    name: str
    starts_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Catalogue:
    """One version of the whole list.

    Attributes:
        effective_on: the day from which it holds.
        note: what a reader must know of the whole, such as that it has no authority.
        source: where the agency's current text is found; `source_url` leads there.
    """

    number: int
    name: str
    effective_on: date
    note: str
    source: str
    source_url: str
    phases: tuple[Phase, ...]
    categories: tuple[Category, ...]
    criteria: tuple[Criterion, ...]


# --- Reading -------------------------------------------------------------------------


def known() -> list[Catalogue]:
    """Return every list that comes with the portal, the oldest version first.

    Raises:
        Unusable: if one of them contradicts itself.
    """
    lists = [parse(path.read_text("utf-8")) for path in LISTS.glob("*.toml")]
    return sorted(lists, key=lambda listed: listed.number)


def parse(text: str) -> Catalogue:
    """Return the list that a TOML text holds, after all checks.

    Raises:
        Unusable: with a line for each fault.
    """
    table = tomllib.loads(text)
    counts = [claimed(category) for category in table.get("categories", ())]
    catalogue: Catalogue = made(
        Catalogue,
        table
        | {
            "phases": tuple(made(Phase, one) for one in table.get("phases", ())),
            "categories": tuple(
                made(Category, one) for one in table.get("categories", ())
            ),
            "criteria": tuple(criterion(one) for one in table.get("criteria", ())),
        },
    )
    faults = [*check(catalogue), *miscounted(catalogue, counts)]
    if faults:
        raise Unusable("\n".join(faults))
    return catalogue


def made(kind: type[Listed], values: Mapping[str, Any]) -> Listed:
    """Make one part of a list from a table that has its names, no more and no less."""
    try:
        return kind(**values)
    except TypeError as error:
        words = " ".join(str(value) for value in list(values.values())[:2])
        raise Unusable(f"{kind.__name__} {words}: {error}") from error


def criterion(table: Mapping[str, Any]) -> Criterion:
    points = tuple(made(Point, point) for point in table.get("points", ()))
    applies_to = tuple(table.get("applies_to", ()))
    if applies_to == (EVERYBODY,):
        applies_to = tuple(EntityType.values)
    evidence = tuple(table.get("evidence", ()))
    parts = {"points": points, "applies_to": applies_to, "evidence": evidence}
    return made(Criterion, {**table, **parts})


@dataclass(frozen=True)
class Claim:
    """How many criteria a list says that it has in one category, at one level."""

    category: str
    level: Level
    listed: int
    importers: int


def claimed(category: dict[str, Any]) -> tuple[Claim, ...]:
    """Take what a category's table says of its counts out of the table."""
    return tuple(
        Claim(category.get("key", ""), level, **category.pop(level.value))
        for level in Level
        if level.value in category
    )


# --- Checking ------------------------------------------------------------------------


def check(catalogue: Catalogue) -> list[str]:
    """Return each fault of a list as a line; none when it is sound."""
    return [
        *doubled("Phase", [phase.number for phase in catalogue.phases]),
        *doubled("Category", [category.number for category in catalogue.categories]),
        *doubled("Category", [category.key for category in catalogue.categories]),
        *doubled("Criterion", [one.number for one in catalogue.criteria]),
        *homeless(catalogue),
        *(fault for one in catalogue.criteria for fault in faults_of(one)),
        *out_of_order(catalogue.criteria),
    ]


def doubled(word: str, names: Iterable[object]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{word} {name} is there {times} times."


def homeless(catalogue: Catalogue) -> Iterator[str]:
    """Name what belongs to a phase or a category that is not there."""
    phases = {phase.number for phase in catalogue.phases}
    for category in catalogue.categories:
        if category.phase not in phases:
            yield f"Category {category.key} is in phase {category.phase}, not listed."
    numbers = {category.key: category.number for category in catalogue.categories}
    for one in catalogue.criteria:
        if numbers.get(one.category) != one.place[0]:
            yield f"Criterion {one.number} does not belong to {one.category}."


def faults_of(one: Criterion) -> Iterator[str]:
    levels = {one.level, *(point.level for point in one.points)}
    if one.earlier_level:
        levels.add(one.earlier_level)
    unknown = [
        *sorted(levels - set(Level.values)),
        *sorted(set(one.applies_to) - set(EntityType.values)),
        *sorted({one.importers} - set(Importers.values)),
    ]
    for word in unknown:
        yield f"Criterion {one.number} says “{word}”, which is no word of ours."
    if bool(one.earlier_level) != bool(one.level_since):
        yield f"Criterion {one.number} changed its level, from what or when is missing."
    if not (one.title and one.summary and one.evidence):
        yield f"Criterion {one.number} lacks a title, a summary or evidence."


def out_of_order(criteria: Iterable[Criterion]) -> Iterator[str]:
    places = [one.place for one in criteria]
    for before, after in pairwise(places):
        if after < before:
            yield f"Criterion {after[0]}.{after[1]} stands too late in the list."


def miscounted(
    catalogue: Catalogue, claims: Iterable[tuple[Claim, ...]]
) -> Iterator[str]:
    """Name each category whose criteria are not as many as the list says."""
    for claim in (one for of_category in claims for one in of_category):
        criteria = [
            one
            for one in catalogue.criteria
            if (one.category, one.level) == (claim.category, claim.level)
        ]
        found = len(criteria), sum(one.for_importers for one in criteria)
        if found != (claim.listed, claim.importers):
            yield (
                f"Category {claim.category} says {claim.listed} {claim.level}, "
                f"{claim.importers} of them for importers, and has {found[0]}, "
                f"{found[1]}."
            )
