"""What the tests of the move share."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import Account, User
from onboarding import actions
from onboarding.models import Transition
from portal import rls
from tests.factories import anew

TODAY = date(2026, 11, 24)

Planned = Callable[..., Transition]


@pytest.fixture
def plan(petra: User) -> Planned:
    """Plan a company's introduction as Petra does, in her context."""

    def planned(account: Account, on: date = TODAY) -> Transition:
        with rls.entered(petra.pk):
            return actions.plan(account=account, by=anew(petra), on=on)

    return planned


@pytest.fixture
def northwinds(plan: Planned, northwind: Account) -> Transition:
    """Northwind's transition, planned on or about 29 March 2027."""
    return plan(northwind)
