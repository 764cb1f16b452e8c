"""Note what officials and companies said to each other outside the portal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, permissions
from accounts.actions.invitations import locked
from accounts.models import Account, Contact, ContactNote, FollowUpDone, User
from accounts.states import ContactKind
from portal.decisions import Refused


class NotYetHeld(Refused):
    """A contact is noted when it has been, not before."""

    def __init__(self) -> None:
        super().__init__(_("Choose a moment that has passed; this one is to come."))


class AlreadyLogged(Refused):
    """A contact stands for good, so the same one is not noted twice."""

    def __init__(self) -> None:
        super().__init__(_("This contact is on the timeline already."))


@dataclass(frozen=True)
class Held:
    """What is noted of a contact.

    Attributes:
        shared: what the company reads, too.
        internal: what only officials read; kept in another table.
        follow_up_date: only with a follow-up.
    """

    kind: ContactKind
    held_at: datetime
    participants: Sequence[str]
    shared: str = ""
    internal: str = ""
    follow_up: str = ""
    follow_up_date: date | None = None


@transaction.atomic
def log(
    held: Held, *, account: Account, by: User, at: datetime | None = None
) -> Contact:
    """Note a call, visit or meeting; it joins the company's timeline.

    Args:
        at: for what was noted before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` does not look after the company.
        NotYetHeld: if the contact is still to come.
        AlreadyLogged: if they noted the very same before, as by pressing twice.
    """
    permissions.may_log(by, account).require()
    account = locked(account)  # what is pressed twice comes one after the other
    at = at or timezone.now()
    if held.held_at > at:
        raise NotYetHeld
    if is_logged(held, account=account, by=by):
        raise AlreadyLogged
    contact = Contact.objects.create(
        account=account,
        kind=held.kind,
        held_at=held.held_at,
        participants=list(held.participants),
        shared=held.shared,
        follow_up=held.follow_up,
        follow_up_date=held.follow_up_date,
        logged_at=at,
        logged_by=by,
    )
    if held.internal:
        ContactNote.objects.create(
            contact=contact,
            account=account,
            text=held.internal,
            logged_at=at,
            logged_by=by,
        )
    sentence = events.met(contact)
    events.tell(account, kind="contact", sentence=sentence, by=by, at=held.held_at)
    return contact


def is_logged(held: Held, *, account: Account, by: User) -> bool:
    """Whether somebody has noted this contact already, word for word."""
    same = Contact.objects.filter(
        account=account,
        kind=held.kind,
        held_at=held.held_at,
        participants=list(held.participants),
        shared=held.shared,
        follow_up=held.follow_up,
        logged_by=by,
    )
    return same.exists()


@transaction.atomic
def finish(*, contact: Contact, by: User) -> None:
    """Note that what was to follow a contact is done; a second time changes nothing.

    Raises:
        PermissionDenied: if `by` does not look after the company.
    """
    permissions.may_manage(by, contact.account).require()
    if not contact.follow_up:
        return
    at, account = timezone.now(), contact.account
    try:
        with transaction.atomic():
            FollowUpDone.objects.create(
                contact=contact, account=account, done_at=at, done_by=by
            )
    except IntegrityError:  # somebody said so before
        return
    sentence = events.followed(contact)
    events.tell(account, kind="contact", sentence=sentence, by=by, at=at)
