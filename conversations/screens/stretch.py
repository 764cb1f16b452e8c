"""A stretch of a thread: as many entries as one page shows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from conversations.models import Conversation, Entry

LENGTH = 50  # entries
SHORT = 8  # entries that one sees at a glance


@dataclass(frozen=True)
class Stretch:
    """Entries in order, and where the thread goes on.

    Attributes:
        earlier: the number of the entry before which earlier ones stand, or 0.
        later: an entry whose own page begins behind this one, or 0.
        joins: the number of the entry behind, if it stands under the same day, or 0.
    """

    entries: list[Entry]
    earlier: int = 0
    later: int = 0
    joins: int = 0


def stretch_of(conversation: Conversation, query: Mapping[str, str]) -> Stretch:
    """Return the stretch that an address asks for; one query.

    A permalink (`entry`) asks for that with its entry in it, `before` for that which
    ends there; anything else for the latest.
    """
    last = last_of(conversation, query)
    entries = Entry.objects.filter(conversation=conversation).with_text()
    near = entries.filter(seq__gt=last - LENGTH, seq__lte=last + 1)
    page = list(near.in_order())
    behind = page.pop() if page[1:] and page[-1].seq > last else None
    return Stretch(
        page,
        earlier=page[0].seq if page and page[0].seq > 1 else 0,
        later=behind.seq + LENGTH - 1 - LENGTH // 2 if behind else 0,
        joins=behind.seq if behind and same_day(page[-1], behind) else 0,
    )


def last_of(conversation: Conversation, query: Mapping[str, str]) -> int:
    """Return the number of the last entry that an address asks for."""
    last = conversation.latest_seq
    if wanted := number(query.get("entry")):
        last = min(last, wanted + LENGTH // 2)
    if (before := number(query.get("before"))) > 1:
        last = min(last, before - 1)
    return last


def reading_path(conversation: Conversation) -> str:
    """Return where one reads on: at what is new, else at the end of what is long.

    Args:
        conversation: with `read_seq`.
    """
    path, latest = conversation.get_absolute_url(), conversation.latest_seq
    read: int = conversation.read_seq  # type: ignore[attr-defined]  # annotated
    if read < conversation.said_seq:
        stretch = f"?entry={read + 1}" if read + LENGTH < latest else ""
        return f"{path}{stretch}#new" if read else path
    return f"{path}#entry-{latest}" if latest > SHORT else path


def same_day(one: Entry, other: Entry) -> bool:
    """Whether two entries stand under one day for whoever reads."""
    return timezone.localtime(one.at).date() == timezone.localtime(other.at).date()


def number(text: str | None) -> int:
    """Return the number of an entry as an address or a form gives it, else 0."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0
