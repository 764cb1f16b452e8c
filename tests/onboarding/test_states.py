"""The stages: each has what follows, its words, and its place in the database."""

from itertools import product

import pytest
from django.db import IntegrityError

from accounts.models import Account, User
from onboarding import states
from onboarding.states import AHEAD, DEEDS, NEXT, TAKEN, TAKEN_BACK, Stage
from onboarding.telling import EXPECTED, Expected, asked
from tests.database import as_owner
from tests.factories import TransitionFactory

MOVES = [(stage, to) for stage, to in product(Stage, Stage) if to in NEXT[stage]]


def test_each_stage_says_what_may_follow() -> None:
    assert NEXT.keys() == set(Stage)


def test_one_comes_from_waiting_to_active_step_by_step() -> None:
    way = [Stage.WAITING]
    while following := states.forward(way[-1]):
        way.append(following)

    assert way == list(Stage)


def test_each_step_back_is_one_step() -> None:
    order = list(Stage)

    assert {
        order.index(stage) - order.index(to)
        for stage, to in MOVES
        if states.is_back(stage, to)
    } == {1}


@pytest.mark.parametrize(("stage", "to"), MOVES)
def test_each_step_has_its_sentence(stage: Stage, to: Stage) -> None:
    assert states.sentence(stage, to).endswith(".")


def test_no_sentence_and_no_button_is_left_over() -> None:
    forward = {to for stage, to in MOVES if not states.is_back(stage, to)}
    back = {stage for stage, to in MOVES if states.is_back(stage, to)}

    assert TAKEN.keys() == DEEDS.keys() == forward
    assert TAKEN_BACK.keys() == back


@pytest.mark.parametrize("stage", Stage)
def test_the_database_knows_which_introductions_are_to_come(
    stage: Stage, northwind: Account, carl: User
) -> None:
    TransitionFactory.create(account=northwind, stage=stage)

    with as_owner():
        assert bool(expected(northwind)) is (stage in AHEAD)


def expected(account: Account) -> list[Expected]:
    function = "onboarding_expected('2026-11-24', %s)"
    statement = f"SELECT {EXPECTED} FROM {function}"  # noqa: S608 - names of ours
    return asked(statement, [account.pk])


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": "lost"},
        {"stage": Stage.ACTIVE, "stuck_because": "Nobody answers."},
        {"planned_on": "2027-03-30"},
    ],
)
def test_the_database_refuses_what_cannot_be(
    wrong: dict[str, str], northwind: Account
) -> None:
    with pytest.raises(IntegrityError, match="transition_"):
        TransitionFactory.create(account=northwind, **wrong)
