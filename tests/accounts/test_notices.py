"""The ledger of notices: told once, mailed at least once, and nothing but a link."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from threading import Barrier
from time import monotonic
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from time_machine import Traveller

from accounts import mail, notices, tasks
from accounts.models import Account, Membership, Notice, User
from accounts.notices import Owed
from accounts.states import Channel, NoticeKind, NoticeState
from portal import rls
from portal.celery import app
from portal.history import save_as
from tests.database import as_owner, as_worker, become
from tests.factories import LONG_AGO, NoticeFactory, UserFactory, closed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def owed(person: User, key: str = "mail:one", **also: Any) -> Owed:
    values: dict[str, Any] = {
        "kind": NoticeKind.ENTRY,
        "channel": Channel.MAIL,
        "ref": "TC-7F3K-2Q9M",
        "path": "/conversations/TC-7F3K-2Q9M/",
        "reason": "You take part in it.",
        "due_at": timezone.now(),
    }
    return Owed(key=key, recipient_id=person.pk, **values | also)


def now(notice: Notice) -> Notice:
    """Return a notice as it stands."""
    with as_owner():
        return Notice.objects.get(pk=notice.pk)


def all_keys() -> list[str]:
    with as_owner():
        return list(Notice.objects.order_by("key").values_list("key", flat=True))


def swept() -> int:
    """Let a worker sweep, and return how many mails it sent."""
    with as_worker():
        return notices.sweep()


def sent_to() -> list[str]:
    return [message.to[0] for message in django_mail.outbox]


# --- Owing ---------------------------------------------------------------------------


def test_what_is_owed_twice_is_owed_once(carl: User, ivan: User) -> None:
    with rls.entered(carl.pk):
        notices.owe([owed(ivan), owed(ivan, "mail:two")])
        notices.owe([owed(ivan, reason="Another reason.")])

    assert all_keys() == ["mail:one", "mail:two"]


def test_nothing_is_owed_when_its_cause_is_undone(carl: User, ivan: User) -> None:
    with rls.entered(carl.pk), transaction.atomic():
        notices.owe([owed(ivan)])
        transaction.set_rollback(True)

    assert all_keys() == []


def test_nobody_owes_anything_without_a_person_in_context(ivan: User) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        notices.owe([owed(ivan)])


@pytest.mark.parametrize(
    ("spoil", "law"),
    [
        ({"about": "Lamps"}, "notice_by_mail_has_no_words"),
        ({"path": "@evil.example/"}, "notice_leads_into_the_portal"),
        ({"path": "//evil.example/"}, "notice_leads_into_the_portal"),
    ],
)
def test_the_database_refuses_words_in_mail_and_links_elsewhere(
    spoil: dict[str, str], law: str, carl: User, ivan: User
) -> None:
    with pytest.raises(IntegrityError, match=law), rls.entered(carl.pk):
        notices.owe([owed(ivan, **spoil)])


def test_the_bell_rings_once_what_is_owed_is_committed(
    carl: User,
    ivan: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rung: list[Any] = []
    monkeypatch.setattr(tasks.sweep, "apply_async", lambda **how: rung.append(how))
    with django_capture_on_commit_callbacks(execute=True), rls.entered(carl.pk):
        notices.owe([owed(ivan)])
        before = list(rung)
        notices.owe([])

    assert (before, rung) == ([], [{"retry": False}])


# --- A broker that is not there ------------------------------------------------------


@pytest.fixture
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let Celery look for a broker where there is none."""
    nowhere = "redis+socket:///nowhere/valkey.sock"
    monkeypatch.setitem(app.conf, "task_always_eager", False)
    for name in ("broker_url", "broker_read_url", "broker_write_url"):
        monkeypatch.setitem(app.conf, name, nowhere)
    forget_connections()
    yield
    forget_connections()


def forget_connections() -> None:
    """Let Celery connect anew, as a process does that has just been started."""
    for holder, name in ((app.amqp, "_producer_pool"), (app, "_pool")):
        setattr(holder, name, None)


