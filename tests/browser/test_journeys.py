"""Whole journeys, each by keyboard alone, on a phone, and without script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import dateformat
from playwright.sync_api import expect

from accounts.models import Account, User
from conversations import paging
from conversations.models import Conversation
from criteria.catalogue import Catalogue
from onboarding.models import Transition
from tests.browser.conftest import Window
from tests.browser.hands import PHONE, Finger, Hands, Keys
from tests.criteria.conftest import few, listed  # noqa: F401 - fixtures
from tests.database import as_owner
from tests.factories import PASSWORD, opened, said

WAYS: dict[str, tuple[type[Hands], dict[str, Any]]] = {
    "by keyboard": (Keys, {}),
    "on a phone": (Finger, {"viewport": PHONE, "has_touch": True}),
    "without script": (Hands, {"java_script_enabled": False}),
}
SUBJECT = "Entry ABC-1234567-6: which number?"
QUESTION = "We entered the lamps under 9405.21. **Is that right?**"
ANSWER = "Yes, it is 9405.21."

Sit = Callable[[User | None], Hands]


@pytest.fixture(params=WAYS)
def sit(window: Window, request: pytest.FixtureRequest) -> Sit:
    """Sit somebody down before the portal, to use it in one of the ways."""
    hands, options = WAYS[request.param]
    return lambda person: hands(window(person, **options))


# --- Conversations -------------------------------------------------------------------


def ask(hands: Hands) -> None:
    hands.go("/")
    hands.link("Start a conversation")
    hands.link("Tariff number")
    hands.reads("Ivan Reyes, Import specialist")
    hands.write("Subject", SUBJECT)
    hands.write("Your message", QUESTION)
    hands.button("Send and hand the turn to the Center")
    hands.reads("With the Center")


def answer(hands: Hands) -> None:
    hands.go("/")
    hands.link(SUBJECT)
    hands.reads("Is that right?")
    hands.write("Your reply", ANSWER)
    hands.button("Send and hand the turn to the company")
    hands.reads("Ivan Reyes (you)")


def test_a_question_is_asked_answered_closed_and_opened_again(
    sit: Sit, carl: User, ivan: User
) -> None:
    carls, ivans = sit(carl), sit(ivan)
    ask(carls)
    answer(ivans)

    carls.go("/")
    carls.link(SUBJECT)
    carls.reads(ANSWER)
    carls.link("Close this conversation")
    carls.choose("Yes, the question was answered")
    carls.button("Close it")
    carls.reads("the question was answered")
    expect(carls.page.locator("#turn")).to_have_text("Closed")

    carls.button("Open it again")
    expect(carls.page.locator("#turn")).to_have_text("With the Center")


def test_an_entry_is_corrected_and_the_old_words_stay(
    sit: Sit, carl: User, question: Conversation
) -> None:
    carls = sit(carl)
    carls.go(question.get_absolute_url())
    carls.link("Correct entry 2")
    carls.write("What it should say", "A lamp without a speaker.")
    carls.button("Send the correction")
    carls.reads("A lamp without a speaker.")
    carls.link("Corrects entry 2")
    before = carls.page.locator(".portal-entry__older .portal-prose")
    expect(before).to_be_hidden()
    carls.open(carls.page.get_by_text("What it said before"))

    expect(before).to_have_text("A lamp with a speaker in its foot.")


@pytest.fixture
def five(
    carl: User, northwind: Account, ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five questions of Carl's, the last one answered; a page of the list has three."""
    monkeypatch.setattr(paging, "ROWS", 3)
    for number in range(1, 6):
        asked = opened(by=carl, account=northwind, subject=f"Question {number}")
    said(asked, by=ivan)


def rows(hands: Hands) -> list[str]:
    titles = hands.page.locator("#rows .portal-row__title").all_inner_texts()
    return [title.strip().removeprefix("Unread:").strip() for title in titles]


@pytest.mark.usefixtures("five")
def test_the_list_is_narrowed_widened_and_turned_over(sit: Sit, carl: User) -> None:
    carls = sit(carl)
    carls.go("/")
    carls.menu("Conversations")
    assert rows(carls) == ["Question 5", "Question 4", "Question 3"]

    carls.link("Waiting on us 1")
    expect(carls.page.locator("#rows .portal-row")).to_have_count(1)
    assert rows(carls) == ["Question 5"]

    carls.link("Waiting on us 1")
    carls.link("Older")
    expect(carls.page.get_by_role("link", name="Newer")).to_be_visible()
    assert rows(carls) == ["Question 2", "Question 1"]

    carls.link("Question 1")
    expect(carls.page.locator("h1")).to_have_text("Question 1")


