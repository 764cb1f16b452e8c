"""Move a company on, back, into a standstill and out of it."""

from itertools import pairwise, product

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, User
from onboarding import actions
from onboarding.actions import ReasonMissing
from onboarding.models import Transition
from onboarding.states import NEXT, Stage
from portal import rls
from tests.database import as_owner
from tests.factories import TransitionFactory, anew
from tests.onboarding.test_plan import told

STEPS = list(pairwise(Stage))
REFUSED = [(stage, to) for stage, to in product(Stage, Stage) if to not in NEXT[stage]]


def moved(transition: Transition, to: Stage, by: User, why: str = "") -> Transition:
    with rls.entered(by.pk):
        return actions.move(transition=transition, to=to, by=anew(by), why=why)


def held(transition: Transition, by: User, why: str) -> Transition:
    with rls.entered(by.pk):
        return actions.hold(transition=transition, by=anew(by), why=why)


@pytest.mark.parametrize(("stage", "to"), STEPS)
def test_each_step_is_a_line_on_the_timeline_and_in_the_history(
    stage: Stage, to: Stage, northwind: Account, petra: User
) -> None:
    transition = TransitionFactory.create(account=northwind, stage=stage)

    assert moved(transition, to, petra).stage == to
    assert len(told(northwind)) == 1
    with as_owner():
        latest = transition.history.latest()
    assert (latest.stage, latest.history_user_id) == (to, petra.pk)
    assert latest.history_change_reason == to.label


@pytest.mark.parametrize(("stage", "to"), REFUSED)
def test_what_does_not_follow_is_refused(
    stage: Stage, to: Stage, northwind: Account, petra: User
) -> None:
    transition = TransitionFactory.create(account=northwind, stage=stage)

    with pytest.raises(PermissionDenied, match="does not follow"):
        moved(transition, to, petra, "Because.")


def test_a_step_back_says_why(northwind: Account, petra: User) -> None:
    booked = TransitionFactory.create(account=northwind, stage=Stage.BOOKED)

    with pytest.raises(ReasonMissing, match="Say why"):
        moved(booked, Stage.INVITED, petra)
    moved(booked, Stage.INVITED, petra, "The host was ill.")
    assert told(northwind) == [
        "The booking of the introduction was taken back. The host was ill."
    ]


def test_what_is_stuck_says_on_what_until_it_moves(
    northwinds: Transition, northwind: Account, petra: User
) -> None:
    stuck = held(northwinds, petra, "No contact is named.")
    assert stuck.stuck_because == "No contact is named."

    assert moved(stuck, Stage.INVITED, petra).stuck_because == ""
    assert told(northwind)[1:] == [
        "The move is stuck. No contact is named.",
        "The company was invited to its introduction.",
    ]


def test_a_standstill_has_a_reason(northwinds: Transition, petra: User) -> None:
    with pytest.raises(ReasonMissing, match="Say why"):
        held(northwinds, petra, " ")


def test_it_goes_on_where_it_stood(northwinds: Transition, petra: User) -> None:
    held(northwinds, petra, "No contact is named.")

    with rls.entered(petra.pk):
        going = actions.release(transition=northwinds, by=anew(petra))
    assert (going.stage, going.stuck_because) == (Stage.WAITING, "")
    with rls.entered(petra.pk), pytest.raises(PermissionDenied, match="not marked"):
        actions.release(transition=northwinds, by=anew(petra))


def test_who_is_active_is_not_stuck(northwind: Account, petra: User) -> None:
    active = TransitionFactory.create(account=northwind, stage=Stage.ACTIVE)

    with pytest.raises(PermissionDenied, match="is active"):
        held(active, petra, "Something.")


@pytest.mark.parametrize("person", ["olga", "carl", "ada", "zoe", "ivan", "nora"])
def test_only_petra_moves(
    person: str, northwinds: Transition, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)

    with pytest.raises(PermissionDenied, match="Only a program admin"):
        moved(northwinds, Stage.INVITED, user)
    with pytest.raises(PermissionDenied, match="Only a program admin"):
        held(northwinds, user, "Because.")
