"""Giving a company's duty to another official, and taking it up."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from accounts.actions import handovers
from accounts.actions.handovers import Change, HandedMeanwhile, NotPosted
from accounts.models import Account, AccountEvent, Assignment, Handover, Notice, User
from accounts.states import Channel, Duty
from conversations.models import Conversation
from portal import rls
from tests.database import as_owner
from tests.factories import (
    LONG_AGO,
    HandoverFactory,
    PostingFactory,
    anew,
    assigned,
    official,
    opened,
)

WHY = "Nora moved to headquarters."


@pytest.fixture
def iris(northwind: Account) -> User:
    """Iris, another account manager, who looks after nobody yet."""
    return official("Iris Wong", Duty.NAM, "Headquarters")


@pytest.fixture
def grace(northwind: Account) -> User:
    """Grace, supervisor at Northwind's Center."""
    return official("Grace Whitfield", Duty.SUPERVISOR, northwind.center)


def hand(
    account: Account, *, before: User | None, to: User, by: User, duty: Duty = Duty.NAM
) -> Handover:
    change = Change(duty, before, to, WHY)
    with rls.entered(by.pk):
        return handovers.hand_over(change, accounts=[account], by=anew(by))[0]


def test_the_officers_are_told_the_new_name(
    northwind: Account, nora: User, iris: User, petra: User, olga: User, carl: User
) -> None:
    hand(northwind, before=nora, to=iris, by=petra)

    with as_owner():
        told = Notice.objects.get(channel=Channel.PORTAL)
        assert told.recipient == olga
        assert told.about == "Iris Wong is your national account manager now."


def test_one_assignment_ends_when_the_next_begins(
    northwind: Account, nora: User, iris: User, petra: User
) -> None:
    handover = hand(northwind, before=nora, to=iris, by=petra)

    with as_owner():
        ended, begun = Assignment.objects.filter(duty=Duty.NAM).order_by("since")
        assert (ended.official, begun.official) == (nora, iris)
        assert ended.until == begun.since == handover.handed_at
        assert begun.history.get().history_change_reason == WHY
    assert handover.reads_until == handover.handed_at + settings.HANDOVER_READS_FOR


def test_both_sides_read_the_new_name(
    northwind: Account, nora: User, iris: User, petra: User, carl: User
) -> None:
    hand(northwind, before=nora, to=iris, by=petra)

    with rls.entered(carl.pk):
        assert AccountEvent.objects.get().sentence == (
            "Iris Wong became national account manager for Northwind Traders, "
            "after Nora Blake."
        )


def test_the_successor_sees_it_at_once_and_the_predecessor_only_reads(
    northwind: Account, nora: User, iris: User, petra: User, question: Conversation
) -> None:
    hand(northwind, before=nora, to=iris, by=petra)

    assert rls.sight(iris.pk).own == (northwind.pk,)
    assert (rls.sight(nora.pk).own, rls.sight(nora.pk).former) == ((), (northwind.pk,))
    with rls.entered(nora.pk):
        assert Conversation.objects.visible_to(anew(nora)).get() == question


def test_what_was_handed_over_is_out_of_sight_after_its_time(
    northwind: Account, nora: User, question: Conversation
) -> None:
    with as_owner():
        Assignment.objects.filter(official=nora)._raw_delete("default")
    passed = timezone.now() - timedelta(seconds=1)
    HandoverFactory(account=northwind, predecessor=nora, reads_until=passed)

    with rls.entered(nora.pk) as sight:
        assert sight.former == ()
        assert not Conversation.objects.exists()


def test_somebody_is_put_where_nobody_was(
    contoso: Account, iris: User, petra: User
) -> None:
    handover = hand(contoso, before=None, to=iris, by=petra)

    assert (handover.predecessor, handover.reads_until) == (None, None)
    assert rls.sight(iris.pk).own == (contoso.pk,)


def test_several_go_over_or_none(
    northwind: Account, contoso: Account, nora: User, iris: User, petra: User
) -> None:
    with rls.entered(petra.pk), pytest.raises(HandedMeanwhile, match="Contoso"):
        handovers.hand_over(
            Change(Duty.NAM, nora, iris, WHY),
            accounts=[northwind, contoso],
            by=anew(petra),
        )

    assert rls.sight(nora.pk).own == (northwind.pk,)


