"""Tell people of who stands for a company: by mail to an address, and in the portal."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import Account, Assignment, Invitation, Membership, User
from accounts.notices import Owed, Thread
from accounts.states import Channel, NoticeKind, Role

LINKS = "/sign-in/invited/"  # where the links of invitations begin


def send(invitation: Invitation) -> None:
    """Owe an address the mail with the link of its invitation."""
    owed = Owed(
        key=f"{Channel.MAIL}:{invitation.ref}",
        kind=NoticeKind.INVITATION,
        channel=Channel.MAIL,
        recipient_id=None,
        address=invitation.email,
        ref=invitation.ref,
        path=LINKS,
        reason=_("Somebody invited this address."),
        due_at=invitation.sent_at,
        account_id=invitation.account_id,
    )
    notices.owe([owed])


def send_claimed(address: str, *, by: User, at: datetime) -> None:
    """Owe an address the mail with its link once more, if it was ever invited.

    Whether it was is only found out when the mail is about to leave, so that this does
    the same for every address. Each address is asked about once a day by one person.
    """
    about = sha256(address.casefold().encode()).hexdigest()[:16]
    owed = Owed(
        key=f"{Channel.MAIL}:{by.ref}:claim:{about}:{at.date()}",
        kind=NoticeKind.CLAIM,
        channel=Channel.MAIL,
        recipient_id=None,
        address=address,
        ref=by.ref,
        path=LINKS,
        reason=_("Somebody who has signed in says that this address was invited."),
        due_at=at,
    )
    notices.owe([owed])


def tell_officers(
    account: Account, *, key: str, about: str, by: User, at: datetime
) -> None:
    """Tell the officers of a company what they have to look at on its people page.

    Whoever acts may not see the officers' own rows; a closed sign-in gets no mail.
    """
    current = Membership.objects.current().filter(account=account)
    officers = current.filter(role=Role.OFFICER).exclude(user=by)
    people = officers.order_by("pk").values_list("user_id", flat=True)
    path = f"{reverse('people')}?account={account.ref}"
    reason = _("You are an officer of the company.")
    notices.owe(told(account, people, key, path, about, reason, at))


def tell_officials(
    account: Account, *, key: str, about: str, by: User, at: datetime
) -> None:
    """Tell the officials of a company what changed among its people.

    Those who are assigned to it; while nobody is, the staff of its Center.
    """
    assigned = Assignment.objects.current().filter(account=account)
    people = set(assigned.values_list("official_id", flat=True))
    if not people:
        queue = Thread(account.ref, account.pk, account.center_id, None)
        readers = notices.readers(queue, members=[], author=by.pk, at=at)
        people = {reader.person for reader in readers}
    reason = _("You look after the company.")
    path = account.get_absolute_url()
    notices.owe(told(account, sorted(people), key, path, about, reason, at))


def told(  # noqa: PLR0913 - one notice has that many parts
    account: Account,
    people: Iterable[int],
    key: str,
    path: str,
    about: str,
    reason: str,
    at: datetime,
) -> Iterator[Owed]:
    """Return both rows for each person: in the portal, and a mail without words."""
    for person in people:
        for channel in Channel:
            yield Owed(
                key=f"{channel}:{key}:{person}",
                kind=NoticeKind.PEOPLE,
                channel=channel,
                recipient_id=person,
                account_id=account.pk,
                center_id=account.center_id,
                ref=account.ref,
                path=path,
                about=about[:160] if channel is Channel.PORTAL else "",
                reason=reason,
                due_at=at,
            )
