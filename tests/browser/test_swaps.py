"""What scripts make quicker: a page after a swap is what a reload would show."""

import pytest
from lxml import html
from playwright.sync_api import Page, expect

from accounts.models import Account, User
from conversations.models import Conversation
from conversations.screens import stretch
from tests.browser.conftest import Window
from tests.factories import opened, said
from tests.pages import Page as Parsed
from tests.pages import shape


def parsed(page: Page, css: str) -> str:
    """Return the shape of one part of the page as it stands in the browser."""
    part: Parsed = html.fragment_fromstring(
        page.locator(css).evaluate("e => e.outerHTML")
    )
    for element in part.iter("*"):
        settled = (element.get("class") or "").replace("htmx-settling", "").split()
        if "class" in element.attrib:
            element.set("class", " ".join(settled))
    return shape(part)


def test_unread_counts_go_down_at_once(
    window: Window, carl: User, ivan: User, question: Conversation, northwind: Account
) -> None:
    for conversation in (question, opened(by=carl, account=northwind)):
        said(conversation, by=ivan)
    page = window(carl)
    page.goto("/")
    expect(page.locator("#unread")).to_contain_text("2 unread")
    page.goto(question.get_absolute_url())

    expect(page.locator("#unread")).to_contain_text("1 unread")
    expect(page.locator("#navigation")).to_contain_text("Conversations 1")


def test_after_marking_read_the_page_is_what_a_reload_shows(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)
    page = window(carl)
    page.goto(question.get_absolute_url())
    expect(page.locator("#unread")).to_contain_text("Nothing unread")
    swapped = [parsed(page, css) for css in (".portal-header", ".portal-side")]
    page.reload()

    assert swapped == [parsed(page, css) for css in (".portal-header", ".portal-side")]


def test_without_script_a_button_marks_it(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)
    page = window(carl, java_script_enabled=False)
    page.goto(question.get_absolute_url())
    expect(page.locator("#unread")).to_contain_text("1 unread")
    page.get_by_role("button", name="Mark as read").click()

    expect(page.locator("#unread")).to_contain_text("Nothing unread")


def test_a_form_that_fails_keeps_the_words_and_leads_to_the_error(
    window: Window, carl: User, question: Conversation
) -> None:
    page = window(carl)
    page.goto(question.get_absolute_url())
    page.get_by_label("Your reply").fill("  ")
    page.get_by_role("button", name="Send and hand the turn").click()

    expect(page.locator("#reply [role=alert]")).to_be_focused()
    page.get_by_role("link", name="Write what you want to say.").click()
    expect(page.get_by_label("Your reply")).to_be_focused()


def test_a_double_click_sends_once(
    window: Window, carl: User, question: Conversation
) -> None:
    page = window(carl)
    page.goto(question.get_absolute_url())
    page.get_by_label("Your reply").fill("Said once")
    page.get_by_role("button", name="Send and hand the turn").dblclick()

    expect(page.get_by_text("Said once")).to_have_count(1)
    expect(page.locator("article")).to_have_count(2)


def test_arrows_move_between_rows(
    window: Window, carl: User, northwind: Account, ivan: User
) -> None:
    for subject in ("Lower", "Upper"):
        opened(by=carl, account=northwind, subject=subject)
    page = window(carl)
    page.goto("/conversations/")
    page.get_by_role("link", name="Upper").focus()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Lower")).to_be_focused()
    page.keyboard.press("ArrowUp")

    expect(page.get_by_role("link", name="Upper")).to_be_focused()


def test_keys_of_lists_can_be_switched_off(
    window: Window, carl: User, northwind: Account, ivan: User
) -> None:
    for subject in ("Lower", "Upper"):
        opened(by=carl, account=northwind, subject=subject)
    page = window(carl)
    for wanted, focused in ((False, "Upper"), (True, "Lower")):
        page.goto("/help/")
        page.get_by_text("Use these keys in this browser").click()
        expect(page.get_by_label("Use these keys")).to_be_checked(checked=wanted)
        page.goto("/conversations/")
        page.get_by_role("link", name="Upper").focus()
        page.keyboard.press("j")

        expect(page.get_by_role("link", name=focused)).to_be_focused()


def test_earlier_entries_come_in_above_what_one_reads(
    window: Window,
    carl: User,
    question: Conversation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stretch, "LENGTH", 4)
    for number in range(3, 13):
        said(question, by=carl, text=f"Number {number}")
    page = window(carl)
    page.goto(question.get_absolute_url())
    for first in ("#entry-5", "#entry-1"):
        expect(page.locator("#entry-12")).to_be_visible()
        page.get_by_role("link", name="Show earlier entries").click()
        expect(page.locator(first)).to_be_visible()

    expect(page.get_by_role("link", name="Show earlier entries")).to_have_count(0)
    expect(page.locator("#entries > article, #entries > .portal-event")).to_have_count(
        12
    )
    expect(page.locator(".portal-day")).to_have_count(1)


def test_the_menu_closes_with_escape(window: Window, carl: User) -> None:
    page = window(carl)
    page.goto("/")
    page.locator("summary").first.click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
