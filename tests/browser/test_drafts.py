"""Whatever interrupts one who writes, the words are there again."""

import random
from collections.abc import Callable
from time import monotonic, sleep

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import Account, User
from conversations.models import Conversation, Draft, Entry
from tests.browser.conftest import Window
from tests.database import as_owner
from tests.factories import PASSWORD
from tests.pages import asking

SOON = 10.0  # seconds; a busy machine is no fault
SEED, TIMES = 7, 50
WORDS = [
    "lamps",
    "under",
    "nine",
    "four",
    "oh",
    "five,",
    "or",
    "is",
    "it;",
    "plus",
    "«ü»",
    "&",
    "<b>",
    "李\n-",
    "first\n",
]


def field(page: Page) -> Locator:
    return page.get_by_label("Your reply")


def state(page: Page) -> Locator:
    return page.locator(".portal-draft__state")


def kept() -> str:
    with as_owner():
        return "".join(Draft.objects.values_list("text", flat=True))


def wait_until_kept(text: str) -> None:
    """Wait for what a page that is gone had on its way."""
    until = monotonic() + SOON
    while kept() != text and monotonic() < until:
        sleep(0.02)
    assert kept() == text


def end_sessions() -> None:
    """End every session, as the idle limit does."""
    with as_owner():
        Session.objects.all().delete()