@pytest.mark.usefixtures("_no_broker")
def test_without_a_broker_the_bell_stays_silent_and_nobody_waits(
    caplog: pytest.LogCaptureFixture,
) -> None:
    began = monotonic()
    notices.ring()

    assert monotonic() - began < 2
    assert caplog.messages == [
        "The bell did not ring; the sweep will find what is due."
    ]


@pytest.mark.usefixtures("_no_broker")
@pytest.mark.django_db(transaction=True)
def test_what_no_bell_told_of_the_timetable_finds(carl: User, ivan: User) -> None:
    with rls.entered(carl.pk):
        notices.owe([owed(ivan)])
    assert django_mail.outbox == []
    timetable = app.conf.beat_schedule["sweep-notices"]
    with as_worker():
        app.tasks[timetable["task"]]()

    assert timetable["schedule"] == timedelta(seconds=10)
    assert sent_to() == [f"Ivan Reyes <{ivan.email}>"]


@pytest.mark.django_db(transaction=True)
def test_whatever_the_bell_does_what_is_owed_stands(
    carl: User, ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(notices, "ring", broken)
    logging.disable()
    with rls.entered(carl.pk):
        notices.owe([owed(ivan)])
    logging.disable(logging.NOTSET)

    assert all_keys() == ["mail:one"]


def test_a_bell_that_nobody_heard_is_forgotten() -> None:
    assert tasks.sweep.expires == 60


# --- What the worker may -------------------------------------------------------------


def test_the_worker_sees_mails_and_no_other_notices(ivan: User) -> None:
    shown = NoticeFactory.create(key="portal:1", channel=Channel.PORTAL, recipient=ivan)
    NoticeFactory.create(key="mail:1", recipient=ivan)
    with as_worker():
        seen = list(Notice.objects.values_list("key", flat=True))

    assert (seen, shown.state) == (["mail:1"], NoticeState.DUE)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT password FROM accounts_user",
        "SELECT legal_name FROM accounts_account",
        "SELECT subject FROM conversations_conversation",
        "SELECT text FROM conversations_body",
        "UPDATE accounts_notice SET path = '/'",
        "UPDATE accounts_notice SET recipient_id = 1",
        "DELETE FROM accounts_notice",
        "SELECT portal_concerned_officials(1, 1, 1)",
        "SELECT portal_readers(1, 1, 1, '{}', 1, '', now(), '1 s')",
    ],
)
def test_the_worker_may_no_more_than_it_needs(statement: str, db: None) -> None:
    with (
        as_worker(),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


def test_the_worker_owes_nobody_news_of_a_conversation(ivan: User) -> None:
    with (
        as_worker(),
        pytest.raises(ProgrammingError, match=r"denied|row-level security"),
        transaction.atomic(),
    ):
        notices.owe([owed(ivan)])


def test_one_sees_ones_own_notices_and_cannot_change_them(
    carl: User, ivan: User
) -> None:
    for person in (carl, ivan):
        NoticeFactory.create(key=person.name, recipient=person)
    with rls.entered(carl.pk):
        seen = list(Notice.objects.values_list("key", flat=True))
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        rls.entered(carl.pk),
    ):
        Notice.objects.update(state=NoticeState.DEAD)

    assert seen == [carl.name]


def test_whoever_left_a_company_does_not_see_what_they_were_told(
    carl: User, northwind: Account
) -> None:
    NoticeFactory.create(recipient=carl, account=northwind)
    NoticeFactory.create(key="their own", recipient=carl)
    leave(carl)
    with rls.entered(carl.pk):
        seen = list(Notice.objects.values_list("key", flat=True))

    assert seen == ["their own"]


def leave(person: User) -> None:
    """End a person's membership now."""
    with as_owner():
        membership = Membership.objects.get(user=person)
        membership.until = at = timezone.now() - timedelta(seconds=1)
        save_as(membership, by=None, why="Left", at=at, fields=["until"])


# --- Sending -------------------------------------------------------------------------


def test_a_mail_that_is_due_is_sent_by_a_worker(ivan: User) -> None:
    notice = NoticeFactory.create(recipient=ivan)

    assert swept() == 1
    assert swept() == 0
    settled = now(notice)
    assert (settled.state, settled.attempts) == (NoticeState.SENT, 1)
    assert (settled.answer, settled.lease_until) == ("Accepted.", None)
    assert settled.sent_at is not None
    assert sent_to() == [f"Ivan Reyes <{ivan.email}>"]


