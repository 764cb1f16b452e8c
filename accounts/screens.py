"""What the pages of people and companies show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import absences
from accounts.models import Assignment, Membership, Notice, StaffRead, User
from accounts.states import Duty, NoticeState, Role, WhyRead


@dataclass(frozen=True)
class PersonSince:
    """Somebody on a company's page.

    Attributes:
        away: that they are away and who stands in, or nothing.
    """

    name: str
    role: str
    since: datetime
    away: str = ""


@dataclass(frozen=True)
class Choice:
    """A company that a person may act for."""

    legal_name: str
    ref: str
    role_label: str
    current: bool


def choice(membership: Membership, *, current: bool) -> Choice:
    account = membership.account
    role = str(Role(membership.role).label)
    return Choice(account.legal_name, account.ref, role, current)


def company_people(memberships: Iterable[Membership]) -> list[PersonSince]:
    """Return who stands for a company, by name; rows of the history do as well."""
    by_name = sorted(memberships, key=lambda one: (one.user.name, one.id))
    return [
        PersonSince(one.user.name, str(Role(one.role).label), one.since)
        for one in by_name
    ]


def officials(assignments: Iterable[Assignment]) -> list[PersonSince]:
    """Return who looks after a company, by duty; rows of the history do as well.

    Args:
        assignments: annotated with `stand_in`.
    """
    by_duty = sorted(assignments, key=lambda one: (one.duty, one.id))
    return [
        PersonSince(
            one.official.name,
            str(Duty(one.duty).label),
            one.since,
            absences.words(one.official.name, one.away_until, one.stand_in_name),  # type: ignore[attr-defined]  # annotated
        )
        for one in by_duty
    ]


@dataclass(frozen=True)
class ReadRow:
    """An official who opened a company's pages, in the words of that day.

    Attributes:
        about: which conversation they read, if they are named for one.
    """

    name: str
    duty: str
    place: str
    why: str
    about: str
    at: datetime


def read_row(read: StaffRead, reader: User) -> ReadRow:
    return ReadRow(
        name=read.name,
        duty=str(Duty(read.duty).label),
        place=read.place,
        why=str(WhyRead(read.why).label),
        about=about_of(read, reader),
        at=read.opened_at,
    )


def about_of(read: StaffRead, reader: User) -> str:
    """Name the conversation for those who may know of it; a program admin may not."""
    if not read.about:
        return ""
    return _("A conversation") if reader.sight.admin else read.about


# --- Notices -------------------------------------------------------------------------


@dataclass(frozen=True)
class NoticeRow:
    """One notice: what, when, why, and how its mail stands.

    Attributes:
        mail: words before the moment `mail_at`, if there is one.
    """

    at: datetime
    about: str
    ref: str
    path: str
    reason: str
    mail: str
    mail_at: datetime | None


def notice_rows(notices: list[Notice]) -> list[NoticeRow]:
    """Return the rows of the page; the notices come from `with_mail`. One query."""
    mails = Notice.objects.in_bulk([n.mail for n in notices if n.mail])  # type: ignore[attr-defined]  # annotated
    return [notice_row(n, mails.get(n.mail)) for n in notices]  # type: ignore[attr-defined]  # annotated


def notice_row(notice: Notice, mail: Notice | None) -> NoticeRow:
    words, at = mail_state(mail)
    return NoticeRow(
        at=notice.due_at,
        about=notice.about or notice.ref,
        ref=notice.ref,
        path=notice.path,
        reason=notice.reason,
        mail=words,
        mail_at=at,
    )


def mail_state(mail: Notice | None) -> tuple[str, datetime | None]:
    """Say how a mail stands, and since or until when."""
    if mail is None:
        return _("No mail"), None
    match mail.state:
        case NoticeState.SENT:
            return _("Mailed"), mail.sent_at
        case NoticeState.SENDING:
            return _("Mail on its way"), None
        case NoticeState.DUE if mail.attempts:
            return _("Mail not accepted yet; tried again"), mail.next_at
        case NoticeState.DUE:
            return _("Mail to be sent"), mail.next_at
        case NoticeState.DEAD:
            return _("Mail given up: your address did not accept it"), None
        case _:
            return _("No mail"), None
