"""Tell the people of a company of its introduction, a month ahead.

Who is owed a notice is one function of the database, `onboarding_expected`, for the
page that plans and for the timetable alike: it makes the keys, under which everybody
is told once. See migrations/0003.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import Account
from accounts.notices import Owed
from accounts.states import Channel, NoticeKind
from onboarding import calendar

BATCH = 2000  # rows of one transaction
AT_A_STRETCH = timedelta(seconds=30)  # half of what a task may run
EXPECTED = "key, channel, account, ref, person, time_zone, on_or_about"


class Expected(NamedTuple):
    """A notice that stands to be written, as the database says it."""

    key: str
    channel: str
    account: int
    ref: str
    person: int
    time_zone: str
    on_or_about: date


def announce(account: Account, *, at: datetime) -> None:
    """Owe the officers and contacts of a company their notice; what is owed stays so.

    Call it in the context of somebody who sees the company's people.
    """
    statement = f"SELECT {EXPECTED} FROM onboarding_expected(%s, %s)"  # noqa: S608 - ours
    notices.owe(owed(asked(statement, [at.date(), account.pk]), at))


def settle(account: Account | None, *, at: datetime) -> None:
    """Drop what was owed for a date that does not hold any more, of one company or all.

    The rows are other people's, so that a function of the owner does it. A notice
    that somebody could see already stands; one dropped earlier whose date holds again
    is owed again.
    """
    company = account.pk if account else None
    with connection.cursor() as cursor:
        cursor.execute("SELECT onboarding_settle(%s, %s, %s)", [at.date(), at, company])


def catch_up(*, at: datetime, stretch: timedelta = AT_A_STRETCH) -> None:
    """Owe whoever joined a company since, and drop what leavers were owed.

    Harmless twice, also at once: a key is written once. A day that was missed is
    made up for, since only what is written tells what is owed. What does not fit into
    a stretch is left to the next time, the nearest dates being first.
    """
    settle(None, at=at)
    until = timezone.now() + stretch
    while owe_untold(at) == BATCH and timezone.now() < until:
        pass


@transaction.atomic
def owe_untold(at: datetime) -> int:
    """Owe a batch of the notices that are missing, and return how many there were."""
    statement = f"SELECT {EXPECTED} FROM onboarding_untold(%s, %s)"  # noqa: S608 - ours
    untold = asked(statement, [at.date(), BATCH])
    notices.owe(owed(untold, at))
    return len(untold)


def asked(statement: str, values: list[date | int]) -> list[Expected]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Expected(*row) for row in cursor.fetchall()]


def owed(expected: Iterable[Expected], at: datetime) -> Iterator[Owed]:
    """Return the notices, due a month ahead, or now for who joined or plans later."""
    for one in expected:
        due = calendar.notice_due(one.on_or_about, one.time_zone)
        yield Owed(
            key=one.key,
            kind=NoticeKind.ONBOARDING,
            channel=Channel(one.channel),
            recipient_id=one.person,
            account_id=one.account,
            ref=one.ref,
            path=reverse("accounts:account", args=[one.ref]),
            about=about(one) if one.channel == Channel.PORTAL else "",
            reason=_("You are an officer or a contact of the company."),
            due_at=max(at, due),
        )


def about(one: Expected) -> str:
    return _("Your company's introduction is on or about %(day)s.") % {
        "day": dateformat.format(one.on_or_about, "j F Y")
    }
