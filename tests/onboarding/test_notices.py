"""A month ahead: everybody concerned is told once, whatever runs twice or never."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import notices
from accounts.models import Account, Notice, User
from accounts.states import Channel, NoticeKind, NoticeState, Role
from onboarding import actions, tasks, telling
from onboarding.models import Transition
from onboarding.states import Stage
from portal import rls
from portal.celery import app
from tests.database import as_owner, as_worker
from tests.factories import (
    AccountFactory,
    MembershipFactory,
    UserFactory,
    anew,
    closed,
    member,
)
from tests.onboarding.conftest import Planned
from tests.onboarding.test_move import moved

# Northwind's date is 29 March 2027: its people are told on 27 February at nine.
NINE = datetime(2027, 2, 27, 14, 0, tzinfo=UTC)
PLANNING = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
MONTH = timedelta(days=30)

Row = tuple[str, str, str]


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the mails to the sweeps that a test makes."""
    monkeypatch.setattr(notices, "ring", lambda: None)


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """Plan in November; each test moves on from there."""
    with time_machine.travel(PLANNING, tick=False):
        yield


def ledger() -> list[Notice]:
    with as_owner():
        return list(
            Notice.objects.select_related("recipient", "account").order_by("key")
        )


def states() -> Counter[Row]:
    """Return how many rows stand in the ledger by person, channel and state."""
    return Counter((str(row.recipient), row.channel, row.state) for row in ledger())


def beat(at: datetime | None = None) -> None:
    """Run the task of the timetable as the worker does."""
    with time_machine.travel(at or timezone.now(), tick=False), as_worker():
        tasks.tell_ahead()


def sweep(at: datetime) -> int:
    with time_machine.travel(at, tick=False), as_worker():
        return notices.sweep()


def page(user: User, at: datetime) -> list[str]:
    """Return what stands on a person's own page of notices."""
    with rls.entered(user.pk):
        mine = Notice.objects.visible_to(anew(user)).in_portal(at)
        return [row.about for row in mine.newest_first()]


# --- Who is owed what ----------------------------------------------------------------


def test_planning_owes_each_officer_and_contact_a_notice_and_a_mail(
    plan: Planned,
    northwind: Account,
    olga: User,
    carl: User,
    lena: User,
    ada: User,
    paul: User,
    mona: User,
    nora: User,
) -> None:
    plan(northwind)

    assert states() == Counter(
        {
            (person.name, channel, NoticeState.DUE): 1
            for person in (olga, carl)
            for channel in Channel
        }
    )


def test_a_row_says_what_one_is_told_and_the_mail_says_less(
    plan: Planned, northwind: Account, carl: User
) -> None:
    plan(northwind)

    by_mail, in_portal = ledger()
    key = f"onboarding:{northwind.ref}:t30:2027-03-29:{carl.pk}"
    assert (by_mail.key, in_portal.key) == (f"{key}:mail", f"{key}:portal")
    assert by_mail.kind == in_portal.kind == NoticeKind.ONBOARDING
    assert by_mail.due_at == in_portal.due_at == NINE
    assert (by_mail.ref, by_mail.account) == (northwind.ref, northwind)
    assert by_mail.path == northwind.get_absolute_url()
    assert by_mail.reason == "You are an officer or a contact of the company."
    assert by_mail.about == ""
    assert in_portal.about == (
        "Your company's introduction is on or about 29 March 2027."
    )


def test_nine_is_nine_where_one_is(plan: Planned, northwind: Account) -> None:
    for zone in ("America/Los_Angeles", "Asia/Tokyo"):
        person = UserFactory.create(name=zone, time_zone=zone)
        MembershipFactory.create(user=person, account=northwind)
    plan(northwind)

    assert {str(row.recipient): row.due_at for row in ledger()} == {
        "America/Los_Angeles": NINE + timedelta(hours=3),
        "Asia/Tokyo": NINE - timedelta(hours=14),
    }


def test_who_plans_late_tells_at_once(
    plan: Planned, northwind: Account, carl: User
) -> None:
    with time_machine.travel(NINE + timedelta(days=9), tick=False):
        plan(northwind, on=date(2027, 3, 8))

    assert {row.due_at for row in ledger()} == {NINE + timedelta(days=9)}


