"""What pages show of calls, visits and meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import Contact, ContactQuerySet
from accounts.states import ContactKind


@dataclass(frozen=True)
class ContactView:
    """A contact as its reader may know it.

    Attributes:
        internal: what the company does not read; empty for whoever may not.
        late: whether the day until which something was to follow has passed.
        done_at: when what was to follow was done.
        done_path: where one says that it is.
    """

    id: int
    title: str
    at: datetime
    names: Sequence[str]
    shared: str
    internal: str
    follow_up: str
    follow_up_date: date | None
    late: bool
    done_at: datetime | None
    done_path: str

    @property
    def participants(self) -> str:
        return ", ".join(self.names)


def contact_views(contacts: ContactQuerySet) -> list[ContactView]:
    """Return contacts as their reader may know them; two queries."""
    return [contact_view(contact) for contact in contacts.with_notes()]


def contact_view(contact: Contact) -> ContactView:
    done = getattr(contact, "done", None)
    until = contact.follow_up_date
    return ContactView(
        id=contact.pk,
        title=str(ContactKind(contact.kind).label),
        at=contact.held_at,
        names=contact.participants,
        shared=contact.shared,
        internal="\n\n".join(note.text for note in contact.notes.all()),
        follow_up=contact.follow_up,
        follow_up_date=until,
        late=bool(until and not done and until < timezone.localdate()),
        done_at=done.done_at if done else None,
        done_path=reverse(
            "accounts:follow_up_done", args=[contact.account.ref, contact.pk]
        ),
    )
