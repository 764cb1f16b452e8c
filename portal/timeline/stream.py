"""The stream: short parts of each table, each by its own index, merged by PostgreSQL.

Each table keeps its own wall: whoever may not read a conversation does not learn from
the timeline that there is one. docs/decisions/0011 says why it is not one table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value

from accounts.models import Account, AccountEvent, StaffEvent, User
from conversations.models import Entry
from conversations.states import DEEDS
from portal.paging import EPOCH, MICROSECOND
from portal.timeline.kinds import Group, kinds_in

Part = QuerySet[Any, Any]


class Source(IntEnum):
    """Where a line comes from; of lines of one moment the lower number is first."""

    ACCOUNT, STAFF, ENTRY = range(3)


class Happened(NamedTuple):
    """One line, as the tables have it; an entry's words are fetched by its key."""

    source: int
    key: int
    at: datetime
    kind: str
    by: int | None
    sentence: str


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see; empty for all.

    Attributes:
        since: the first moment.
        until: the moment before which all lies.
    """

    group: Group | None = None
    by: User | None = None
    since: datetime | None = None
    until: datetime | None = None


class Cursor(NamedTuple):
    """The line behind which a page begins."""

    at: datetime
    source: int
    key: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // MICROSECOND}.{self.source}.{self.key}"


def read_cursor(text: str) -> Cursor | None:
    """Return a cursor; one that nobody gave out counts as none."""
    try:
        microseconds, source, key = map(int, text.split("."))
        return Cursor(EPOCH + microseconds * MICROSECOND, source, key)
    except (ValueError, OverflowError):
        return None


def page_of(
    account: Account, reader: User, asked: Asked, before: Cursor | None, *, size: int
) -> tuple[list[Happened], Cursor | None]:
    """Return what happened after a cursor, newest first, and the next; one query."""
    first, *others = [
        newest(part, source, before)[: size + 1]
        for source, part in parts(account, reader, asked)
    ]
    merged = first.union(*others, all=True).order_by(*ORDER) if others else first
    found = [Happened(*row) for row in merged[: size + 1]]
    page = found[:size]
    last = page[-1] if len(found) > size else None
    return page, Cursor(last.at, last.source, last.key) if last else None


COLUMNS = ("source", "row", "at", "kind", "who", "words")
ORDER = ("-at", "source", "-row")


def parts(
    account: Account, reader: User, asked: Asked
) -> Iterator[tuple[Source, Part]]:
    """Yield what each table has to tell; of one group, each kind by itself.

    Several kinds at once would not come in the order of an index.
    """
    tables: tuple[tuple[Source, QuerySet[Any]], ...] = (
        (Source.ACCOUNT, AccountEvent.objects.visible_to(reader)),
        (Source.STAFF, StaffEvent.objects.visible_to(reader)),
    )
    for source, events in tables:
        mine = within(events.filter(account=account), asked)
        mine = mine.filter(by=asked.by) if asked.by else mine
        whole = columns(mine, source, who="by_id", words=F("sentence"))
        if asked.group is None:
            yield source, whole
        else:
            for kind in kinds_in(asked.group):
                yield source, whole.filter(kind=kind)
    if asked.group in (None, Group.CONVERSATIONS):
        yield Source.ENTRY, deeds(account, reader, asked)


def deeds(account: Account, reader: User, asked: Asked) -> Part:
    """Return what happened to conversations, beside what was said in them."""
    entries = Entry.objects.visible_to(reader).filter(account=account)
    mine = within(entries.filter(kind__in=sorted(DEEDS)), asked)
    mine = mine.filter(author=asked.by) if asked.by else mine
    nothing = Value("", output_field=CharField())
    return columns(mine, Source.ENTRY, who="author_id", words=nothing)


def within(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    if asked.since:
        rows = rows.filter(at__gte=asked.since)
    return rows.filter(at__lt=asked.until) if asked.until else rows


def columns(rows: QuerySet[Any], source: Source, *, who: str, words: Any) -> Part:
    annotated: QuerySet[Any] = rows.annotate(
        source=Value(int(source), output_field=IntegerField()),
        row=F("pk"),
        who=F(who),
        words=words,
    )
    return annotated.values_list(*COLUMNS)


def newest(part: Part, source: Source, before: Cursor | None) -> Part:
    """Return a part behind a cursor, in the order of its index."""
    if before:
        part = part.filter(behind(before, source))
    return part.order_by("-at", "-pk")


def behind(before: Cursor, source: Source) -> Q:
    """Return what of a part lies behind a cursor.

    The bound on the moment stands alone, so that it is where the index is entered.
    """
    upto = Q(at__lte=before.at)
    if source > before.source:
        return upto
    earlier = Q(at__lt=before.at)
    if source < before.source:
        return earlier
    return upto & (earlier | Q(pk__lt=before.key))
