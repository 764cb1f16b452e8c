"""Plan an introduction: which day, who may, what is told and kept."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, AccountEvent, User
from onboarding import actions
from onboarding.models import Transition
from onboarding.states import AHEAD, Stage
from portal import rls
from tests.database import as_owner
from tests.factories import AccountFactory, TransitionFactory, anew
from tests.onboarding.conftest import TODAY, Planned


def told(account: Account) -> list[str]:
    with as_owner():
        lines = AccountEvent.objects.filter(account=account).order_by("pk")
        return [line.sentence for line in lines]


def test_it_is_on_the_first_anniversary_from_the_planning_date(
    plan: Planned, northwind: Account
) -> None:
    transition = plan(northwind, on=date(2027, 3, 30))

    assert transition.stage == Stage.WAITING
    assert transition.planned_on == date(2027, 3, 30)
    assert transition.on_or_about == date(2028, 3, 29)
    assert told(northwind) == [
        "The introduction was planned on or about 29 March 2028."
    ]


def test_29_february_is_the_28th_and_the_29th_again(plan: Planned) -> None:
    leap = AccountFactory.create(
        accepted_on=date(2023, 1, 1), letter_on=date(2024, 2, 29)
    )

    assert plan(leap).on_or_about == date(2027, 2, 28)
    assert plan(leap, on=date(2027, 3, 1)).on_or_about == date(2028, 2, 29)


def test_planned_anew_it_stays_one_row_with_a_history(
    plan: Planned, northwinds: Transition, northwind: Account, petra: User
) -> None:
    again = plan(northwind, on=date(2027, 4, 1))

    assert (again.pk, again.on_or_about) == (northwinds.pk, date(2028, 3, 29))
    assert told(northwind)[1:] == [
        "The introduction was planned anew, on or about 29 March 2028."
    ]
    with as_owner():
        kept = again.history.order_by("history_id")
        days = [(one.on_or_about, one.history_user_id) for one in kept]
    assert days == [(date(2027, 3, 29), petra.pk), (date(2028, 3, 29), petra.pk)]


@pytest.mark.parametrize("stage", Stage)
def test_once_held_the_date_stands(
    stage: Stage, plan: Planned, northwind: Account
) -> None:
    TransitionFactory.create(account=northwind, stage=stage)

    if stage in AHEAD:
        assert plan(northwind).stage == stage
    else:
        with pytest.raises(PermissionDenied, match="has been held"):
            plan(northwind)


@pytest.mark.parametrize("person", ["olga", "carl", "ada", "zoe", "ivan", "nora"])
def test_only_petra_plans(
    person: str, northwind: Account, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)

    with rls.entered(user.pk), pytest.raises(PermissionDenied, match="Only a program"):
        actions.plan(account=northwind, by=anew(user), on=TODAY)
