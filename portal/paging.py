"""Cut lists into pages by key, so that a late page costs what the first costs.

The order is by a moment, newest first, and by the row's id where moments are equal.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
Rows = TypeVar("Rows", bound=QuerySet[Any])

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows, newest first.

    Attributes:
        cursor: where the next page begins; empty on the last one.
    """

    rows: list[Row]
    cursor: str


def page_of(rows: QuerySet[Row], before: str, *, moment: str, size: int) -> Page[Row]:
    """Return the rows after a cursor, and the next cursor; one query.

    Args:
        rows: in the order above.
        before: a cursor; one that nobody gave out counts as none.
        moment: the name of the field that the rows are in order of.
    """
    found = list(after(rows, before, moment=moment)[: size + 1])
    more = len(found) > size
    page = found[:size]
    return Page(page, cursor_of(page[-1], moment=moment) if more else "")


def cursor_of(row: Model, *, moment: str) -> str:
    return f"{(getattr(row, moment) - EPOCH) // MICROSECOND}.{row.pk}"


def after(rows: Rows, cursor: str, *, moment: str) -> Rows:
    """Keep what lies behind a cursor.

    The bound on the moment stands alone, so that it is where an index is entered; in
    one OR it would be a filter over all newer rows.
    """
    microseconds, _dot, key = cursor.partition(".")
    try:
        at = EPOCH + int(microseconds) * MICROSECOND
        pk = rows.model._meta.pk.to_python(key)
    except (ValueError, OverflowError, ValidationError):
        return rows
    upto, earlier = Q(**{f"{moment}__lte": at}), Q(**{f"{moment}__lt": at})
    return rows.filter(upto, earlier | Q(pk__lt=pk))
