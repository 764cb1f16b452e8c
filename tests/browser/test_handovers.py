"""Journey N7: an account manager takes a portfolio over, one click for each company."""

import pytest
from playwright.sync_api import expect

from accounts.models import Account, Handover, User
from accounts.states import Duty
from conversations.models import Conversation
from tests.browser.conftest import Window
from tests.database import as_owner
from tests.factories import (
    AccountFactory,
    AssignmentFactory,
    HandoverFactory,
    official,
    opened,
)


@pytest.fixture
def iris(northwind: Account, carl: User) -> User:
    """Iris, to whom Northwind was handed, which waits, and another company."""
    iris = official("Iris Wong", Duty.NAM, "Headquarters")
    earlier = official("Nora Blake", Duty.NAM, "Headquarters")
    aurora = AccountFactory.create(legal_name="Aurora Lights")
    AssignmentFactory(account=northwind, official=earlier)
    opened(by=carl, account=northwind, topic="membership")
    for account in (northwind, aurora):
        HandoverFactory(account=account, predecessor=earlier, successor=iris)
    with as_owner():
        northwind.assignments.all()._raw_delete("default")
    for account in (northwind, aurora):
        AssignmentFactory(account=account, official=iris)
    return iris


@pytest.mark.parametrize("script", [True, False], ids=["scripted", "without script"])
def test_iris_takes_two_companies_over_on_one_screen(
    script: bool, window: Window, iris: User
) -> None:
    page = window(iris, java_script_enabled=script)
    page.goto("/portfolio/")
    page.get_by_role("link", name="2 companies were handed to you").click()
    rows = page.locator("tbody tr")
    expect(rows.first).to_contain_text("Northwind Traders")

    page.get_by_role("button", name="Acknowledge Northwind Traders").click()
    expect(page.locator("main")).to_contain_text("1 open conversation is with you now")
    page.get_by_role("button", name="Acknowledge Aurora Lights").click()
    expect(page.locator("main")).to_contain_text("Nothing waits for your word.")

    with as_owner():
        assert not Handover.objects.filter(acknowledged_at=None).exists()
        assert Conversation.objects.get().holder_id == iris.pk
