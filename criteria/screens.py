"""What the pages of criteria show, in words chosen here and not in templates."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from criteria.models import Category, Criterion, Phase, Point, Version
from criteria.states import EntityType, Importers, Level

Fact = tuple[str, object]

# --- Overview ------------------------------------------------------------------------


class Order(TextChoices):
    """The two ways to read the list; the first is the usual one."""

    PHASE = "phase", gettext_lazy("By phase")
    CATEGORY = "category", gettext_lazy("By category")

    @classmethod
    def asked(cls, word: str) -> "Order":
        return cls(word) if word in cls.values else cls.PHASE


@dataclass(frozen=True)
class Row:
    number: str
    title: str
    path: str
    level: str
    is_must: bool
    detail: str


@dataclass(frozen=True)
class Part:
    """One category with its criteria."""

    id: str
    title: str
    counts: str
    rows: list[Row]


@dataclass(frozen=True)
class Group:
    """A phase or a focus area, with its categories."""

    id: str
    short: str
    title: str
    note: str
    parts: list[Part]


def groups(criteria: Iterable[Criterion], order: Order) -> list[Group]:
    """Return the criteria by phase or by focus area.

    Args:
        criteria: in the order of their numbers, with category and phase.
    """

    def heading(of_one: list[Criterion]) -> Heading:
        return HEADINGS[order](of_one[0].category)

    by_category = [list(of_one) for _one, of_one in groupby(criteria, category_of)]
    in_order = sorted(by_category, key=lambda of_one: heading(of_one).place)
    grouped = groupby(in_order, key=heading)
    return [
        Group(
            id=f"{order}-{nth}",
            short=head.short,
            title=head.title,
            note=head.note,
            parts=[part(of_one) for of_one in members],
        )
        for nth, (head, members) in enumerate(grouped, start=1)
    ]


def category_of(criterion: Criterion) -> Category:
    return criterion.category


class Heading(NamedTuple):
    place: int
    short: str
    title: str
    note: str


def phase_heading(category: Category) -> Heading:
    phase = category.phase
    short = _("Phase %(number)d") % {"number": phase.number}
    return Heading(phase.number, short, str(phase), phase_note(phase))


def phase_note(phase: Phase) -> str:
    """Return what is to be known of a phase: its first day, if one is set, and more."""
    starts = ""
    if phase.starts_on:
        day = dateformat.format(phase.starts_on, "j F Y")
        starts = _("Starts on %(day)s.") % {"day": day}
    return " ".join(filter(None, (starts, phase.note)))


def area_heading(category: Category) -> Heading:
    """Return a focus area, which has no number; its categories stand together."""
    return Heading(0, category.focus_area, category.focus_area, "")


HEADINGS: dict[Order, Callable[[Category], Heading]] = {
    Order.PHASE: phase_heading,
    Order.CATEGORY: area_heading,
}


def part(criteria: list[Criterion]) -> Part:
    category = criteria[0].category
    levels = Counter(criterion.level for criterion in criteria)
    return Part(
        id=category.key,
        title=f"{category.number}. {category.name}",
        counts=counts(levels[Level.MUST], levels[Level.SHOULD]),
        rows=[row(criterion) for criterion in criteria],
    )


def facts_of_list(version: Version, criteria: Sequence[Criterion]) -> list[Fact]:
    """Return what there is to say of a version as its reader sees it."""
    levels = Counter(criterion.level for criterion in criteria)
    return [
        (_("List"), version.name),
        (_("In force from"), version.effective_on),
        (_("Criteria"), counts(levels[Level.MUST], levels[Level.SHOULD])),
        (_("Published here"), version.published_at),
    ]


def counts(must: int, should: int) -> str:
    """Say how many criteria there are at each level, and nothing of none."""
    words = [
        ngettext("%(count)d must", "%(count)d must", must) % {"count": must},
        ngettext("%(count)d should", "%(count)d should", should) % {"count": should},
    ]
    said = [word for word, count in zip(words, (must, should), strict=True) if count]
    return ", ".join(said)


def row(criterion: Criterion) -> Row:
    detail = [criterion.condition, doubt(criterion)]
    return Row(
        number=criterion.number,
        title=criterion.title,
        path=criterion.get_absolute_url(),
        level=level_word(criterion),
        is_must=criterion.level == Level.MUST,
        detail=capfirst("; ".join(filter(None, detail))),
    )


def level_word(thing: Criterion | Point) -> str:
    return str(Level(thing.level).label)


def doubt(criterion: Criterion) -> str:
    """Say to officials what members do not see."""
    if criterion.importers == Importers.DOUBTFUL:
        return _("Doubtful for importers; members do not see it until it is checked")
    return ""


# --- One criterion -------------------------------------------------------------------


def points_of(criterion: Criterion) -> list[Fact]:
    """Return the level and the text of each point; one query."""
    points = criterion.points.order_by("position")
    return [(level_word(point), point.text) for point in points]


def facts_of(criterion: Criterion, version: Version) -> list[Fact]:
    """Return what else there is to say of a criterion, without what is not said."""
    category = criterion.category
    facts: list[Fact] = [
        (_("Level"), change_of_level(criterion)),
        (_("How often"), capfirst(criterion.recurrence)),
        (_("Kept for"), criterion.retention),
        (_("Remark"), capfirst(criterion.remark)),
        (_("Phase"), str(category.phase)),
        (_("Category"), f"{category.number}. {category.name}"),
        (_("Focus area"), category.focus_area),
        (_("Applies to importers"), str(Importers(criterion.importers).label)),
        (_("A source names"), named_by_a_source(criterion)),
        (_("Read in"), capfirst(criterion.read_in)),
        (_("List"), version.name),
        (_("In force from"), version.effective_on),
    ]
    return [(label, value) for label, value in facts if value]


def change_of_level(criterion: Criterion) -> str:
    """Say since when a criterion has its level, if it had another."""
    if criterion.level_since is None:
        return ""
    return _("%(level)s since %(day)s; before: %(earlier)s") % {
        "level": level_word(criterion),
        "day": dateformat.format(criterion.level_since, "j F Y"),
        "earlier": Level(criterion.earlier_level).label,
    }


def named_by_a_source(criterion: Criterion) -> str:
    """Name the kinds of business for which a source showed a criterion."""
    if set(criterion.applies_to) == set(EntityType.values):
        return _("All kinds of business in the program")
    return "; ".join(str(EntityType(kind).label) for kind in criterion.applies_to)
