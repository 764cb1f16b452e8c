"""How far each company of the demonstration has come on its way onto the portal.

Pure: the stages and the reasons follow from the company, so that each seeding makes the
same board. Days are days ago.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from onboarding import calendar
from onboarding.states import Stage
from portal.demo.shapes import Company

PLANNED = 400  # days ago, when the move of the members onto the portal was planned
PILOT_MET = 300  # days ago, when the pilot companies were introduced
# Days before or after the introduction.
STEPS = {
    Stage.INVITED: -48,
    Stage.BOOKED: -23,
    Stage.MET: 3,
    Stage.LOADED: 17,
    Stage.CONFIRMED: 30,
    Stage.ACTIVE: 38,
}
# How far those have come whose introduction should be over, the longest overdue first.
REACHED = (
    Stage.ACTIVE,
    Stage.CONFIRMED,
    Stage.LOADED,
    Stage.MET,
    Stage.BOOKED,
    Stage.ACTIVE,
    Stage.INVITED,
    Stage.ACTIVE,
)
STUCK = {
    Stage.INVITED: "The company asks for a date after its move to new offices.",
    Stage.MET: "The officer who is to sign has left; the company names another.",
    Stage.LOADED: "The file from the old portal names a number that is not theirs.",
}


@dataclass(frozen=True)
class Step:
    """One step of a company, or with `why` that it is stuck where it stands."""

    to: Stage | None
    days_ago: int
    why: str = ""


def planned(company: Company) -> int:
    """Return how many days ago a company's introduction was planned."""
    return min(PLANNED, company.accepted_days_ago - 5)


def board(
    companies: Sequence[Company], today: date
) -> Iterator[tuple[Company, list[Step]]]:
    """Yield each company with the steps that it has taken by today, in their order."""
    due = {one.key: days_to_introduction(one, today) for one in companies}
    members = [one.key for one in companies if one.status == "active"]
    over = sorted((due[key], key) for key in members if due[key] < 0)
    reached = {
        key: stage for (_, key), stage in zip(over, cycle(REACHED), strict=False)
    }
    for company in companies:
        if company.status == "suspended":
            yield company, []
        elif company.status == "pilot":
            yield company, list(steps(Stage.ACTIVE, -PILOT_MET))
        elif company.key in reached:
            stage = reached[company.key]
            yield company, [*steps(stage, due[company.key]), *standstill(stage)]
        else:
            yield company, list(steps(Stage.ACTIVE, due[company.key]))


def steps(reached: Stage, due: int) -> Iterator[Step]:
    """Yield the steps up to a stage, as far as their days have come."""
    for stage, offset in STEPS.items():
        if due + offset >= 0:
            return
        yield Step(stage, -(due + offset))
        if stage is reached:
            return


def standstill(stage: Stage) -> Iterator[Step]:
    """Yield that a company is stuck, where it has come no further than that."""
    if stage in STUCK:
        yield Step(None, 1, STUCK[stage])


def days_to_introduction(company: Company, today: date) -> int:
    """Return in how many days the introduction is, or negative how long ago."""
    letter = company.letter_days_ago
    on = calendar.on_or_about(
        None if letter is None else today - timedelta(letter),
        today - timedelta(company.accepted_days_ago),
        today - timedelta(planned(company)),
    )
    return (on - today).days
