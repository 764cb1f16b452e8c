"""What stays on a machine that others use, too: nothing."""

from playwright.sync_api import expect

from accounts.models import User
from conversations.models import Conversation
from tests.browser.conftest import Window
from tests.factories import said

STORED = "JSON.stringify([localStorage, sessionStorage])"


def test_after_signing_out_the_way_back_shows_nothing(
    window: Window, carl: User, question: Conversation
) -> None:
    page = window(carl)
    page.goto(question.get_absolute_url())
    page.locator("summary").first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.go_back()

    expect(page.locator("h1")).to_have_text("Sign in")
    assert question.subject not in page.content()


def test_no_page_keeps_what_was_said_in_the_browser(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan, text="It is 9405.")
    page = window(carl)
    page.goto(question.get_absolute_url())
    expect(page.locator("#unread")).to_contain_text("Nothing unread")  # a swap
    page.get_by_label("Your reply").fill("Said and sent")
    page.get_by_role("button", name="Send and hand the turn").click()
    expect(page.locator("#entries")).to_contain_text("Said and sent")

    stored = page.evaluate(STORED)
    assert "Said and sent" not in stored
    assert "9405" not in stored


def test_nothing_typed_and_not_sent_stays_after_signing_out(
    window: Window, carl: User, question: Conversation
) -> None:
    page = window(carl)
    page.goto(question.get_absolute_url())
    page.get_by_label("Your reply").fill("Half a thought")
    page.locator("summary").first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")

    assert "Half a thought" not in page.evaluate(STORED)
