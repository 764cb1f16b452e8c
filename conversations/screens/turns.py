"""Whose turn it is and who holds it, from where the reader stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

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

    An official whose colleague holds the conversation is not on turn.
    """
    if not conversation.is_open:
        return Tag(_("Closed"), "closed")
    side, holder = side_of(reader), conversation.holder
    if conversation.turn != side:
        with_company = side is Side.GOVERNMENT
        words = _("With the company") if with_company else _("With the Center")
        return Tag(words, "theirs")
    if side is Side.GOVERNMENT and holder not in (None, reader):
        return Tag(_("With a colleague"), "theirs")
    return Tag(_("Your turn"), "yours")


def side_of(user: User) -> Side:
    """Return the side that a person reads from."""
    return Side.GOVERNMENT if user.sight.staff else Side.COMPANY


def holder_of(conversation: Conversation) -> str:
    if conversation.holder:
        return conversation.holder.name
    return _("Queue of the Center")
