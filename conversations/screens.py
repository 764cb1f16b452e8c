"""What the pages of conversations show, in words chosen here and not in templates."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Assignment, Membership, User
from accounts.routing import Addressee
from accounts.states import Duty, Role, Side
from conversations import topics
from conversations.models import PREVIEW, Conversation, Entry
from conversations.states import Kind, Reason
from portal import markdown

SHOWN_DIGEST = 12  # hex digits of a digest that a reader sees


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


# --- Inbox ---------------------------------------------------------------------------


@dataclass(frozen=True)
class InboxRow:
    path: str
    subject: str
    unread: bool
    tag: Tag
    company: str
    topic: str
    holder: str
    preview: str
    latest_at: datetime


def inbox_row(conversation: Conversation, user: User) -> InboxRow:
    """Return an inbox row; the conversation comes from `for_inbox`."""
    return InboxRow(
        path=conversation.get_absolute_url(),
        subject=conversation.subject,
        unread=conversation.said_seq > conversation.read_seq,  # type: ignore[attr-defined]  # annotated
        tag=tag_of(conversation, user),
        company=conversation.account.legal_name,
        topic=conversation.topic_label,
        holder=holder_of(conversation),
        preview=markdown.plain(conversation.latest_words, PREVIEW // 2),  # type: ignore[attr-defined]  # annotated
        latest_at=conversation.latest_at,
    )


# --- Thread --------------------------------------------------------------------------


@dataclass(frozen=True)
class EntryView:
    """An entry as the thread shows it; an event has a sentence instead of HTML."""

    seq: int
    kind: str
    author_name: str
    role: str
    on_behalf_of: str
    side: str
    at: datetime
    html: str
    sentence: str
    permalink: str
    mine: bool
    first_unread: bool
    day: date | None
    digest: str

    @property
    def id(self) -> str:
        return f"entry-{self.seq}"


def entry_views(
    entries: Iterable[Entry], *, path: str, user: User, read_seq: int
) -> Iterator[EntryView]:
    """Return the entries as shown, with day dividers and one line above the new.

    Args:
        entries: in order, with author and body.
        path: the thread's own.
        read_seq: the last entry that the reader has read.
    """
    latest_day, unread_shown = None, read_seq == 0
    for entry in entries:
        day = timezone.localtime(entry.at).date()
        is_new = entry.is_spoken and entry.seq > read_seq and entry.author != user
        first_unread = is_new and not unread_shown
        yield EntryView(
            seq=entry.seq,
            kind=entry.kind,
            author_name=entry.author.name,
            role=role_word(entry.role),
            on_behalf_of=entry.on_behalf_of,
            side=entry.side if entry.is_spoken else "event",
            at=entry.at,
            html=markdown.render(entry.body.text) if entry.is_spoken else "",
            sentence="" if entry.is_spoken else sentence_of(entry),
            permalink=f"{path}?entry={entry.seq}#entry-{entry.seq}",
            mine=entry.author == user,
            first_unread=first_unread,
            day=None if day == latest_day else day,
            digest=entry.digest[:SHOWN_DIGEST],
        )
        latest_day, unread_shown = day, unread_shown or first_unread


def role_word(recorded: str) -> str:
    """Return a role of the record, which is English, in the reader's language."""
    return _(recorded)


def sentence_of(entry: Entry) -> str:
    """Say what an event was, from the facts that its entry seals."""
    facts = json.loads(entry.body.text)
    match entry.kind:
        case Kind.OPENED:
            return opened_sentence(entry, facts)
        case Kind.HANDOVER:
            return _("%(name)s took this conversation from the queue.") % {
                "name": facts["holder"]
            }
        case Kind.STATE:
            words = {"name": entry.author.name, "why": Reason(facts["reason"]).label}
            return _("%(name)s closed this conversation: %(why)s.") % words
        case _:
            return str(Kind(entry.kind).label)


def opened_sentence(entry: Entry, facts: dict[str, str | None]) -> str:
    about = topics.TOPICS[str(facts["topic"])].label
    words = {"name": entry.author.name, "topic": about, "to": facts["addressee"]}
    if entry.side is Side.GOVERNMENT:
        return _("%(name)s opened this conversation about: %(topic)s.") % words
    if facts["addressee"] is None:
        return (
            _(
                "%(name)s opened this conversation about: %(topic)s. "
                "It went to the queue of the Center."
            )
            % words
        )
    return (
        _("%(name)s opened this conversation about: %(topic)s. It went to %(to)s.")
        % words
    )


@dataclass(frozen=True)
class PersonView:
    name: str
    role: str
    side: str


@dataclass(frozen=True)
class Circle:
    """The people on both sides who read a conversation now."""

    company: list[PersonView]
    officials: list[PersonView]

    @property
    def people(self) -> list[PersonView]:
        return [*self.company, *self.officials]


def circle_of(account: int, *, given_to: frozenset[int], holder: User | None) -> Circle:
    """Return who reads a conversation of a company; two queries.

    Args:
        given_to: ids of the agents to whom it is given.
        holder: the official who holds it, who may be assigned for nothing.
    """
    memberships = Membership.objects.current().filter(account=account)
    company = [
        PersonView(m.user.name, str(Role(m.role).label), Side.COMPANY)
        for m in memberships.select_related("user").order_by("user__name", "pk")
        if m.role != Role.AGENT or m.user_id in given_to
    ]
    assignments = Assignment.objects.current().filter(account=account)
    assigned = {
        a.official: str(Duty(a.duty).label)
        for a in assignments.select_related("official").order_by("duty", "pk")
    }
    if holder and holder not in assigned:
        assigned[holder] = _("Holds this conversation")
    officials = [
        PersonView(official.name, role, Side.GOVERNMENT)
        for official, role in assigned.items()
    ]
    return Circle(company, officials)


@dataclass(frozen=True)
class Audience:
    """Who a message goes to, and everybody who will read it, as two sentences."""

    to: str
    seen_by: str


def audience(to: str, company: str, center: str, circle: Circle) -> Audience:
    count = len(circle.company)
    company_people = ngettext(
        "%(count)d person of %(company)s", "%(count)d people of %(company)s", count
    ) % {"count": count, "company": company}
    names = ", ".join(person.name for person in circle.officials)
    officials = (
        _("%(names)s and the staff of %(center)s") if names else "%(center)s"
    ) % {"names": names, "center": center}
    seen_by = _("%(people)s; %(officials)s. No other company.") % {
        "people": company_people,
        "officials": officials,
    }
    return Audience(to, seen_by)


def addressed_to(conversation: Conversation, reader: Side) -> str:
    """Name whom a reply goes to."""
    if reader is Side.GOVERNMENT:
        return conversation.account.legal_name
    if conversation.holder:
        return f"{conversation.holder.name}, {conversation.center}"
    return _("The queue of %(center)s") % {"center": conversation.center}


def send_label(reader: Side) -> str:
    if reader is Side.GOVERNMENT:
        return _("Send and hand the turn to the company")
    return _("Send and hand the turn to the Center")


def opening_to(addressee: Addressee, reader: Side) -> str:
    """Name whom a new conversation goes to."""
    if reader is Side.GOVERNMENT:
        return addressee.account.legal_name
    return addressee.words


def facts_of(conversation: Conversation) -> list[tuple[str, object]]:
    return [
        (_("Reference"), conversation.ref),
        (_("Company"), conversation.account.legal_name),
        (_("Center"), str(conversation.center)),
        (_("Held by"), holder_of(conversation)),
        (_("Topic"), conversation.topic_label),
        (_("Entries"), conversation.latest_seq),
    ]
