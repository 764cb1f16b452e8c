"""Owe people notices, and deliver the mails among them.

A notice is a row first, written in the transaction of its cause. Celery is only the
doorbell: whatever it loses, the sweep finds. In the portal a notice is there once; by
mail it goes out at least once, always with the same Message-ID.
"""

import logging
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import mail
from accounts.models import Notice
from accounts.states import Channel, NoticeKind, NoticeState

log = logging.getLogger(__name__)

AT_A_STRETCH = timedelta(seconds=30)  # half of what a task may run
LEASE = timedelta(seconds=90)  # longer than a task may run
FIRST_RETRY = timedelta(seconds=30)  # then twice as long each time
LONGEST_RETRY = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class Owed:
    """What one person is to be told, by one channel.

    Attributes:
        key: names the cause, the person and the channel; told once for each key.
        path: where it leads, on this portal.
        reason: why this person is told.
        recipient_id: the person; None for the kinds that go to a mere address.
        address: where those go, as far as an invitation to it is open by then; where
            a mail about signing in goes, if not to the person's own address.
        about: words for the portal's own page; mail never carries them.
        seq: its place among the notices of one `ref`, such as an entry's number; a
            mail stands for all that is behind its own place until the next mail.
        account_id: the company that it is about, whose people alone go on seeing it.
        center_id: the Center that it concerns, beside the company.
    """

    key: str
    kind: NoticeKind
    channel: Channel
    recipient_id: int | None
    ref: str
    path: str
    reason: str
    due_at: datetime
    address: str = ""
    about: str = ""
    digest: str = ""
    seq: int = 0
    account_id: int | None = None
    center_id: int | None = None

    def row(self) -> Notice:
        return Notice(**vars(self), next_at=self.due_at)


def owe(owed: Iterable[Owed]) -> None:
    """Write notices that are not written yet, and ring the bell after the commit."""
    rows = [one.row() for one in owed]
    if not rows:
        return
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Ask for a sweep at once; without the broker it comes with the timetable."""
    from accounts import tasks  # tasks are a door to this module

    try:
        tasks.sweep.apply_async(retry=False)
    except OperationalError:
        log.warning("The bell did not ring; the sweep will find what is due.")


@dataclass(frozen=True)
class Thread:
    """What news is about, by its reference and the ids that decide who sees it."""

    ref: str
    account_id: int
    center_id: int
    holder_id: int | None


class Reader(NamedTuple):
    """One person whom news concerns.

    Attributes:
        official: whether as an official, and not for the company.
        mail_at: when to mail them; None while a mail waits that will lead to this
            news, too. It does not leave before the caller's transaction has ended.
    """

    person: int
    official: bool
    mail_at: datetime | None


def readers(
    thread: Thread, *, members: list[int], author: int, at: datetime
) -> list[Reader]:
    """Return whom news of a thread concerns, but for its author; one query.

    The rows of officials and of other people's mails are not the author's to see, so
    that the answer comes from a function of the owner.

    Args:
        members: ids of those whom it concerns for the company.
    """
    values = [thread.account_id, thread.center_id, thread.holder_id, members, author]
    pause = settings.MAIL_PAUSE.total_seconds()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, official, mail_at FROM portal_readers("
            "%s, %s, %s, %s::bigint[], %s, %s, %s, %s * interval '1 second')",
            [*values, thread.ref, at, pause],
        )
        return [Reader(*row) for row in cursor.fetchall()]


# --- Delivery ------------------------------------------------------------------------


def sweep(*, stretch: timedelta = AT_A_STRETCH) -> int:
    """Send the mails that are due, for a while, and return how many were sent.

    Safe to run twice at once: a row is claimed by one sender, under a lease that
    lapses when the sender dies.
    """
    sent, until = 0, timezone.now() + stretch
    while (at := timezone.now()) < until and (notice := claim(at=at)):
        sent += deliver(notice)
    return sent


def claim(*, at: datetime) -> Notice | None:
    """Take one mail that is due, for as long as the lease holds."""
    due = Notice.objects.claimable(at, settings.MAIL_PAUSE)
    while True:
        with transaction.atomic():
            locked = due.select_for_update(of=("self",), skip_locked=True)
            notice = locked.order_by("next_at", "pk").first()
            if notice is None:
                return None
            lock_thread(notice)
            if due.filter(pk=notice.pk).exists():
                return take(notice, at=at)
            # While we looked, another sender took a mail about the same thread. We see
            # that now, and will not find this one again.


def lock_thread(notice: Notice) -> None:
    """Let mails to one person about one thread be claimed one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"mail:{notice.ref}:{notice.recipient_id}"],
        )


def take(notice: Notice, *, at: datetime) -> Notice:
    notice.state = NoticeState.SENDING
    notice.attempts += 1
    notice.tried_at = notice.tried_at or at
    notice.lease_until = at + LEASE
    notice.save(update_fields=["state", "attempts", "tried_at", "lease_until"])
    return notice


def deliver(notice: Notice) -> bool:
    """Send a claimed mail outside of any transaction, and note what came of it."""
    recipient = mail.recipient(notice)
    if recipient is None:
        settle(notice, state=NoticeState.DROPPED, answer="Nobody to send it to.")
        return False
    try:
        answer = mail.send(notice, recipient)
    except mail.NotSent as refusal:
        put_back(notice, refusal)
        return False
    except Exception as error:
        log.exception("Could not write a mail: %s", notice.pk)
        put_back(notice, mail.NotSent(repr(error)))
        return False
    return settle(notice, state=NoticeState.SENT, answer=answer, sent_at=timezone.now())


def put_back(notice: Notice, refusal: mail.NotSent) -> None:
    """Put a mail back for later; if that is no use, give it up and say so."""
    at = timezone.now()
    tried_for = at - (notice.tried_at or at)
    if refusal.permanent or tried_for > GIVEN_UP_AFTER:
        log.error("Gave up a mail after %s attempts: %s", notice.attempts, notice.pk)
        settle(notice, state=NoticeState.DEAD, answer=str(refusal))
        return
    wait = retry_after(notice.attempts)
    settle(notice, state=NoticeState.DUE, answer=str(refusal), next_at=at + wait)


def retry_after(attempts: int) -> timedelta:
    """Return how long to wait after a failed attempt, a little shorter by chance."""
    times: int = 2 ** min(attempts - 1, 12)
    longest = min(FIRST_RETRY * times, LONGEST_RETRY)
    return longest * random.uniform(0.8, 1)  # noqa: S311 - no secret


def settle(notice: Notice, *, state: NoticeState, answer: str, **also: Any) -> bool:
    """Note the end of an attempt, if this sender still holds the claim."""
    held = Notice.objects.filter(
        pk=notice.pk, state=NoticeState.SENDING, attempts=notice.attempts
    )
    return bool(held.update(state=state, answer=answer[:200], lease_until=None, **also))