def sign_in(page: Page, person: User) -> None:
    cache.clear()  # of how often somebody tried
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def write(page: Page, text: str) -> None:
    """Type at the end of the field."""
    field(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


@pytest.fixture
def thread(question: Conversation) -> str:
    return question.get_absolute_url()


# --- What the page says --------------------------------------------------------------


def test_words_are_saved_in_a_pause_and_the_page_says_so_politely(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl, timezone_id="Asia/Tokyo")
    page.goto(thread)
    expect(page.get_by_role("button", name="Discard draft")).to_be_hidden()
    began = monotonic()
    with page.expect_request("**/draft/") as saving:
        write(page, "Lamps")
    wait_until_kept("Lamps")
    took = monotonic() - began

    expect(state(page)).to_have_text(r"Saved " + shown_time(page))
    expect(page.get_by_role("button", name="Discard draft")).to_be_visible()
    assert state(page).get_attribute("role") == "status"
    assert saving.value.headers["x-portal-poll"]  # which extends no session
    assert took < 6


def shown_time(page: Page) -> str:
    time = state(page).locator("time").inner_text()
    assert time.split()[1] in {"EST", "EDT"}  # Carl's zone, not the machine's
    return time


def test_words_are_saved_when_the_field_is_left(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    page.clock.install()  # no pause ever ends
    page.goto(thread)
    write(page, "Left")
    page.keyboard.press("Tab")

    wait_until_kept("Left")


def test_words_are_saved_when_the_page_is_left(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    page.clock.install()
    page.goto(thread)
    write(page, "Gone")
    page.goto("/help/")

    wait_until_kept("Gone")


def test_nothing_is_sent_while_nothing_is_typed(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(thread)
    field(page).focus()
    page.keyboard.press("Tab")
    page.goto("/help/")

    assert [url for url in asked if "draft/" in url] == []


def test_another_device_shows_them(window: Window, carl: User, thread: str) -> None:
    here, there = window(carl), window(carl)
    here.goto(thread)
    write(here, "From here")
    expect(state(here)).to_contain_text("Saved")
    there.goto(thread)

    expect(field(there)).to_have_value("From here")
    expect(state(there)).to_contain_text("Saved")


def test_a_new_conversation_keeps_its_subject_too(
    window: Window, carl: User, northwind: Account, ivan: User
) -> None:
    page = window(carl)
    page.goto(asking(northwind))
    page.get_by_label("Subject").fill("Lamps")
    page.get_by_label("Your message").fill("Which number?")
    page.reload()

    expect(page.get_by_label("Subject")).to_have_value("Lamps")
    expect(page.get_by_label("Your message")).to_have_value("Which number?")


# --- Discarded, sent -----------------------------------------------------------------


def test_a_draft_is_discarded_once_it_is_confirmed(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    page.goto(f"{thread}#reply")
    write(page, "Not this")
    discard = page.get_by_role("button", name="Discard draft")
    expect(discard).to_be_visible()
    page.once("dialog", lambda dialog: dialog.dismiss())
    discard.click()
    expect(field(page)).to_have_value("Not this")
    page.once("dialog", lambda dialog: dialog.accept())
    discard.click()

    expect(field(page)).to_have_value("")
    expect(discard).to_be_hidden()
    page.reload()
    expect(field(page)).to_have_value("")
    assert kept() == ""


def test_what_is_sent_at_once_does_not_come_back(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    page.goto(thread)
    for number in range(5):
        write(page, f"Answer {number}")
        page.get_by_role("button", name="Send and hand the turn").click()
        expect(page.locator("#entries")).to_contain_text(f"Answer {number}")
        expect(field(page)).to_have_value("")
        page.reload()
        expect(field(page)).to_have_value("")
    assert kept() == ""


# --- Interrupted ---------------------------------------------------------------------


def test_without_a_connection_the_page_says_so_and_tries_again(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    page.goto(thread)
    page.route("**/draft/", lambda route: route.abort())
    write(page, "In a tunnel")
    expect(state(page)).to_contain_text("Not saved yet. Your words are still here")
    page.unroute("**/draft/")

    expect(state(page)).to_contain_text("Saved", timeout=20_000)
    wait_until_kept("In a tunnel")


def test_after_the_session_has_ended_the_page_says_so_and_words_come_along(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    page.goto(thread)
    write(page, "Before. ")
    wait_until_kept("Before. ")
    end_sessions()
    write(page, "After.")
    expect(state(page)).to_contain_text("You have been signed out.")
    expect(field(page)).to_have_value("Before. After.")
    assert kept() == "Before. "
    page.get_by_role("link", name="Sign in and go on writing").click()
    sign_in(page, carl)

    expect(field(page)).to_have_value("Before. After.")
    wait_until_kept("Before. After.")


def test_what_is_sent_after_the_session_has_ended_stays_on_the_page(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    page.goto(thread)
    end_sessions()
    write(page, "Too late")
    page.get_by_role("button", name="Send and hand the turn").click()

    expect(page.locator(".portal-failed")).to_contain_text("Your words are kept")
    expect(field(page)).to_have_value("Too late")
    page.reload()
    sign_in(page, carl)
    expect(field(page)).to_have_value("Too late")


def test_words_of_one_person_are_not_shown_to_the_next_in_the_same_tab(
    window: Window, carl: User, ivan: User, thread: str
) -> None:
    page = window(carl)
    page.goto(thread)
    end_sessions()
    write(page, "Carl's own")
    expect(state(page)).to_contain_text("You have been signed out.")
    page.get_by_role("link", name="Sign in and go on writing").click()
    sign_in(page, ivan)

    expect(page.get_by_role("heading", name="Reply")).to_be_visible()
    expect(field(page)).to_have_value("")
    page.reload()
    expect(field(page)).to_have_value("")
    assert kept() == ""


@pytest.mark.parametrize("ending", ["late reply", "late draft"])
def test_without_script_they_come_along_too(
    ending: str, window: Window, carl: User, thread: str
) -> None:
    page = window(carl, java_script_enabled=False)
    page.goto(thread)
    field(page).fill("  Plainly\n\nwritten ")
    end_sessions()
    name = "Save draft" if ending == "late draft" else "Send and hand the turn"
    page.get_by_role("button", name=name).click()
    expect(page.get_by_label("Your words")).to_have_value("  Plainly\n\nwritten ")
    sign_in(page, carl)

    expect(field(page)).to_have_value("  Plainly\n\nwritten ")
    expect(state(page)).to_contain_text("Saved")


def test_a_page_sent_before_the_words_were_saved_is_asked_for_again(
    window: Window, carl: User, thread: str
) -> None:
    page = window(carl)
    page.goto(thread)
    write(page, "On its way")

    def late(route: Route) -> None:
        """Let the page arrive after what is saved while it is under way."""
        answer = route.fetch()
        wait_until_kept("On its way")
        sleep(0.3)  # so that the page that is about to go has heard of it
        route.fulfill(response=answer)

    page.route(f"**{thread}", late, times=1)
    page.reload()

    expect(field(page)).to_have_value("On its way")


def test_without_script_a_button_saves(window: Window, carl: User, thread: str) -> None:
    page = window(carl, java_script_enabled=False)
    page.goto(thread)
    field(page).fill("Plain")
    page.get_by_role("button", name="Save draft").click()
    expect(state(page)).to_contain_text("Saved")
    page.get_by_role("button", name="Discard draft").click()

    expect(field(page)).to_have_value("")


# --- Fifty times at random -----------------------------------------------------------


class Writer:
    """Somebody who writes an answer and is interrupted all the time."""

    def __init__(self, page: Page, person: User, thread: str) -> None:
        self.page, self.person, self.thread = page, person, thread
        self.typed = ""
        page.goto(thread)

    def types(self, text: str) -> None:
        self.typed += text
        write(self.page, text)

    def reloads(self) -> None:
        self.page.reload()

    def closes_the_tab(self) -> None:
        context = self.page.context
        with self.page.expect_event("close"):
            self.page.close(run_before_unload=True)
        wait_until_kept(self.typed)
        self.page = context.new_page()
        self.page.goto(self.thread)

    def signs_out(self) -> None:
        self.page.locator(".portal-menu summary").click()
        self.page.get_by_role("button", name="Sign out").click()
        expect(self.page.locator("h1")).to_have_text("Sign in")
        self.page.goto(self.thread)
        sign_in(self.page, self.person)

    def is_signed_out(self) -> None:
        end_sessions()
        self.types("(and more) ")
        self.page.goto(self.thread)
        sign_in(self.page, self.person)

    def meets_a_server_error(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("conversations.actions.speaking.announce", fail)
            self.page.get_by_role("button", name="Send and hand the turn").click()
            expect(self.page.locator(".portal-failed")).to_be_visible()
        self.page.reload()

    def finds_the_server_gone(self) -> None:
        self.page.route("**/draft/", lambda route: route.abort())
        self.types("(unheard) ")
        self.page.unroute("**/draft/")
        self.page.reload()


def fail(*_args: object) -> None:
    raise RuntimeError


INTERRUPTIONS: list[Callable[[Writer], None]] = [
    Writer.reloads,
    Writer.closes_the_tab,
    Writer.signs_out,
    Writer.is_signed_out,
    Writer.meets_a_server_error,
    Writer.finds_the_server_gone,
]


def test_words_survive_fifty_interruptions(
    window: Window, carl: User, thread: str
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - no secret
    writer = Writer(window(carl), carl, thread)
    for _ in range(TIMES):
        writer.types(" ".join(dice.choices(WORDS, k=4)) + " ")
        if dice.random() < 0.2:
            sleep(1.7 * dice.random())  # a pause, in which some of it may be saved
        dice.choice(INTERRUPTIONS)(writer)
        expect(field(writer.page)).to_have_value(writer.typed)

    writer.page.get_by_role("button", name="Send and hand the turn").click()
    expect(writer.page.locator("#entry-3")).to_be_visible()
    with as_owner():
        assert Entry.objects.get(seq=3).body.text == writer.typed
    assert kept() == ""
