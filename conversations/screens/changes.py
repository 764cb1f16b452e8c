"""What a reader may do to a conversation beside answering."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.states import Side
from conversations import permissions
from conversations.models import Conversation
from conversations.screens import turns


@dataclass(frozen=True)
class Changes:
    """Paths of what may be done now; an empty one is not offered."""

    turn_to: str = ""
    turn_path: str = ""
    turn_label: str = ""
    close_path: str = ""
    reopen_path: str = ""


def changes_for(conversation: Conversation, user: User) -> Changes:
    """Return what a person may do; the sight and standing are loaded already."""

    def path(verb: str) -> str:
        return reverse(f"conversations:{verb}", args=[conversation.ref])

    if permissions.may_reopen(user, conversation):
        return Changes(reopen_path=path("reopen"))
    if not permissions.may_close(user, conversation):
        return Changes()
    to = Side(conversation.turn).other
    return Changes(
        turn_to=to,
        turn_path=path("turn"),
        turn_label=turn_label(to, turns.side_of(user)),
        close_path=path("close"),
    )


def turn_label(to: Side, reader: Side) -> str:
    if to is reader:
        return _("Take the turn: something is still to come from us")
    if to is Side.COMPANY:
        return _("Hand the turn to the company without a reply")
    return _("Hand the turn to the Center without a reply")
