"""Which conversations of a company were open at a moment, and whose turn it was."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from accounts.models import Account, User
from accounts.states import Side
from conversations import chain, replay
from conversations.models import Body, Conversation, Entry
from conversations.replay import Happened
from conversations.states import Kind, State

# What the standing of a conversation follows from; of each kind the latest is enough.
MOVING = (Kind.HANDOVER, Kind.MESSAGE, Kind.OPENED, Kind.STATE, Kind.TURN)
# How the canonical JSON of the facts says that a conversation was closed.
CLOSED = chain.facts(state=State.CLOSED).strip("{}")


@dataclass(frozen=True)
class Open:
    """A conversation that is open, or was.

    Attributes:
        holder: the official's name; empty while it waits in the queue.
    """

    subject: str
    path: str
    turn: Side
    holder: str


def open_now(account: Account, reader: User, *, most: int) -> list[Open]:
    """Return the open conversations, the newest first; one query.

    Also those of companies that were merged into it.
    """
    rows = Conversation.objects.visible_to(reader).for_account(account, reader).open()
    newest = rows.select_related("holder").order_by("-opened_at", "-pk")
    return [
        Open(
            subject=one.subject,
            path=one.get_absolute_url(),
            turn=Side(one.turn),
            holder=one.holder.name if one.holder else "",
        )
        for one in newest[:most]
    ]


def open_at(account: Account, reader: User, at: datetime, *, most: int) -> list[Open]:
    """Return the conversations that were open at a moment; three queries."""
    rows = were_open(account, reader, at, most)
    stood = standings(rows, at)
    holders = User.objects.filter(ref__in={one.holder for one in stood.values()})
    names = {one.ref: one.name for one in holders.order_by("pk")}
    return [
        Open(
            subject=one.subject,
            path=one.get_absolute_url(),
            turn=Side(stood[one.pk].turn),
            holder=names.get(stood[one.pk].holder, ""),
        )
        for one in rows
    ]


def were_open(
    account: Account, reader: User, at: datetime, most: int
) -> list[Conversation]:
    """Return what was opened by a moment and not closed, the newest first."""
    moves = Body.objects.filter(
        entry__conversation=OuterRef("pk"), entry__kind=Kind.STATE, entry__at__lte=at
    )
    latest = Subquery(moves.order_by("-entry__seq").values("text")[:1])
    opened = Conversation.objects.visible_to(reader).filter(
        account_id__in=family_at(account, reader, at), opened_at__lte=at
    )
    still = opened.annotate(
        move=Coalesce(latest, Value("", output_field=TextField()))
    ).exclude(move__contains=CLOSED)
    return list(still.order_by("-opened_at", "-pk")[:most])


def family_at(account: Account, reader: User, at: datetime) -> list[int]:
    """Return a company and what had been merged into it; a query where any was."""
    former = [pk for pk in reader.sight.family(account.pk) if pk != account.pk]
    if not former:
        return [account.pk]
    merged = Account.objects.filter(pk__in=former, merged_at__lte=at).order_by("pk")
    return [account.pk, *merged.values_list("pk", flat=True)]


def standings(rows: list[Conversation], at: datetime) -> dict[int, replay.Standing]:
    """Return where each conversation stood, by its id; one query."""
    entries = (
        Entry.objects.filter(conversation__in=rows, at__lte=at, kind__in=MOVING)
        .select_related("body")
        .order_by("conversation_id", "kind", "-seq")
        .distinct("conversation_id", "kind")
    )
    happened: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        happened[entry.conversation_id].append(entry)
    return {
        pk: replay.standing(map(as_happened, sorted(of, key=lambda one: one.seq)))
        for pk, of in happened.items()
    }


def as_happened(entry: Entry) -> Happened:
    return Happened(entry.kind, entry.author_ref, entry.role, entry.body.text)
