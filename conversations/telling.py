"""Tell those whom a new entry concerns, in the portal and by mail."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import Membership, Succession, User
from accounts.notices import Owed, Reader, Thread
from accounts.standing import people_at_home
from accounts.states import Channel, NoticeKind, Role
from conversations.models import Conversation, Entry, Note, Share
from conversations.states import SPOKEN

SHOWN_DIGEST = 12  # hex digits in a mail, against which the entry can be held


def announce(entry: Entry, head: Conversation) -> None:
    """Owe everybody but the author a notice of an entry, and at most one mail.

    A mail leads to the first entry that its reader has not been mailed about, so that
    several entries within the pause are one mail. The caller holds the head's lock.
    """
    notices.owe(owed(entry, head))


def owed(entry: Entry, head: Conversation) -> Iterator[Owed]:
    thread = Thread(head.ref, head.account_id, head.center_id, head.holder_id)
    readers = notices.readers(
        thread, members=company_people(head), author=entry.author_id, at=entry.at
    )
    held = head.holder_id in {entry.author_id, *(one.person for one in readers)}
    for reader in readers:
        reason = why(reader, head, held=held)
        yield told(entry, head, reader, Channel.PORTAL, reason, entry.at)
        if reader.mail_at:
            yield told(entry, head, reader, Channel.MAIL, reason, reader.mail_at)


def told(
    entry: Entry,
    head: Conversation,
    reader: Reader,
    channel: Channel,
    reason: str,
    due_at: datetime,
) -> Owed:
    return Owed(
        key=f"{channel}:{head.ref}:{reader.person}:{entry.seq}",
        kind=NoticeKind.ENTRY,
        channel=channel,
        recipient_id=reader.person,
        ref=head.ref,
        seq=entry.seq,
        path=entry.get_absolute_url(),
        about=head.subject if channel is Channel.PORTAL else "",
        reason=reason,
        due_at=due_at,
        digest=entry.digest[:SHOWN_DIGEST],
        account_id=head.account_id,
        center_id=head.center_id,
    )


def ask(note: Note, colleagues: Iterable[User]) -> None:
    """Owe each colleague whom a note asks a notice, in the portal and by mail."""
    head = note.conversation
    notices.owe(
        Owed(
            key=f"{channel}:{head.ref}:{one.pk}:{note.anchor}",
            kind=NoticeKind.NOTE,
            channel=channel,
            recipient_id=one.pk,
            ref=head.ref,
            path=f"{head.get_absolute_url()}#{note.anchor}",
            about=head.subject if channel is Channel.PORTAL else "",
            reason=_("A colleague asks you about it."),
            due_at=note.at,
            account_id=note.account_id,
            center_id=note.center_id,
        )
        for one in colleagues
        for channel in Channel
    )


def why(reader: Reader, head: Conversation, *, held: bool) -> str:
    """Say why a person is told.

    Args:
        held: whether its holder sees it, and it is in no queue.
    """
    if not reader.official:
        return _("You take part in it.")
    if reader.person == head.holder_id:
        return _("You hold it.")
    if held:
        return _("You stand in for whoever holds it.")
    return _("It waits in your Center's queue.")


def company_people(head: Conversation) -> list[int]:
    """Return who spoke for the company, else its contacts and officers.

    Whoever took over from somebody who left stands in their place.
    """
    if head.account.merged_into_id:
        return people_after_merger(head)
    current = Membership.objects.current().filter(account=head.account_id)
    spoke = Entry.objects.filter(conversation=head, kind__in=sorted(SPOKEN))
    given = Share.objects.filter(conversation=head).values("user")
    authors = spoke.values("author")
    after = Succession.objects.filter(account=head.account_id, leaver__in=authors)
    takers = after.values(taker=Coalesce("successor", "invitation__accepted_by"))
    mine = current.filter(Q(user__in=authors) | Q(user__in=takers)).filter(
        ~Q(role=Role.AGENT) | Q(user__in=given)
    )
    writers = current.filter(role__in=[Role.OFFICER, Role.CONTACT])
    return ids(mine) or ids(writers)


def people_after_merger(head: Conversation) -> list[int]:
    """Return the same of a company that was merged, among the people who go on."""
    here = people_at_home(head.account)
    spoke = Entry.objects.filter(conversation=head, kind__in=sorted(SPOKEN))
    authors = set(spoke.order_by().values_list("author", flat=True))
    companies = [head.account_id, head.account.living_id]
    after = Succession.objects.filter(account__in=companies, leaver__in=authors)
    takers = after.values_list(Coalesce("successor", "invitation__accepted_by"))
    given = Share.objects.filter(conversation=head).order_by()
    part = authors | {taker for (taker,) in takers.order_by()}
    agents = set(given.values_list("user", flat=True))
    mine = [
        person
        for person, role in here.items()
        if person in part and (role != Role.AGENT or person in agents)
    ]
    writers = (Role.OFFICER, Role.CONTACT)
    return mine or [person for person, role in here.items() if role in writers]


def ids(memberships: QuerySet[Membership]) -> list[int]:
    return list(memberships.order_by("pk").values_list("user_id", flat=True))
