"""The log of staff reads: members see who of the government opened their company.

It is the one thing that a GET writes. A row is there once a sign-in, however many of
the company's pages are opened; of an auditor one more for each conversation.
"""

from hashlib import sha256

from django.utils import timezone

from accounts.http import PersonRequest
from accounts.models import Account, Assignment, Posting, StaffRead, User
from accounts.states import ACCOUNT_DUTIES, Duty, WhyRead


def note_audit(request: PersonRequest, account: Account, about: str) -> None:
    """Write down that an auditor read a conversation, who leaves no read mark in it."""
    if request.user.sight.audits:
        note(request, account, about)


def note(request: PersonRequest, account: Account, about: str = "") -> None:
    """Write down that an official opened a company's page; one statement, or none."""
    reader, session = request.user, request.session.session_key
    if not reader.sight.staff or not session:
        return
    why = why_of(reader, account)
    posting = posting_of(reader, account, why)
    read = StaffRead(
        account=account,
        name=reader.name,
        why=why,
        duty=posting.duty,
        place=posting.place,
        about=about,
        visit=sha256(session.encode()).hexdigest(),
        opened_at=timezone.now(),
        opened_by=reader,
    )
    StaffRead.objects.bulk_create([read], ignore_conflicts=True)


def why_of(reader: User, account: Account) -> WhyRead:
    """Return why an official sees a company, the nearest reason first."""
    sight = reader.sight
    if sight.admin:
        return WhyRead.PROGRAM
    if sight.audits:
        return WhyRead.AUDIT
    home, center = sight.home_of(account.pk, account.center_id)
    if home in sight.own and not (sight.covers and stands_in(reader, home)):
        return WhyRead.ASSIGNED
    if {account.center_id, center} & set(sight.centers):
        return WhyRead.CENTER
    return WhyRead.STANDS_IN if home in sight.own else WhyRead.FORMER


def stands_in(reader: User, account: int) -> bool:
    """Whether it is not theirs, but that of somebody who is away."""
    current = Assignment.objects.current().filter(account=account, official=reader)
    return not current.exists()


def posting_of(reader: User, account: Account, why: WhyRead) -> Posting:
    """Return the post in which an official sees a company."""
    _, center = reader.sight.home_of(account.pk, account.center_id)

    def fits(posting: Posting) -> bool:
        match why:
            case WhyRead.PROGRAM:
                return posting.duty == Duty.ADMIN
            case WhyRead.AUDIT:
                return posting.duty == Duty.AUDITOR
            case WhyRead.CENTER:
                return posting.center_id in (account.center_id, center)
            case _:
                return posting.duty in ACCOUNT_DUTIES

    postings = reader.current_postings
    return next(filter(fits, postings), postings[0])
