"""Where each company of the demonstration stands on its way onto the portal."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from onboarding.states import NEXT, Stage
from portal.demo import cast, moving
from portal.demo.crowd import Size, gather
from portal.demo.moving import Step
from portal.demo.shapes import Company

TODAY = date(2026, 11, 24)


def stands(steps: list[Step]) -> Stage:
    taken = [step.to for step in steps if step.to]
    return taken[-1] if taken else Stage.WAITING


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_there_are_companies_at_every_stage(seed: int) -> None:
    companies = (*cast.COMPANIES, *gather(seed, TODAY, Size()).companies)
    stages = Counter(stands(steps) for _, steps in moving.board(companies, TODAY))

    assert set(stages) == set(Stage)


def test_steps_follow_one_another() -> None:
    for company, steps in moving.board(gather(1, TODAY, Size()).companies, TODAY):
        taken = [Stage.WAITING, *(step.to for step in steps if step.to)]
        days = [moving.planned(company), *(step.days_ago for step in steps)]

        assert all(to in NEXT[stage] for stage, to in pairwise(taken))
        assert days == sorted(days, reverse=True)
        assert min(days) >= 1


def test_pilot_companies_are_on_the_portal_and_suspended_ones_wait() -> None:
    company = cast.COMPANIES[0]
    board = moving.board(
        [replace(company, status="pilot"), replace(company, status="suspended")], TODAY
    )

    assert [stands(steps) for _, steps in board] == [Stage.ACTIVE, Stage.WAITING]


def test_who_is_stuck_says_on_what() -> None:
    board = moving.board(gather(1, TODAY, Size()).companies, TODAY)
    reasons = [step.why for _, steps in board for step in steps if step.to is None]

    assert reasons
    assert all(0 < len(why) <= 100 for why in reasons)


def test_the_day_of_an_introduction_is_counted_from_the_letter() -> None:
    northwind = next(one for one in cast.COMPANIES if one.key == "northwind")

    assert moving.days_to_introduction(northwind, TODAY) == 365 - 324
    assert is_ahead(northwind)


def is_ahead(company: Company) -> bool:
    ((_, steps),) = moving.board([company], TODAY)
    return stands(steps) in {Stage.WAITING, Stage.INVITED, Stage.BOOKED}
