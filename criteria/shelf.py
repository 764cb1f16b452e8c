"""Published lists as rows, written once and read back for comparison."""

from datetime import datetime
from typing import Any

from criteria import catalogue
from criteria.catalogue import Catalogue
from criteria.models import Category, Criterion, Phase, Point, Version

# What a row and a part of a list have alike, by the same names.
VERSION = ("number", "name", "effective_on", "note", "source", "source_url")
PHASE = ("number", "name", "starts_on", "note")
CATEGORY = ("number", "key", "name", "focus_area")
CRITERION = (
    "number",
    "level",
    "earlier_level",
    "level_since",
    "title",
    "summary",
    "condition",
    "recurrence",
    "retention",
    "importers",
    "remark",
    "read_in",
)
MANY = ("evidence", "applies_to")


def alike(thing: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def many(
    thing: object, kind: type[list[str]] | type[tuple[str, ...]]
) -> dict[str, Any]:
    return {name: kind(getattr(thing, name)) for name in MANY}


# --- Writing -------------------------------------------------------------------------


def put(listed: Catalogue, *, at: datetime, using: str) -> Version:
    """Write a list's rows; the version's own comes last, since nothing joins it then.

    Args:
        using: the connection of the tables' owner, in a transaction.
    """
    phases = put_phases(listed, using)
    categories = put_categories(listed, phases, using)
    put_criteria(listed, categories, using)
    version = Version(published_at=at, **alike(listed, VERSION))
    version.save(using=using, force_insert=True)
    return version


def put_phases(listed: Catalogue, using: str) -> dict[int, Phase]:
    rows = [
        Phase(version_id=listed.number, **alike(phase, PHASE))
        for phase in listed.phases
    ]
    return {row.number: row for row in Phase.objects.using(using).bulk_create(rows)}


def put_categories(
    listed: Catalogue, phases: dict[int, Phase], using: str
) -> dict[str, Category]:
    rows = [
        Category(
            version_id=listed.number,
            phase=phases[category.phase],
            **alike(category, CATEGORY),
        )
        for category in listed.categories
    ]
    return {row.key: row for row in Category.objects.using(using).bulk_create(rows)}


def put_criteria(
    listed: Catalogue, categories: dict[str, Category], using: str
) -> None:
    rows = [
        Criterion(
            version_id=listed.number,
            category=categories[one.category],
            position=one.place[1],
            **alike(one, CRITERION),
            **many(one, list),
        )
        for one in listed.criteria
    ]
    written = Criterion.objects.using(using).bulk_create(rows)
    points = [
        Point(
            version_id=listed.number,
            criterion=row,
            position=position,
            level=point.level,
            text=point.text,
        )
        for row, one in zip(written, listed.criteria, strict=True)
        for position, point in enumerate(one.points, start=1)
    ]
    Point.objects.using(using).bulk_create(points)


# --- Reading -------------------------------------------------------------------------


def take(version: Version, *, using: str) -> Catalogue:
    """Return a published version as the list that it was; four queries."""
    phases = Phase.objects.using(using).filter(version=version)
    categories = Category.objects.using(using).filter(version=version)
    criteria = Criterion.objects.using(using).filter(version=version)
    return Catalogue(
        **alike(version, VERSION),
        phases=tuple(
            catalogue.Phase(**alike(phase, PHASE))
            for phase in phases.order_by("number")
        ),
        categories=tuple(
            catalogue.Category(**alike(category, CATEGORY), phase=category.phase.number)
            for category in categories.select_related("phase").order_by("number")
        ),
        criteria=tuple(
            as_listed(row)
            for row in criteria.with_place().prefetch_related("points").in_order()
        ),
    )


def as_listed(row: Criterion) -> catalogue.Criterion:
    """Return a criterion as a list has it; its points are loaded already."""
    points = sorted(row.points.all(), key=lambda point: point.position)
    return catalogue.Criterion(
        **alike(row, CRITERION),
        **many(row, tuple),
        category=row.category.key,
        points=tuple(catalogue.Point(point.level, point.text) for point in points),
    )