def test_what_is_over_is_not_announced(
    plan: Planned, northwind: Account, carl: User
) -> None:
    plan(northwind, on=date(2026, 3, 29))  # the letter's own day: a year later counts
    with time_machine.travel(NINE + 2 * MONTH, tick=False):
        plan(northwind, on=date(2027, 1, 1))

    assert {row.key.split(":")[3] for row in ledger()} == {"2027-03-29"}
    assert {row.due_at for row in ledger()} == {NINE}


# --- Exactly once --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_three_beats_and_two_sweeps_tell_everybody_once(
    plan: Planned, northwind: Account, olga: User, carl: User
) -> None:
    plan(northwind)
    for hour in range(3):
        beat(NINE - timedelta(hours=hour))
    assert len(ledger()) == 4
    assert sweep(NINE - timedelta(minutes=1)) == 0

    assert sweep(NINE) == 2
    assert sweep(NINE) == 0
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "Carl Jensen <carl@example.test>",
        "Olga Petrenko <olga@example.test>",
    ]
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 2


@pytest.mark.django_db(transaction=True)
def test_the_mail_carries_a_link_and_no_content(
    plan: Planned, northwind: Account, carl: User
) -> None:
    plan(northwind)
    sweep(NINE)

    (letter,) = mail.outbox
    body = str(letter.body)
    assert northwind.get_absolute_url() in body
    assert northwind.ref in letter.subject
    for content in ("Northwind", "29 March", "2027"):
        assert content not in body
        assert content not in letter.subject


@pytest.mark.django_db(transaction=True)
def test_a_missed_day_catches_up_in_order(plan: Planned) -> None:
    for day in (31, 30, 29):
        company = AccountFactory.create(letter_on=date(2026, 3, day))
        member(f"Told{day} First", company, Role.CONTACT)
        plan(company)

    assert sweep(NINE + 5 * timedelta(days=1)) == 3
    names = [letter.to[0].split()[0] for letter in mail.outbox]
    assert names == ["Told29", "Told30", "Told31"]


@pytest.mark.django_db(transaction=True)
def test_a_beat_that_was_missed_is_made_up_for(
    plan: Planned, northwind: Account
) -> None:
    plan(northwind)  # with nobody there to be told
    assert ledger() == []
    dora = member("Dora Late", northwind, Role.CONTACT)

    beat(NINE + timedelta(days=2))
    beat(NINE + timedelta(days=2))
    assert {row.due_at for row in ledger()} == {NINE + timedelta(days=2)}
    assert sweep(NINE + timedelta(days=2)) == 1
    assert sweep(NINE + timedelta(days=2)) == 0
    assert len(page(dora, NINE + timedelta(days=2))) == 1


@pytest.mark.django_db(transaction=True)
def test_the_beat_adds_only_who_joined(
    plan: Planned, northwind: Account, carl: User
) -> None:
    plan(northwind)
    before = {row.pk for row in ledger()}
    member("Dora Later", northwind, Role.OFFICER)
    beat(PLANNING)

    added = [row for row in ledger() if row.pk not in before]
    assert {str(row.recipient) for row in added} == {"Dora Later"}
    assert {row.due_at for row in added} == {NINE}
    assert len(added) == 2


