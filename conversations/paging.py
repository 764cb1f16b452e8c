"""The inbox in pages, newest first."""

from conversations.models import Conversation, ConversationQuerySet
from portal import paging
from portal.paging import Page

ROWS = 25
MOMENT = "latest_at"


def page_of(conversations: ConversationQuerySet, before: str) -> Page[Conversation]:
    """Return the rows after a cursor, and the next cursor; one query."""
    return paging.page_of(conversations, before, moment=MOMENT, size=ROWS)


def cursor_of(row: Conversation) -> str:
    return paging.cursor_of(row, moment=MOMENT)


def after(conversations: ConversationQuerySet, cursor: str) -> ConversationQuerySet:
    return paging.after(conversations, cursor, moment=MOMENT)
