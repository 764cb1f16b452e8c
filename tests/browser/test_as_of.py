"""Journey N8: say what stood on a date, on one screen, with two clicks."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from accounts.actions import profile
from accounts.actions.profile import Change
from accounts.models import Account, User
from accounts.states import FactName
from portal import rls
from tests.browser.conftest import Window
from tests.factories import anew

RENAMED = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


@pytest.fixture
def renamed(northwind: Account, nora: User) -> Account:
    """Northwind Traders, which became Northwind Lamps on 2 March 2026."""
    change = Change(FactName.LEGAL_NAME, "Northwind Lamps", "Renamed.", since=RENAMED)
    with rls.entered(nora.pk):
        profile.change(change, account=northwind, by=anew(nora))
    return northwind


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("script", [True, False], ids=["scripted", "without script"])
def test_nora_says_what_stood_on_a_date(
    script: bool, width: int, window: Window, nora: User, renamed: Account
) -> None:
    page = window(
        nora, java_script_enabled=script, viewport={"width": width, "height": 800}
    )
    page.goto(renamed.get_absolute_url())
    heading(page, "Northwind Lamps")

    # Two clicks: into the date, and on the button.
    page.get_by_label("Show as of the end of").fill("2026-03-01")
    page.get_by_role("button", name="Show that day").click()

    heading(page, "Northwind Traders")
    banner = page.locator(".usa-alert--warning")
    expect(banner).to_contain_text("As of the end of 1 Mar 2026")
    expect(banner).to_contain_text("You see what was true then")
    page.get_by_role("link", name="Back to today").click()
    heading(page, "Northwind Lamps")