@pytest.mark.django_db(transaction=True)
def test_many_are_told_batch_by_batch(
    plan: Planned, northwind: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(northwind)
    for number in range(5):
        member(f"Late{number} Comer", northwind, Role.CONTACT)
    monkeypatch.setattr(telling, "BATCH", 3)

    beat(PLANNING)
    assert len(ledger()) == 10


# --- What does not hold any more -----------------------------------------------------


def test_another_date_drops_what_was_owed_for_the_old_one(
    plan: Planned, northwind: Account, carl: User
) -> None:
    plan(northwind)
    plan(northwind, on=date(2027, 3, 30))

    by_date = {(row.key.split(":")[3], row.state) for row in ledger()}
    assert by_date == {
        ("2027-03-29", NoticeState.DROPPED),
        ("2028-03-29", NoticeState.DUE),
    }


def test_the_first_date_again_is_owed_again(
    plan: Planned, northwind: Account, carl: User
) -> None:
    for on in (date(2026, 11, 24), date(2027, 3, 30), date(2026, 11, 24)):
        plan(northwind, on=on)

    holding = [row for row in ledger() if row.state == NoticeState.DUE]
    assert {row.key.split(":")[3] for row in holding} == {"2027-03-29"}
    assert {row.due_at for row in holding} == {NINE}


@pytest.mark.django_db(transaction=True)
def test_what_was_told_stands(plan: Planned, northwind: Account, carl: User) -> None:
    plan(northwind)
    sweep(NINE)
    with time_machine.travel(NINE + timedelta(days=1), tick=False):
        plan(northwind, on=date(2027, 3, 30))

    assert states()[("Carl Jensen", Channel.MAIL, NoticeState.SENT)] == 1
    assert states()[("Carl Jensen", Channel.PORTAL, NoticeState.DROPPED)] == 0
    assert len(page(carl, NINE + timedelta(days=1))) == 1


def test_another_company_keeps_what_it_is_owed(
    plan: Planned, northwind: Account, contoso: Account, carl: User, zoe: User
) -> None:
    plan(contoso)
    plan(northwind)
    plan(northwind, on=date(2027, 3, 30))

    assert states()[(zoe.name, Channel.MAIL, NoticeState.DUE)] == 1
    assert states()[(zoe.name, Channel.MAIL, NoticeState.DROPPED)] == 0


def test_an_introduction_that_was_held_needs_no_notice(
    northwinds: Transition, carl: User, petra: User
) -> None:
    with rls.entered(petra.pk):  # planned before Carl came
        actions.plan(account=northwinds.account, by=anew(petra), on=PLANNING.date())
    for stage in (Stage.INVITED, Stage.BOOKED, Stage.MET):
        moved(northwinds, stage, petra)
    assert {row.state for row in ledger()} == {NoticeState.DROPPED}

    moved(northwinds, Stage.BOOKED, petra, "Nobody came.")
    assert {row.state for row in ledger()} == {NoticeState.DUE}


@pytest.mark.django_db(transaction=True)
def test_who_left_or_may_not_sign_in_is_not_told(
    plan: Planned, northwind: Account, olga: User, carl: User
) -> None:
    plan(northwind)
    left(olga)
    closed(carl)
    beat(PLANNING)

    assert {row.state for row in ledger()} == {NoticeState.DROPPED}
    assert sweep(NINE) == 0


def left(user: User) -> None:
    """End a person's membership as of an hour ago, by the database's own clock."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_membership SET until = now() - interval '1 hour' "
            "WHERE user_id = %s",
            [user.pk],
        )


# --- The page of notices -------------------------------------------------------------


def test_a_notice_is_on_the_page_once_it_is_due(
    plan: Planned, northwind: Account, carl: User, olga: User
) -> None:
    plan(northwind)

    assert page(carl, NINE - timedelta(seconds=1)) == []
    assert page(carl, NINE) == [
        "Your company's introduction is on or about 29 March 2027."
    ]


def test_what_was_dropped_is_not(plan: Planned, northwind: Account, carl: User) -> None:
    plan(northwind)
    plan(northwind, on=date(2027, 3, 30))

    assert page(carl, NINE + MONTH) == []


# --- Rights --------------------------------------------------------------------------


def test_the_timetable_runs_it_every_hour() -> None:
    entry = app.conf.beat_schedule["tell-of-introductions"]

    assert entry["task"] == tasks.tell_ahead.name
    assert entry["schedule"] == timedelta(hours=1)


def test_the_worker_sees_no_transition_and_no_company(
    northwinds: Transition, carl: User
) -> None:
    for table in ("onboarding_transition", "accounts_account", "accounts_membership"):
        with (
            as_worker(),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of ours


def test_the_worker_writes_notices_of_introductions_only(carl: User) -> None:
    for kind, refused in ((NoticeKind.ENTRY, True), (NoticeKind.ONBOARDING, False)):
        notice = Notice(
            key=f"test:{kind}", kind=kind, channel=Channel.PORTAL, recipient=carl,
            ref="AC-0000-0000", path="/", reason="Test.", due_at=PLANNING,
            next_at=PLANNING,
        )  # fmt: skip
        assert is_refused(notice) is refused


def is_refused(notice: Notice) -> bool:
    with as_worker():
        try:
            with transaction.atomic():
                Notice.objects.bulk_create([notice], ignore_conflicts=True)
        except DatabaseError:
            return True
        return False


def test_a_member_who_calls_the_functions_learns_nothing(
    northwinds: Transition, zoe: User, carl: User
) -> None:
    with rls.entered(zoe.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM onboarding_expected('2026-11-24', NULL)", []
        )
        assert cursor.fetchone() == (0,)
    with (
        rls.entered(zoe.pk),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM onboarding_untold('2026-11-24', 9)")