def test_a_mail_that_is_not_due_stays(ivan: User) -> None:
    NoticeFactory.create(recipient=ivan, due_at=timezone.now() + MINUTE)

    assert swept() == 0


def test_what_is_told_in_the_portal_is_not_mailed(ivan: User) -> None:
    NoticeFactory.create(recipient=ivan, channel=Channel.PORTAL)

    assert swept() == 0


def test_mails_leave_in_the_order_in_which_they_are_due(db: None) -> None:
    for hour in (3, 1, 2):
        person = UserFactory.create(name=f"Hour {hour}")
        NoticeFactory.create(recipient=person, due_at=LONG_AGO + hour * HOUR)
    swept()

    assert [to.split(" <")[0] for to in sent_to()] == ["Hour 1", "Hour 2", "Hour 3"]


def test_whoever_may_not_sign_in_is_not_mailed(carl: User) -> None:
    notice = NoticeFactory.create(recipient=closed(carl))

    assert swept() == 0
    assert now(notice).state == NoticeState.DROPPED


def test_whoever_left_the_company_is_not_mailed(carl: User, northwind: Account) -> None:
    notice = NoticeFactory.create(recipient=carl, account=northwind)
    leave(carl)

    assert swept() == 0
    assert now(notice).state == NoticeState.DROPPED


def test_who_sees_the_company_in_any_way_is_mailed(
    carl: User, ada: User, ivan: User, nora: User, petra: User, northwind: Account
) -> None:
    for person in (carl, ada, ivan, nora, petra):
        NoticeFactory.create(
            recipient=person, account=northwind, center=northwind.center
        )

    assert swept() == 5


def test_a_long_sweep_stops_before_its_task_is_cut_off(ivan: User) -> None:
    for _ in range(3):
        NoticeFactory.create(recipient=ivan)
    with as_worker():
        sent = notices.sweep(stretch=timedelta(0))

    assert sent == 0
    assert notices.AT_A_STRETCH.total_seconds() * 2 <= app.conf.task_time_limit
    assert notices.LEASE.total_seconds() > app.conf.task_time_limit


# --- What fails ----------------------------------------------------------------------

Send = Callable[[str, list[Any]], int]


@contextmanager
def mail_server(send: Callable[[Any], int]) -> Iterator[None]:
    """Let a function of the message stand for the mail server."""

    def send_messages(_self: EmailBackend, messages: list[Any]) -> int:
        return sum(send(message) for message in messages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", send_messages)
        yield


@contextmanager
def refusing(error: Exception) -> Iterator[list[str]]:
    """Let the mail server refuse everything, and note which mails it saw."""
    seen: list[str] = []

    def refuse(message: Any) -> int:
        seen.append(message.extra_headers["Message-ID"])
        raise error

    with mail_server(refuse):
        yield seen


def refused(code: int, *codes: int) -> SMTPRecipientsRefused:
    answers = enumerate((code, *codes))
    return SMTPRecipientsRefused({str(at): (code, b"No") for at, code in answers})


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError("Nobody there"),
        TimeoutError("Too slow"),
        SMTPServerDisconnected("Gone"),
        SMTPAuthenticationError(535, "Our own password is wrong"),
        SMTPDataError(451, "Later"),
        refused(450),
    ],
)
def test_a_mail_that_may_leave_later_is_put_back(error: Exception, ivan: User) -> None:
    notice = NoticeFactory.create(recipient=ivan)
    at = timezone.now()
    with refusing(error):
        assert swept() == 0

    put_back = now(notice)
    assert (put_back.state, put_back.attempts) == (NoticeState.DUE, 1)
    assert (put_back.due_at, put_back.lease_until) == (LONG_AGO, None)
    assert 20 < (put_back.next_at - at).total_seconds() <= 31
    assert put_back.answer
    assert swept() == 0


