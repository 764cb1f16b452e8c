"""The entries of a thread, and the sentences that events are."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.states import Side
from conversations import topics
from conversations.models import Entry
from conversations.states import Kind, Reason, State
from portal import markdown

WHY_CLOSED = {
    Reason.ANSWERED: gettext_lazy("the question was answered"),
    Reason.ELSEWHERE: gettext_lazy("it goes on in its own legal channel"),
    Reason.NO_LONGER: gettext_lazy("it is no longer needed"),
}
SHOWN_DIGEST = 12  # hex digits of a digest that a reader sees


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
    corrects: int
    corrected_by: int
    correct_path: str

    @property
    def id(self) -> str:
        return f"entry-{self.seq}"


def entry_views(
    entries: Iterable[Entry], *, user: User, read_seq: int
) -> Iterator[EntryView]:
    """Return the entries as shown, with day dividers and one line above the new.

    Args:
        entries: in order, with conversation, author and body.
        read_seq: the last entry that the reader has read.
    """
    entries = list(entries)
    corrected = {entry.regards: entry.seq for entry in entries if entry.regards}
    goes_before = bool(entries) and entries[0].seq > read_seq + 1  # on another page
    latest_day, unread_shown = None, read_seq == 0 or goes_before
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
            permalink=entry.get_absolute_url(),
            mine=entry.author == user,
            first_unread=first_unread,
            day=None if day == latest_day else day,
            digest=entry.digest[:SHOWN_DIGEST],
            corrects=entry.regards or 0,
            corrected_by=corrected.get(entry.seq, 0),
            correct_path=correct_path(entry, user, corrected),
        )
        latest_day, unread_shown = day, unread_shown or first_unread


def correct_path(entry: Entry, user: User, corrected: Collection[int | None]) -> str:
    """Return where one corrects one's own words, as long as nobody has done it yet."""
    if entry.author != user or not entry.is_spoken or entry.seq in corrected:
        return ""
    if not entry.conversation.is_open:
        return ""
    args = [entry.conversation.ref, entry.seq]
    return reverse("conversations:correct", args=args)


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
            return handover_sentence(entry, facts)
        case Kind.STATE:
            return state_sentence(entry, facts)
        case Kind.TURN:
            return turn_sentence(entry, facts)
        case _:
            return str(Kind(entry.kind).label)


def handover_sentence(entry: Entry, facts: dict[str, str | None]) -> str:
    words = {"name": facts["holder"], "earlier": facts.get("predecessor")}
    if not words["name"]:
        words["by"] = entry.author.name
        return (
            _("%(by)s put this conversation, which %(earlier)s held, into the queue.")
            % words
        )
    if words["earlier"]:
        return _("%(name)s took this conversation over from %(earlier)s.") % words
    return _("%(name)s took this conversation from the queue.") % words


def state_sentence(entry: Entry, facts: dict[str, str | None]) -> str:
    if facts["state"] == State.OPEN:
        return _("%(name)s opened this conversation again.") % {
            "name": entry.author.name
        }
    words = {"name": entry.author.name, "why": WHY_CLOSED[Reason(str(facts["reason"]))]}
    return _("%(name)s closed this conversation: %(why)s.") % words


def turn_sentence(entry: Entry, facts: dict[str, str | None]) -> str:
    words = {"name": entry.author.name}
    if facts["turn"] == Side.GOVERNMENT:
        return _("%(name)s handed the turn to the Center.") % words
    return _("%(name)s handed the turn to the company.") % words


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
