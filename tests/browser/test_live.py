"""A reply by one appears on the other's screen, and disturbs nothing there."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import pytest
from django.conf import settings as portal_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from conversations.models import Conversation
from tests.browser.origin import LiveThread, proxied, wait_for
from tests.client import PortalClient
from tests.factories import opened, said

REPLIES = 20
LONGEST = 3.0  # seconds until a reply is there; the bench measures, this only notices
SHOWN = "n => document.querySelectorAll('#entries > article').length >= n"
UNREAD_ROW = ".portal-row--unread .portal-row__title"

Window = Callable[..., Page]


@pytest.fixture
def origin(
    live_server: LiveServer, settings: Settings, tmp_path: Path
) -> Iterator[tuple[str, LiveThread]]:
    """Pages, streams and the proxy before them."""
    settings.HINTS_CHANNEL = f"test:{uuid4()}"
    with proxied(live_server, tmp_path) as running:
        yield running


@pytest.fixture
def live(origin: tuple[str, LiveThread]) -> LiveThread:
    """The live process, to be looked into, stopped and started again."""
    return origin[1]


@pytest.fixture
def window(chrome: Browser, origin: tuple[str, LiveThread]) -> Iterator[Window]:
    """Open a page in a browser of a person's own; without a stream if so wished."""
    address, live = origin
    contexts, faults = [], []

    def opened_at(person: User, path: str, *, stream: bool = True) -> Page:
        context = chrome.new_context(base_url=address)
        contexts.append(context)
        name = portal_settings.SESSION_COOKIE_NAME
        key = PortalClient().sign_in(person).cookies[name].value
        context.add_cookies([{"name": name, "value": key, "url": address}])
        context.on("weberror", lambda fault: faults.append(str(fault.error)))
        if not stream:
            context.route("**/live/", lambda route: route.abort())
        page, before = context.new_page(), live.streams
        page.goto(path)
        if stream:
            wait_for(lambda: live.streams > before)
        return page

    yield opened_at
    for context in contexts:
        context.close()
    assert not faults


def thread_of(conversation: Conversation) -> str:
    return conversation.get_absolute_url()


def send(page: Page, text: str) -> None:
    """Write a reply and send it, as a person does."""
    page.get_by_label("Your reply").fill(text)
    page.get_by_role("button", name="Send and hand the turn").click()


def seconds_until(page: Page, entries: int) -> float:
    """Return how long it takes from now until a thread shows so many messages."""
    began = perf_counter()
    page.wait_for_function(SHOWN, arg=entries, polling=20, timeout=LONGEST * 1000)
    return perf_counter() - began


# --- It appears ----------------------------------------------------------------------