@pytest.mark.parametrize("error", [SMTPDataError(554, "Spam"), refused(550, 551)])
def test_a_mail_that_is_refused_for_good_is_given_up(
    error: SMTPException, ivan: User, caplog: pytest.LogCaptureFixture
) -> None:
    notice = NoticeFactory.create(recipient=ivan)
    with refusing(error):
        assert swept() == 0

    assert now(notice).state == NoticeState.DEAD
    assert caplog.messages == [f"Gave up a mail after 1 attempts: {notice.pk}"]


def test_an_address_that_is_none_is_given_up(db: None) -> None:
    spoiled = ["", "x", "@example.test", "x@ü\n@example.test", "jürgen@example.test"]
    for address in spoiled:
        NoticeFactory.create(recipient__email=address)

    assert swept() == 0
    with as_owner():
        states = Notice.objects.values_list("state", flat=True)
        assert [*states] == [NoticeState.DEAD] * len(spoiled)


def test_the_pauses_between_attempts_double_up_to_an_hour() -> None:
    pauses = [notices.retry_after(attempts) for attempts in range(1, 40)]
    longest = [min(30 * 2**before, 3600) for before in range(39)]

    assert all(
        0.8 * most <= pause.total_seconds() <= most
        for pause, most in zip(pauses, longest, strict=True)
    )


def test_after_a_day_of_attempts_a_mail_is_given_up(
    ivan: User, time_machine: Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    notice = NoticeFactory.create(recipient=ivan)
    began = timezone.now() + DAY
    time_machine.move_to(began, tick=False)
    with refusing(OSError("Down")) as seen:
        while (standing := try_again(notice, time_machine)).state == NoticeState.DUE:
            assert standing.next_at - timezone.now() <= HOUR
            assert len(seen) < 50
    lasted = timezone.now() - began

    assert standing.state == NoticeState.DEAD
    assert DAY < lasted <= DAY + HOUR
    assert len(set(seen)) == 1
    assert caplog.messages == [
        f"Gave up a mail after {standing.attempts} attempts: {notice.pk}"
    ]


def try_again(notice: Notice, clock: Traveller) -> Notice:
    """Sweep when a mail is to be tried next."""
    clock.move_to(max(now(notice).next_at, timezone.now()), tick=False)
    swept()
    return now(notice)


def test_a_mail_that_waited_long_for_a_worker_is_not_given_up(ivan: User) -> None:
    notice = NoticeFactory.create(recipient=ivan, due_at=timezone.now() - 3 * DAY)
    with refusing(OSError("Down")):
        swept()

    assert now(notice).state == NoticeState.DUE


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(
    ivan: User, carl: User, caplog: pytest.LogCaptureFixture
) -> None:
    broken = NoticeFactory.create(recipient=carl, kind="unknown")
    NoticeFactory.create(recipient=ivan, due_at=LONG_AGO + DAY)

    assert swept() == 1
    assert now(broken).state == NoticeState.DUE
    assert caplog.messages == [f"Could not write a mail: {broken.pk}"]


def test_a_server_that_takes_nothing_has_not_taken_it(ivan: User) -> None:
    notice = NoticeFactory.create(recipient=ivan)
    with mail_server(lambda _message: 0):
        assert swept() == 0

    assert now(notice).state == NoticeState.DUE


def test_a_mail_that_comes_through_at_last_is_the_same_mail(
    ivan: User, time_machine: Traveller
) -> None:
    notice = NoticeFactory.create(recipient=ivan)
    with refusing(OSError("Down")) as seen:
        swept()
    try_again(notice, time_machine)
    message = django_mail.outbox[0]

    assert [message.extra_headers["Message-ID"]] == seen
    assert now(notice).state == NoticeState.SENT


# --- Senders that die, and several at once -------------------------------------------


def claimed(at: datetime | None = None) -> Notice | None:
    with as_worker():
        return notices.claim(at=at or timezone.now())


def test_a_claimed_mail_is_nobody_elses_until_the_lease_lapses(ivan: User) -> None:
    NoticeFactory.create(recipient=ivan)
    at = timezone.now()
    first = claimed(at)

    assert first is not None
    assert claimed(at + notices.LEASE) is None
    assert claimed(at + notices.LEASE + MINUTE) == first


def test_a_sender_that_comes_back_late_changes_nothing(ivan: User) -> None:
    NoticeFactory.create(recipient=ivan)
    at = timezone.now()
    late = claimed(at)
    second = claimed(at + 2 * notices.LEASE)
    assert late
    assert second
    with as_worker():
        notices.put_back(late, mail.NotSent("Down"))
        noted = notices.settle(late, state=NoticeState.DEAD, answer="")
        sent = notices.deliver(second)

    assert (noted, sent, now(second).state) == (False, True, NoticeState.SENT)


def at_once(deed: Callable[[], Any], times: int) -> list[Any]:
    """Do a deed several times at the same moment, each as a worker of its own."""
    barrier = Barrier(times)

    def done(_number: int) -> Any:
        become("portal_worker")
        barrier.wait(timeout=10)
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(done, range(times)))


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_mail_once() -> None:
    people = [UserFactory.create(name=f"Reader {number}") for number in range(12)]
    for person in people * 2:
        NoticeFactory.create(recipient=person)
    counts = at_once(notices.sweep, 4)

    assert sum(counts) == 24
    assert set(Counter(sent_to()).values()) == {2}
    assert len({m.extra_headers["Message-ID"] for m in django_mail.outbox}) == 24


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_one_mail_of_each_thread() -> None:
    """A sender that looked before another claimed must look again before it claims."""
    reader = UserFactory.create(name="Reader")
    for thread in range(20):
        for seq in range(3, 7):
            ref = f"TC-0000-{thread:04}"
            NoticeFactory.create(recipient=reader, ref=ref, seq=seq)

    assert sum(at_once(notices.sweep, 4)) == 20