@pytest.mark.parametrize(
    ("successor", "refusal"),
    [("nora", "another official than before"), ("ivan", "does not have that duty")],
)
def test_only_who_has_the_duty_takes_it_over(
    successor: str,
    refusal: str,
    northwind: Account,
    nora: User,
    petra: User,
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(NotPosted, match=refusal):
        hand(northwind, before=nora, to=request.getfixturevalue(successor), by=petra)


def test_a_specialist_sits_at_the_company_s_center(
    northwind: Account, ivan: User, theo: User, petra: User
) -> None:
    with pytest.raises(NotPosted, match="does not sit at the company's Center"):
        hand(northwind, before=ivan, to=theo, by=petra, duty=Duty.IMPORT_SPECIALIST)


def test_a_supervisor_reassigns_specialists_of_the_center(
    northwind: Account, ivan: User, grace: User
) -> None:
    other = official("Dmitri Orlov", Duty.IMPORT_SPECIALIST, northwind.center)

    hand(northwind, before=ivan, to=other, by=grace, duty=Duty.IMPORT_SPECIALIST)

    with as_owner():
        current = Assignment.objects.current().get(duty=Duty.IMPORT_SPECIALIST)
    assert current.official_id == other.pk


def test_but_no_managers_and_nobody_elsewhere(
    northwind: Account,
    contoso: Account,
    nora: User,
    theo: User,
    iris: User,
    grace: User,
) -> None:
    with pytest.raises(PermissionDenied, match="ask a program admin"):
        hand(northwind, before=nora, to=iris, by=grace)
    with pytest.raises(PermissionDenied, match="its Center's supervisor"):
        hand(contoso, before=None, to=theo, by=grace, duty=Duty.IMPORT_SPECIALIST)


@pytest.mark.parametrize("person", ["nora", "ivan", "sam", "olga", "carl"])
def test_nobody_else_hands_over(
    person: str,
    northwind: Account,
    nora: User,
    iris: User,
    request: pytest.FixtureRequest,
) -> None:
    by: User = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        hand(northwind, before=nora, to=iris, by=by)


# --- Acknowledging -------------------------------------------------------------------


def test_only_the_successor_acknowledges_and_once(
    northwind: Account, nora: User, iris: User, petra: User
) -> None:
    handover = hand(northwind, before=nora, to=iris, by=petra)
    with rls.entered(nora.pk), pytest.raises(PermissionDenied, match="to whom it was"):
        handovers.acknowledge(handover=handover, by=anew(nora))
    with rls.entered(iris.pk):
        handovers.acknowledge(handover=handover, by=anew(iris))
        with pytest.raises(PermissionDenied, match="already"):
            handovers.acknowledge(handover=handover, by=anew(iris))

    with as_owner():
        assert Handover.objects.get().acknowledged_by == iris


def test_not_after_it_went_on_to_somebody_else(
    northwind: Account, nora: User, iris: User, petra: User
) -> None:
    handover = hand(northwind, before=nora, to=iris, by=petra)
    hand(northwind, before=iris, to=nora, by=petra)

    with rls.entered(iris.pk), pytest.raises(PermissionDenied, match="somebody else"):
        handovers.acknowledge(handover=handover, by=anew(iris))
    with as_owner():
        pending = Handover.objects.pending(timezone.now())
        assert [one.successor for one in pending] == [nora]


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"why": ""}, "says_why"),
        ({"reads_until": None}, "predecessor_reads_until_a_day"),
        ({"acknowledged_at": LONG_AGO}, "acknowledged_by_the_successor"),
    ],
)
def test_the_database_refuses_half_a_handover(
    wrong: dict[str, object], constraint: str, db: None
) -> None:
    with pytest.raises(IntegrityError, match=f"handover_{constraint}"):
        HandoverFactory.create(**wrong)


def test_nobody_hands_over_to_oneself(db: None, nora: User) -> None:
    with pytest.raises(IntegrityError, match="goes_to_somebody_else"):
        HandoverFactory.create(predecessor=nora, successor=nora)


def test_a_predecessor_without_a_post_reads_nothing(
    northwind: Account, db: None
) -> None:
    gone = official("Gone Person", Duty.SCSS, "Newark")
    soon = timezone.now() + timedelta(days=1)
    HandoverFactory(account=northwind, predecessor=gone, reads_until=soon)
    assert rls.sight(gone.pk).former == (northwind.pk,)

    PostingFactory(official=gone, duty=Duty.ADMIN, since=LONG_AGO, until=None)

    assert rls.sight(gone.pk).former == ()  # an admin reads no conversations


def test_a_successor_who_has_it_by_another_duty_keeps_seeing_it(
    northwind: Account, nora: User, iris: User, petra: User
) -> None:
    PostingFactory(official=nora, duty=Duty.SCSS, center=northwind.center)
    assigned(nora, northwind, Duty.SCSS)
    hand(northwind, before=nora, to=iris, by=petra)

    assert rls.sight(nora.pk).own == (northwind.pk,)
    opened(by=nora, account=northwind, topic="membership")
