"""Journey M6: an officer replaces a leaver, in two screens and four clicks."""

import pytest
from playwright.sync_api import expect

from accounts.models import Account, Notice, User
from conversations.models import Conversation
from tests.accounts.inviting import ADDRESS, roles
from tests.browser.conftest import AXE, Window
from tests.browser.walk import Walk
from tests.database import as_owner


@pytest.mark.parametrize("script", [True, False], ids=["scripted", "without script"])
def test_an_officer_replaces_a_leaver(
    script: bool,
    window: Window,
    olga: User,
    carl: User,
    nora: User,
    question: Conversation,
    northwind: Account,
) -> None:
    page = window(olga, java_script_enabled=script)
    page.goto("/people/")
    walk = Walk(page)

    page.get_by_label("Address").fill(ADDRESS)
    walk.click(page.get_by_role("button", name="Invite", exact=True))
    expect(page.locator("main")).to_contain_text(f"on its way to {ADDRESS}")

    walk.click(page.get_by_role("link", name="Leave routine – Carl Jensen"))
    expect(page.locator("main")).to_contain_text(question.subject)
    walk.click(page.locator("label", has_text=f"{ADDRESS}, invited"))
    walk.click(page.get_by_role("button", name="Hand over and end the membership"))

    expect(page.locator("main")).to_contain_text("Carl Jensen has left")
    assert (len(walk.screens), walk.clicks) == (2, 4)
    assert roles(northwind) == {"Olga Petrenko": "OFFICER"}
    with as_owner():
        assert Notice.objects.filter(recipient=nora, ref=northwind.ref).exists()


def test_the_pages_of_people_are_accessible_and_fit_small_screens(
    window: Window, olga: User, carl: User, question: Conversation
) -> None:
    page = window(olga, viewport={"width": 320, "height": 700})
    for path in ("/people/", f"/people/{carl.ref}/role/", f"/people/{carl.ref}/leave/"):
        page.goto(path)
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run()")["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")

        assert [one["id"] for one in found] == [], path
        assert wide <= 320, path
