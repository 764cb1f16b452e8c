"""Whose turn it is and who holds it, from where the reader stands."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import absences
from accounts.models import User
from accounts.states import Side
from conversations.models import Conversation


@dataclass(frozen=True)
class Tag:
    """Whose turn it is, in words, and a tone: yours, theirs or closed."""

    words: str
    tone: str


def tag_of(conversation: Conversation, reader: User) -> Tag:
    """Say whose turn it is, from where the reader stands.

    An official whose colleague holds the conversation is not on turn, unless they stand
    in for them. An auditor never is.
    """
    if not conversation.is_open:
        return Tag(_("Closed"), "closed")
    side, holder = side_of(reader), conversation.holder
    if conversation.turn != side or reader.sight.audits:
        with_company = conversation.turn == Side.COMPANY
        words = _("With the company") if with_company else _("With the Center")
        return Tag(words, "theirs")
    colleague = holder not in (None, reader) and not stands_in(reader, conversation)
    if side is Side.GOVERNMENT and colleague:
        return Tag(_("With a colleague"), "theirs")
    return Tag(_("Your turn"), "yours")


def stands_in(reader: User, conversation: Conversation) -> bool:
    """Whether the reader stands in for the absent holder."""
    return conversation.holder_id in reader.sight.covers


def side_of(user: User) -> Side:
    """Return the side that a person reads from."""
    return Side.GOVERNMENT if user.sight.staff else Side.COMPANY


def holder_of(conversation: Conversation) -> str:
    if conversation.holder:
        return conversation.holder.name
    return _("Queue of the Center")


def holder_for(conversation: Conversation, reader: User) -> str:
    """Name the holder on a list, and for whom its reader stands in; with stand-in."""
    name = holder_of(conversation)
    if not stands_in(reader, conversation):
        return name
    until: datetime = conversation.away_until  # type: ignore[attr-defined]  # annotated
    return _("for %(name)s (away until %(day)s)") % {
        "name": name,
        "day": absences.last_day_words(until),
    }


def away_words(conversation: Conversation) -> str:
    """Say that the holder is away and who stands in, or nothing; with stand-in."""
    if not conversation.holder:
        return ""
    return absences.words(
        conversation.holder.name,
        conversation.away_until,  # type: ignore[attr-defined]  # annotated
        conversation.stand_in_name,  # type: ignore[attr-defined]  # annotated
    )
