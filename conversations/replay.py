"""What a chain says of whose turn it is, who holds it, and whether it is open.

Pure. Conversations keep these in their own row, so that lists are quick; the chain
is what they follow from.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from accounts.states import SIDE_OF, Side
from conversations.states import Kind, State


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry, as far as it moves a conversation.

    Attributes:
        facts: the text of an entry that is no message; of no use for messages.
    """

    kind: str
    author: str
    role: str
    facts: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a conversation stands; `holder` is a person's reference, or empty."""

    state: str
    turn: str
    holder: str


START = Standing(State.OPEN, Side.GOVERNMENT, "")


def standing(happened: Iterable[Happened]) -> Standing:
    """Return where a conversation stands after its entries, in their order."""
    now = START
    for one in happened:
        now = after(now, one)
    return now


def after(now: Standing, one: Happened) -> Standing:
    side = SIDE_OF[one.role]
    match one.kind:
        case Kind.MESSAGE:
            return replace(now, turn=side.other)
        case Kind.OPENED:
            return opened(one, side)
        case Kind.HANDOVER:
            return replace(now, holder=fact(one, "holder_ref") or "")
        case Kind.TURN:
            return replace(now, turn=fact(one, "turn"))
        case Kind.STATE:
            state = fact(one, "state")
            reopened = state == State.OPEN
            return replace(now, state=state, turn=side.other if reopened else now.turn)
        case _:
            return now


def opened(one: Happened, side: Side) -> Standing:
    by_official = side is Side.GOVERNMENT
    holder = one.author if by_official else fact(one, "addressee_ref") or ""
    return Standing(State.OPEN, side.other, holder)


def fact(one: Happened, name: str) -> Any:
    return facts_of(one.facts)[name]


def facts_of(text: str) -> dict[str, Any]:
    """Return the facts that are the text of an entry that is no message."""
    facts: dict[str, Any] = json.loads(text)
    return facts
