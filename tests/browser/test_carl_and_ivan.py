"""The main job: Carl asks about an entry, Ivan answers, Carl reads it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.conftest import Window
from tests.factories import PASSWORD

SUBJECT = "Entry ABC-1234567-6: which number?"
QUESTION = "We entered the lamps under 9405.21. **Is that right?**"
ANSWER = "Yes, it is 9405.21."


def sign_in(page: Page, person: User) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def ask(page: Page) -> None:
    page.get_by_role("link", name="Start a conversation").first.click()
    page.get_by_role("link", name="Tariff number", exact=True).click()
    expect(page.locator("main")).to_contain_text("Ivan Reyes, Import specialist")
    page.get_by_label("Subject").fill(SUBJECT)
    page.get_by_label("Your message").fill(QUESTION)
    page.get_by_role("button", name="Send and hand the turn to the Center").click()


def answer(page: Page) -> None:
    page.get_by_role("link", name=SUBJECT).click()
    expect(page.locator("#entries strong")).to_have_text("Is that right?")
    page.get_by_label("Your reply").fill(ANSWER)
    page.get_by_role("button", name="Send and hand the turn to the company").click()
    expect(page.locator("#entries")).to_contain_text(ANSWER)


def reads_the_answer(page: Page) -> None:
    page.reload()
    expect(page.locator("#entries")).to_contain_text(ANSWER)
    expect(page.locator("#entry-3")).to_contain_text("Ivan Reyes")
    expect(page.locator("main .portal-lead")).to_contain_text("Your turn")


@pytest.mark.parametrize("script", [True, False], ids=["scripted", "without script"])
def test_carl_asks_ivan_answers_and_carl_reads_it(
    script: bool, window: Window, carl: User, ivan: User
) -> None:
    carls, ivans = (window(java_script_enabled=script) for _ in range(2))
    sign_in(carls, carl)
    ask(carls)
    expect(carls.locator("main .portal-lead")).to_contain_text("With the Center")

    sign_in(ivans, ivan)
    answer(ivans)

    reads_the_answer(carls)


# --- By keyboard ---------------------------------------------------------------------


def to(page: Page, place: Locator) -> None:
    """Press Tab until a place has the focus."""
    for _step in range(80):
        if place.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The Tab key does not lead to {place}.")


def press(page: Page, place: Locator) -> None:
    """Press Enter on a place, and wait for the page that it leads to."""
    to(page, place)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, place: Locator, words: str) -> None:
    to(page, place)
    page.keyboard.insert_text(words)


def test_all_of_it_by_keyboard_alone(window: Window, carl: User, ivan: User) -> None:
    carls, ivans = window(carl), window(ivan)
    carls.goto("/")
    press(carls, carls.get_by_role("link", name="Start a conversation").first)
    press(carls, carls.get_by_role("link", name="Tariff number", exact=True))
    write(carls, carls.get_by_label("Subject"), SUBJECT)
    write(carls, carls.get_by_label("Your message"), QUESTION)
    press(carls, carls.get_by_role("button", name="Send and hand the turn"))

    ivans.goto("/conversations/")
    press(ivans, ivans.get_by_role("link", name=SUBJECT))
    write(ivans, ivans.get_by_label("Your reply"), ANSWER)
    press(ivans, ivans.get_by_role("button", name="Send and hand the turn"))

    reads_the_answer(carls)


def test_signing_in_by_keyboard_alone(window: Window, carl: User) -> None:
    page = window()
    page.goto("/sign-in/")
    write(page, page.get_by_label("Email"), carl.email)
    write(page, page.get_by_label("Password"), PASSWORD)
    press(page, page.get_by_role("button", name="Sign in", exact=True))

    expect(page.locator("h1")).to_have_text("Home")


def test_the_first_tab_offers_to_skip_to_the_content(
    window: Window, carl: User
) -> None:
    page = window(carl)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator("main :focus").count() == 1
