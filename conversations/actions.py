"""What people do in conversations."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import routing
from accounts.models import Account, Membership, User
from accounts.routing import Addressee
from accounts.standing import Standing, standing_of
from accounts.states import Role, Side
from conversations import chain, permissions, record, topics
from conversations.models import Conversation, Entry, ReadMark, Share
from conversations.record import Voice
from conversations.states import Kind, Reason, State
from portal import rls
from portal.decisions import Refused

FIRST_MESSAGE = 2  # its place in the chain, behind the entry that opens it


class SentAlready(Refused):
    """The form was sent before with other words, which are in the record."""


SENT_OTHER_WORDS = _(
    "This form was sent before with other words, and those are in the conversation. "
    "What you have written now is below: send it again if it is still to be said."
)


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
    voice = Voice(by, standing_towards(by, account.pk, account.center_id))
    addressee = routing.addressee(account, topics.TOPICS[opening.topic].duty)
    head = new_head(opening, addressee, voice, at or timezone.now())
    share_with_agents(head, by=by)
    facts = opening_facts(head, addressee)
    record.add(head, Kind.OPENED, facts, voice=voice, at=head.opened_at)
    record.add(
        head,
        Kind.MESSAGE,
        opening.text,
        voice=voice,
        at=head.opened_at,
        key=opening.key,
    )
    record.save_head(head)
    mark_read(conversation=head, seq=head.latest_seq, by=by)
    return head


def new_head(
    opening: Opening, addressee: Addressee, voice: Voice, at: datetime
) -> Conversation:
    """Make the row of a conversation, with an empty chain."""
    from_government = voice.standing.side is Side.GOVERNMENT
    head = Conversation(
        pk=next_id(),
        account=addressee.account,
        center=addressee.account.center,
        topic=opening.topic,
        subject=chain.normalise(opening.subject),
        duty=addressee.duty,
        holder=voice.by if from_government else addressee.official,
        turn=voice.standing.side.other,
        turn_since=at,
        opened_at=at,
        opened_by=voice.by,
        key=opening.key,
        latest_at=at,
        latest_digest=chain.GENESIS,
    )
    if voice.standing.word is Role.AGENT:
        rls.give(head.pk)
    head.save(force_insert=True)
    return head


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


def share_with_agents(head: Conversation, *, by: User) -> None:
    """Give a new conversation to the agent who opens it, and to those of its kind."""
    group = topics.TOPICS[head.topic].group
    agents = Membership.objects.current().filter(
        account=head.account_id, role=Role.AGENT
    )
    for membership in agents.order_by("pk"):
        if membership.user_id == by.pk or group in membership.kinds:
            give(head, to=membership.user_id, by=by, at=head.opened_at)


def give(head: Conversation, *, to: int, by: User, at: datetime) -> Share:
    """Write that one agent, by their id, may read a conversation and answer in it."""
    return Share.objects.create(
        conversation=head,
        account_id=head.account_id,
        center_id=head.center_id,
        user_id=to,
        given_at=at,
        given_by=by,
    )


@transaction.atomic
def share(*, conversation: Conversation, agent: User, by: User) -> None:
    """Give a conversation to an agent of its company; again is harmless.

    Raises:
        PermissionDenied: if `by` does not write for the company, or the other person
            is no agent of it.
    """
    head = record.lock(conversation)
    permissions.may_share(by, head, agent).require()
    if not Share.objects.filter(conversation=head, user=agent).exists():
        give(head, to=agent.pk, by=by, at=timezone.now())


@transaction.atomic
def reply(
    *,
    conversation: Conversation,
    text: str,
    key: UUID,
    by: User,
    at: datetime | None = None,
) -> Entry:
    """Say something in a conversation and hand the turn to the other side.

    The same form sent twice lands once. An official who answers from the queue
    takes the conversation, and the record says so.

    Args:
        at: for what was said before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` may not write here, or the conversation is closed.
        SentAlready: if the form was sent before with other words.
    """
    head = record.lock(conversation)
    record.lock_form(key)
    permissions.may_reply(by, head).require()
    earlier = Entry.objects.select_related("body").filter(author=by, key=key).first()
    if earlier:
        check_same_words(earlier, conversation=head, text=text)
        return earlier
    voice = Voice(by, standing_towards(by, head.account_id, head.center_id))
    at = record.moment(head, at)
    if voice.standing.side is Side.GOVERNMENT and head.holder_id is None:
        take(head, voice=voice, at=at)
    entry = record.add(head, Kind.MESSAGE, text, voice=voice, at=at, key=key)
    hand_turn(head, to=voice.standing.side.other, at=at)
    record.save_head(head, "holder", "turn", "turn_since")
    mark_read(conversation=head, seq=entry.seq, by=by)
    return entry


def take(head: Conversation, *, voice: Voice, at: datetime) -> None:
    """Let an official take a conversation out of the queue."""
    head.holder = voice.by
    facts = chain.facts(holder=voice.by.name, holder_ref=voice.by.ref)
    record.add(head, Kind.HANDOVER, facts, voice=voice, at=at)


def hand_turn(head: Conversation, *, to: Side, at: datetime) -> None:
    """Put a side on turn; since when does not move while it stays on turn."""
    if head.turn != to:
        head.turn, head.turn_since = to, at


@transaction.atomic
def close(
    *,
    conversation: Conversation,
    reason: Reason,
    by: User,
    at: datetime | None = None,
) -> Conversation:
    """Close a conversation, for a reason that the record keeps; nobody is on turn.

    Raises:
        PermissionDenied: if `by` may not write here, or it is closed already.
    """
    head = record.lock(conversation)
    permissions.may_close(by, head).require()
    voice = Voice(by, standing_towards(by, head.account_id, head.center_id))
    facts = chain.facts(state=State.CLOSED, reason=reason)
    head.state = State.CLOSED
    record.add(head, Kind.STATE, facts, voice=voice, at=record.moment(head, at))
    record.save_head(head, "state")
    return head


@transaction.atomic
def mark_read(*, conversation: Conversation, seq: int, by: User) -> None:
    """Note that a person has read up to an entry; it never goes back.

    A task or a page may repeat it. A number beyond the latest entry counts as that.
    """
    seq = min(seq, conversation.latest_seq)
    mark = ReadMark(user=by, conversation=conversation, seq=seq, read_at=timezone.now())
    ReadMark.objects.bulk_create([mark], ignore_conflicts=True)
    ReadMark.objects.filter(user=by, conversation=conversation, seq__lt=seq).update(
        seq=seq, read_at=mark.read_at
    )


def standing_towards(user: User, account: int, center: int) -> Standing:
    """Return a standing that a permission has found before."""
    standing = standing_of(user, account=account, center=center)
    assert standing is not None, "the permission was asked first"  # noqa: S101
    return standing


def check_same_opening(
    earlier: Conversation, opening: Opening, account: Account
) -> None:
    """Refuse a form that opened another conversation before, so that none is lost."""
    about = (earlier.account_id, earlier.topic, earlier.subject)
    if about != (account.pk, opening.topic, chain.normalise(opening.subject)):
        raise SentAlready(SENT_OTHER_WORDS)
    entries = Entry.objects.select_related("body")
    first = entries.get(conversation=earlier, seq=FIRST_MESSAGE)
    check_same_words(first, conversation=earlier, text=opening.text)


def check_same_words(entry: Entry, *, conversation: Conversation, text: str) -> None:
    """Refuse a form that was sent before with other words, so that none are lost."""
    same_words = entry.body.text == chain.normalise(text)
    if entry.conversation_id != conversation.pk or not same_words:
        raise SentAlready(SENT_OTHER_WORDS)
