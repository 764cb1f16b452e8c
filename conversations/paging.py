"""Cut the inbox into pages by key, so that a late page costs what the first costs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from conversations.models import Conversation, ConversationQuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ROWS = 25


@dataclass(frozen=True)
class Page:
    """One page of conversations, newest first.

    Attributes:
        cursor: where the next page begins; empty on the last one.
    """

    rows: list[Conversation]
    cursor: str


def page_of(conversations: ConversationQuerySet, before: str) -> Page:
    """Return the rows after a cursor, and the next cursor; one query.

    A cursor that nobody gave out counts as none, and shows the first page.
    """
    rows = list(after(conversations, before)[: ROWS + 1])
    more = len(rows) > ROWS
    return Page(rows[:ROWS], cursor_of(rows[ROWS - 1]) if more else "")


def cursor_of(row: Conversation) -> str:
    return f"{(row.latest_at - EPOCH) // MICROSECOND}.{row.pk}"


def after(conversations: ConversationQuerySet, cursor: str) -> ConversationQuerySet:
    try:
        moment, pk = (int(part) for part in cursor.split("."))
        at = EPOCH + moment * MICROSECOND
    except (ValueError, OverflowError):
        return conversations
    return conversations.filter(Q(latest_at__lt=at) | Q(latest_at=at, pk__lt=pk))
