"""What the sender sees after sending: with whom it is, how long, and who saw it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.states import SIDE_OF, Side
from conversations import clocks
from conversations.clocks import Said
from conversations.models import Conversation, Entry
from conversations.screens import turns
from conversations.states import Kind

ANSWERS_FROM = 200  # of a company's latest messages, how long answers take is read


@dataclass(frozen=True)
class Waiting:
    """The line of somebody who waits; the words go around the two moments.

    Attributes:
        with_whom: who is on turn, since `since`.
        usual: how long an answer usually takes, or nothing.
        seen: who has read it, at `seen_at`; nothing as long as nobody has.
    """

    with_whom: str
    since: datetime
    usual: str
    seen: str
    seen_at: datetime | None


def waiting_for(conversation: Conversation, user: User) -> Waiting | None:
    """Return the line for a reader whose side waits; at most one query.

    Args:
        conversation: from a queryset `with_seen` by the other side.
    """
    side = turns.side_of(user)
    if not conversation.is_open or conversation.turn == side:
        return None
    seen_at: datetime | None = conversation.seen_at  # type: ignore[attr-defined]  # annotated
    return Waiting(
        with_whom=with_whom(conversation, side.other),
        since=conversation.turn_since,
        usual=usual_words(conversation, side.other),
        seen=seen_words(side.other) if seen_at else "",
        seen_at=seen_at,
    )


def with_whom(conversation: Conversation, side: Side) -> str:
    if side is Side.COMPANY:
        return _("With %(name)s") % {"name": conversation.account.legal_name}
    return _("With %(name)s") % {"name": turns.holder_of(conversation)}


def seen_words(side: Side) -> str:
    if side is Side.COMPANY:
        return _("Seen by the company")
    return _("Seen by the Center")


def usual_words(conversation: Conversation, side: Side) -> str:
    """Say how long the company's own answers took so far; one query."""
    if side is Side.COMPANY:
        return ""  # how quick a company is, is not for officials to be shown
    zone = ZoneInfo(timezone.get_current_timezone_name())
    days = clocks.usual_answer(messages_of(conversation), by=side, zone=zone)
    if days is None:
        return ""
    return ngettext(
        "usually answered in %(days)d business day",
        "usually answered in %(days)d business days",
        days,
    ) % {"days": days}


def messages_of(conversation: Conversation) -> list[Said]:
    """Return a company's latest messages, by conversation and in their order."""
    latest = (
        Entry.objects.filter(account=conversation.account_id, kind=Kind.MESSAGE)
        .order_by("-at", "-pk")
        .values_list("conversation_id", "seq", "role", "at")[:ANSWERS_FROM]
    )
    return [
        Said(thread, SIDE_OF[role], at) for thread, _seq, role, at in sorted(latest)
    ]
