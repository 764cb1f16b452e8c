"""Open a conversation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts import routing
from accounts.models import Account, User
from accounts.routing import Addressee
from accounts.states import Role, Side
from conversations import chain, permissions, record, topics
from conversations.actions.drafting import forget_draft
from conversations.actions.reading import mark_read
from conversations.actions.sharing import share_with_agents
from conversations.actions.speaking import (
    SENT_OTHER_WORDS,
    SentAlready,
    check_same_words,
)
from conversations.models import Conversation, Entry, Place
from conversations.record import Voice
from conversations.states import Kind
from conversations.telling import announce
from portal import rls

FIRST_MESSAGE = 2  # its place in the chain, behind the entry that opens it


@dataclass(frozen=True)
class Opening:
    """What opens a conversation; `key` is made with the form, and is used once."""

    topic: str
    subject: str
    text: str
    key: UUID


@transaction.atomic
def open_conversation(
    opening: Opening, *, account: Account, by: User, at: datetime | None = None
) -> Conversation:
    """Open a conversation with its first message; the other side is on turn.

    The same form sent twice opens one conversation, and both times returns it.

    Args:
        account: with its Center loaded.
        at: for what was said before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` may not write for the company or its Center.
        SentAlready: if the form was sent before with other words.
    """
    record.lock_form(opening.key)
    permissions.may_open(by, account).require()
    earlier = Conversation.objects.filter(opened_by=by, key=opening.key).first()
    if earlier:
        check_same_opening(earlier, opening, account)
        return earlier
    moment = at or timezone.now()
    voice = record.voice(by, account=account.pk, center=account.center_id, at=moment)
    addressee = routing.addressee(account, topics.TOPICS[opening.topic].duty)
    head = new_head(opening, addressee, voice)
    share_with_agents(head, by=by)
    facts = opening_facts(head, addressee)
    record.add(head, Kind.OPENED, facts, voice=voice)
    first = record.add(head, Kind.MESSAGE, opening.text, voice=voice, key=opening.key)
    record.save_head(head)
    mark_read(conversation=head, seq=head.latest_seq, by=by)
    if at is None:
        place = Place(account.pk, topic=opening.topic)
        forget_draft(place=place, key=opening.key, by=by)
        announce(first, head)
    return head


def new_head(opening: Opening, addressee: Addressee, voice: Voice) -> Conversation:
    """Make the row of a conversation, with an empty chain."""
    head = head_of(opening, addressee, voice)
    head.pk = next_id()
    if voice.standing.word is Role.AGENT:
        rls.give(head.pk)
    head.save(force_insert=True)
    return head


def head_of(opening: Opening, addressee: Addressee, voice: Voice) -> Conversation:
    """Return the head of a chain that is still empty, not saved."""
    from_government = voice.standing.side is Side.GOVERNMENT
    return Conversation(
        account=addressee.account,
        center=addressee.account.center,
        topic=opening.topic,
        subject=chain.as_fact(opening.subject),
        duty=addressee.duty,
        holder=voice.by if from_government else addressee.official,
        turn=voice.standing.side.other,
        turn_since=voice.at,
        opened_at=voice.at,
        opened_by=voice.by,
        key=opening.key,
        latest_at=voice.at,
        latest_digest=chain.GENESIS,
    )


def next_id() -> int:
    """Take the id first: an agent sees the row only once it is given to them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id'))",
            [Conversation._meta.db_table],
        )
        return int(cursor.fetchone()[0])


def opening_facts(head: Conversation, addressee: Addressee) -> str:
    """Return what the first entry seals, so that nothing read stands outside."""
    official = addressee.official
    return chain.facts(
        account=head.account.legal_name,
        account_ref=head.account.ref,
        center=head.center.name,
        subject=head.subject,
        topic=head.topic,
        duty=head.duty,
        addressee=official.name if official else None,
        addressee_ref=official.ref if official else None,
    )


def check_same_opening(
    earlier: Conversation, opening: Opening, account: Account
) -> None:
    """Refuse a form that opened another conversation before, so that none is lost."""
    about = (earlier.account_id, earlier.topic, earlier.subject)
    if about != (account.pk, opening.topic, chain.as_fact(opening.subject)):
        raise SentAlready(SENT_OTHER_WORDS)
    entries = Entry.objects.select_related("body")
    first = entries.get(conversation=earlier, seq=FIRST_MESSAGE)
    check_same_words(first, conversation=earlier, text=opening.text)