@pytest.mark.django_db(transaction=True)
def test_two_who_find_mails_of_one_thread_at_once_do_not_both_take_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both find one; the first claims and commits; the second must look again."""
    both_found, lock = Barrier(2), notices.lock_thread

    def lock_once_both_found(notice: Notice) -> None:
        both_found.wait(timeout=10)
        lock(notice)

    monkeypatch.setattr(notices, "lock_thread", lock_once_both_found)
    reader = UserFactory.create(name="Reader")
    for seq in (3, 4):
        NoticeFactory.create(recipient=reader, ref="TC-7F3K-2Q9M", seq=seq)
    claims = at_once(lambda: notices.claim(at=timezone.now()), 2)

    assert sorted(claim is None for claim in claims) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_with_its_claim_loses_nothing() -> None:
    readers = [UserFactory.create(name=f"Reader {number}") for number in range(6)]
    for reader in readers:
        NoticeFactory.create(recipient=reader)
    dead = at_once(lambda: notices.claim(at=timezone.now()), 3)
    first = at_once(notices.sweep, 2)
    with time_machine.travel(timezone.now() + 2 * notices.LEASE):
        second = at_once(notices.sweep, 2)

    assert len({notice.pk for notice in dead}) == 3
    assert (sum(first), sum(second)) == (3, 3)
    assert len(set(sent_to())) == 6


# --- One mail of a thread in a quarter of an hour ------------------------------------


def test_a_mail_of_a_thread_waits_for_the_one_before(
    ivan: User, time_machine: Traveller
) -> None:
    at = timezone.now()
    time_machine.move_to(at, tick=False)
    for seq in (3, 4):
        NoticeFactory.create(recipient=ivan, ref="TC-7F3K-2Q9M", seq=seq)
    counts = []
    for minutes in (0, 14, 15, 31):
        time_machine.move_to(at + minutes * MINUTE + timedelta(seconds=1), tick=False)
        counts.append(swept())

    assert counts == [1, 0, 1, 0]


def test_no_other_mail_waits_for_it(ivan: User, carl: User) -> None:
    ref = "TC-7F3K-2Q9M"
    NoticeFactory.create(recipient=ivan, ref=ref)
    NoticeFactory.create(recipient=carl, ref=ref)
    NoticeFactory.create(recipient=ivan)
    NoticeFactory.create(recipient=ivan, ref=ref, kind=NoticeKind.ONBOARDING)
    NoticeFactory.create(recipient=ivan, ref=ref, kind=NoticeKind.SIGN_IN)

    assert swept() == 5