@pytest.mark.usefixtures("five")
def test_an_official_answers_one_after_the_other(sit: Sit, ivan: User) -> None:
    ivans = sit(ivan)
    ivans.go("/conversations/?show=waiting-on-us")
    ivans.link("Question 2")
    for upcoming in ("Question 1", "Question 3", "Question 4"):
        ivans.write("Your reply", ANSWER)
        ivans.button("Send and open next")
        expect(ivans.page.locator("h1")).to_have_text(upcoming)
    ivans.write("Your reply", ANSWER)
    ivans.button("Send and open next")

    expect(ivans.page.locator("h1")).to_have_text("Inbox")
    ivans.reads("Waiting on us 0")


# --- The move onto the portal --------------------------------------------------------


def test_an_introduction_is_planned_moved_and_held_up(
    sit: Sit, petra: User, olga: User, northwind: Account
) -> None:
    petras = sit(petra)
    petras.go("/")
    petras.link("Not planned 1")
    petras.button(f"Plan – {northwind}")
    petras.reads("Northwind Traders is to be introduced on or about")
    with as_owner():
        day = Transition.objects.get(account=northwind).on_or_about
    petras.link("Show all")
    petras.reads(dateformat.format(day, "F Y"))
    petras.link(f"More – {northwind}")
    petras.choose("On to “Invited”")
    petras.button("Save the step")
    petras.reads("Northwind Traders now stands at “Invited”.")
    petras.link(f"More – {northwind}")
    petras.choose("It is stuck")
    petras.write("Why", "The officer is away.")
    petras.button("Save the step")
    petras.reads("Northwind Traders is marked as stuck.")

    olgas = sit(olga)
    olgas.go("/")
    olgas.link("Your introduction")
    olgas.reads(f"On or about {dateformat.format(day, 'j M Y')}")
    olgas.reads("The move is stuck. The officer is away.")


# --- What there is to read -----------------------------------------------------------


def test_the_criteria_are_read_by_phase_and_by_category(
    sit: Sit,
    carl: User,
    few: Catalogue,  # noqa: F811
) -> None:
    carls = sit(carl)
    carls.go("/")
    carls.menu("Criteria")
    expect(carls.page.locator("main h2").first).to_contain_text("Phase 1")
    carls.link("By category")
    expect(carls.page.locator("main h2").first).not_to_contain_text("Phase")
    carls.link("4.1")
    expect(carls.page.locator("h1")).to_contain_text("4.1")
    carls.link("Criteria")

    expect(carls.page.locator("h1")).to_have_text("Security criteria")


def test_a_notice_says_why_and_leads_to_what_it_is_about(
    sit: Sit, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan, text=ANSWER)
    carls = sit(carl)
    carls.go("/")
    carls.own_menu()
    carls.press(carls.page.get_by_role("link", name="Notices"))
    carls.reads("Why you got this:")
    carls.link(question.subject)

    carls.reads(ANSWER)


def test_an_account_manager_reads_what_is_known_of_a_company(
    sit: Sit, nora: User, carl: User, question: Conversation
) -> None:
    noras = sit(nora)
    noras.go("/")
    expect(noras.page.locator("h1")).to_have_text("Portfolio")
    noras.link("Northwind Traders")

    expect(noras.page.locator("h1")).to_have_text("Northwind Traders")
    noras.reads("Carl Jensen")
    expect(noras.page.locator(".portal-rail")).to_contain_text("Center")


# --- In and out ----------------------------------------------------------------------


def test_one_signs_in_and_out(sit: Sit, carl: User, northwind: Account) -> None:
    carls = sit(None)
    carls.go("/")
    carls.write("Email", carl.email)
    carls.write("Password", PASSWORD)
    carls.button("Sign in")
    expect(carls.page.locator("h1")).to_have_text("Home")
    carls.own_menu()
    carls.button("Sign out")
    expect(carls.page.locator("h1")).to_have_text("Sign in")
    carls.go("/")

    expect(carls.page.locator("h1")).to_have_text("Sign in")


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


def test_a_refused_reply_leads_to_its_field_by_keyboard(
    window: Window, carl: User, question: Conversation
) -> None:
    carls = Keys(window(carl))
    carls.go(question.get_absolute_url())
    carls.open(carls.page.get_by_role("button", name="Send and hand the turn"))
    expect(carls.page.locator("#reply [role=alert]")).to_be_focused()
    carls.press(carls.page.get_by_role("link", name="Write what you want to say."))

    expect(carls.page.get_by_label("Your reply")).to_be_focused()
