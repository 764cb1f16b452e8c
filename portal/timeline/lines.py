"""What a line of the timeline says, and where it leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account, User
from conversations import replay
from conversations.models import Entry
from conversations.states import Kind, Reason, State
from portal.timeline.kinds import Group, group_of
from portal.timeline.stream import Happened, Source


@dataclass(frozen=True)
class Line:
    """One line as the page shows it.

    Attributes:
        path: its source.
        by: who did it; empty where nobody stands in the row.
        by_ref: how the address calls that person.
        staff: whether officials alone read it.
    """

    at: datetime
    sentence: str
    path: str
    group: str
    by: str
    by_ref: str
    staff: bool


def lines_of(
    happened: Iterable[Happened], account: Account, people: dict[int, User]
) -> list[Line]:
    """Return the lines of what happened; one query, for the words of entries."""
    rows = list(happened)
    keys = [row.key for row in rows if row.source == Source.ENTRY]
    entries = Entry.objects.with_text().in_bulk(keys) if keys else {}
    return [
        line_of(row, account, people.get(row.by or 0), entries.get(row.key))
        for row in rows
    ]


def line_of(
    row: Happened, account: Account, by: User | None, entry: Entry | None
) -> Line:
    from_entry = entry if row.source == Source.ENTRY else None
    group = group_of(row.kind)
    return Line(
        at=row.at,
        sentence=sentence_of(from_entry) if from_entry else row.sentence,
        path=from_entry.get_absolute_url() if from_entry else source_of(group, account),
        group=str(group.label),
        by=by.name if by else "",
        by_ref=by.ref if by else "",
        staff=row.source == Source.STAFF,
    )


def source_of(group: Group, account: Account) -> str:
    """Return where what an event tells is kept."""
    if group is Group.CONTACTS:
        return reverse("accounts:contacts", args=[account.ref])
    part = "people" if group in {Group.PEOPLE, Group.OFFICIALS} else "facts"
    return f"{reverse('accounts:account', args=[account.ref])}#{part}"


def sentence_of(entry: Entry) -> str:
    facts = replay.facts_of(entry.body.text)
    subject = {"subject": entry.conversation.subject}
    match entry.kind:
        case Kind.OPENED:
            return opened(facts, subject)
        case Kind.HANDOVER:
            return handed(facts, subject)
        case _:
            return moved(facts, subject)


def opened(facts: dict[str, Any], subject: dict[str, str]) -> str:
    if not facts["addressee"]:
        return _("“%(subject)s” was opened and went to the Center's queue.") % subject
    to = subject | {"addressee": facts["addressee"]}
    return _("“%(subject)s” was opened and went to %(addressee)s.") % to


def handed(facts: dict[str, Any], subject: dict[str, str]) -> str:
    if not facts["holder"]:
        return _("“%(subject)s” went back to the Center's queue.") % subject
    holder = subject | {"holder": facts["holder"]}
    return _("%(holder)s took over “%(subject)s”.") % holder


def moved(facts: dict[str, Any], subject: dict[str, str]) -> str:
    if facts["state"] == State.OPEN:
        return _("“%(subject)s” was opened again.") % subject
    match facts["reason"]:
        case Reason.ANSWERED:
            return _("“%(subject)s” was closed: it was answered.") % subject
        case Reason.ELSEWHERE:
            return _("“%(subject)s” was closed: it goes on elsewhere.") % subject
        case _:
            return _("“%(subject)s” was closed: it is no longer needed.") % subject