def test_replies_appear_on_the_others_thread_and_inbox(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    writes = window(ivan, thread_of(question))
    reads = window(carl, thread_of(question))
    lists = window(carl, "/conversations/")
    expect(lists.locator(UNREAD_ROW)).to_have_count(0)

    times = []
    for number in range(1, REPLIES + 1):
        send(writes, f"Reply {number}.")
        times.append(seconds_until(reads, 1 + number))
        expect(lists.locator("#rows")).to_contain_text(f"Reply {number}.")
        writes.wait_for_function(SHOWN, arg=1 + number)
    report(times)


def report(times: list[float]) -> None:
    """Say the middle and the 95th percentile, for whoever runs with -s."""
    middle, late = (sorted(times)[round(p * (len(times) - 1))] for p in (0.5, 0.95))
    words = f"p50 {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms"
    sys.stdout.write(f"\n{len(times)} replies on the other's screen: {words}\n")


def test_the_unread_count_moves_and_moves_back(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    anywhere, lists = window(carl, "/help/"), window(carl, "/conversations/")
    said(question, by=ivan)

    for page in (anywhere, lists):
        expect(page.locator(".portal-unread__count")).to_have_text("1")
    expect(lists.locator("#navigation .portal-count")).to_have_text("1")
    expect(lists.locator(UNREAD_ROW)).to_have_count(1)

    lists.locator(UNREAD_ROW).click()
    expect(lists.locator(".portal-unread__count")).to_have_count(0)


def test_with_the_stream_cut_it_appears_by_polling(
    window: Window,
    carl: User,
    olga: User,
    ivan: User,
    question: Conversation,
    settings: Settings,
) -> None:
    settings.POLL_EVERY = 1
    reads = window(carl, thread_of(question), stream=False)
    lists = window(olga, "/conversations/", stream=False)
    said(question, by=ivan, text="By polling.")

    assert seconds_until(reads, 2) < LONGEST
    expect(lists.locator(UNREAD_ROW)).to_have_count(1)
    expect(lists.locator(".portal-unread__count")).to_have_text("1")


def test_with_both_off_nothing_appears(
    window: Window, carl: User, ivan: User, question: Conversation, settings: Settings
) -> None:
    settings.POLL_EVERY = 0
    reads = window(carl, thread_of(question), stream=False)
    said(question, by=ivan)
    reads.wait_for_timeout(LONGEST * 1000)

    expect(reads.locator("#entries > article")).to_have_count(1)
    reads.reload()
    expect(reads.locator("#entries > article")).to_have_count(2)


def test_it_appears_after_the_live_process_was_away(
    window: Window, carl: User, ivan: User, question: Conversation, live: LiveThread
) -> None:
    reads = window(carl, thread_of(question))
    live.stop()
    said(question, by=ivan, text="While it was away.")
    live.start()

    expect(reads.locator("#entries")).to_contain_text("While it was away.")


def test_it_is_not_shown_to_whom_it_does_not_concern(
    window: Window, carl: User, ivan: User, zoe: User, question: Conversation
) -> None:
    asked: list[str] = []
    hers, his = window(zoe, "/conversations/"), window(carl, "/conversations/")
    hers.on("request", lambda request: asked.append(request.url))
    said(question, by=ivan)
    expect(his.locator(UNREAD_ROW)).to_have_count(1)
    hers.wait_for_timeout(500)

    assert asked == []


# --- It disturbs nothing -------------------------------------------------------------


def place(page: Page, css: str) -> tuple[int, int]:
    """Return where an element is on the screen."""
    box = page.locator(css).bounding_box()
    assert box
    return round(box["x"]), round(box["y"])


def test_what_one_types_keeps_its_words_its_cursor_and_its_place(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    for _ in range(4):
        said(question, by=ivan, text="A paragraph.\n\n" * 6)
    page = window(carl, thread_of(question))
    box = page.get_by_label("Your reply")
    box.click()
    page.keyboard.type("Half a thought")
    page.keyboard.press("ArrowLeft")
    before = place(page, "#reply textarea")
    said(question, by=ivan, text="A paragraph.\n\n" * 6)
    page.wait_for_function(SHOWN, arg=6)
    page.keyboard.type("!")

    expect(box).to_be_focused()
    expect(box).to_have_value("Half a though!t")
    assert place(page, "#reply textarea") == before


def test_who_will_read_it_is_put_right_while_one_types(
    window: Window, carl: User, theo: User, ivan: User, question: Conversation
) -> None:
    page = window(carl, thread_of(question))
    page.get_by_label("Your reply").fill("Half a thought")
    page.locator("#reply .portal-audience").evaluate("list => { list.innerText = '' }")
    said(question, by=ivan)

    expect(page.locator("#reply .portal-audience")).to_contain_text("Ivan Reyes")
    expect(page.get_by_label("Your reply")).to_have_value("Half a thought")


def test_it_is_announced_once_and_lights_up(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    page = window(carl, thread_of(question))
    said(question, by=ivan)

    expect(page.locator("#announcements")).to_contain_text("Ivan Reyes wrote at")
    expect(page.locator(".portal-fresh")).to_have_count(1)
    expect(page.locator("#entry-3")).to_have_class(
        "portal-entry portal-entry--government portal-fresh"
    )


def test_a_row_keeps_the_focus_while_others_come_in_above_it(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    others = [opened(by=carl, account=question.account) for _ in range(12)]
    page = window(carl, "/conversations/")
    css = f"#rows a[href='{thread_of(others[3])}']"
    page.locator(css).focus()
    before = place(page, css)
    said(question, by=ivan)
    expect(page.locator(UNREAD_ROW)).to_have_count(1)

    expect(page.locator(css)).to_be_focused()
    assert place(page, css) == pytest.approx(before, abs=1)


def test_it_counts_as_read_only_once_it_is_in_view(
    window: Window, carl: User, ivan: User, question: Conversation
) -> None:
    for _ in range(4):
        said(question, by=ivan, text="A paragraph.\n\n" * 9)
    page = window(carl, thread_of(question))
    expect(page.locator(".portal-unread__count")).to_have_count(0)
    page.evaluate("window.scrollTo(0, 0)")
    said(question, by=ivan)

    expect(page.locator(".portal-unread__count")).to_have_text("1")
    page.locator("#entry-7").scroll_into_view_if_needed()
    expect(page.locator(".portal-unread__count")).to_have_count(0)


def test_a_page_whose_session_has_ended_stops_asking(
    window: Window, carl: User, question: Conversation, settings: Settings
) -> None:
    settings.POLL_EVERY = 1
    asked: list[str] = []
    page = window(carl, thread_of(question), stream=False)
    page.get_by_label("Your reply").fill("Not yet sent")
    page.context.clear_cookies()
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_event("request", lambda one: "/draft/" not in one.url, timeout=30_000)
    page.wait_for_timeout(4000)

    assert len([url for url in asked if "/draft/" not in url]) <= 2
    expect(page.get_by_label("Your reply")).to_have_value("Not yet sent")
