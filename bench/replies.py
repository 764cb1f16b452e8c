"""Let people write to each other in browsers, and take the time until it is read.

    python -m bench.replies --streams 1000

Ivan sends replies; Carl has the thread open, Olga the inbox. Taken is the time from
Ivan's click to the moment when the others' screens show it: by the stream, with as
many further streams open as wished, and then with the stream cut, by polling.
"""

import argparse
import asyncio
import time
from uuid import uuid4

from playwright.async_api import Browser, Page, async_playwright

from bench.streams import EACH, open_all, part, say
from bench.visitor import HOST, Visitor
from portal.embedded import browser as chromium
from portal.embedded import environment
from portal.embedded.limits import allow_files

WRITER, READER, LISTER = (
    "ivan@cbp.example",
    "carl@northwind.example",
    "olga@northwind.example",
)
REPLIES = 20
POLLED = 5  # replies by polling, each of which takes up to a poll's interval
PATIENCE = 30_000  # milliseconds
SHOWS = "([id, words]) => document.getElementById(id)?.textContent.includes(words)"


async def signed_in(browser: Browser, port: int, person: str, path: str) -> Page:
    """Open a page in a person's own browser."""
    context = await browser.new_context(base_url=f"http://{HOST}:{port}")
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.goto("/sign-in/")
    await page.locator(f"button[value='{person}']").click()
    await page.goto(path)
    return page


async def appears(page: Page, part_of_page: str, words: str) -> float:
    """Return when a part of a page shows some words."""
    await page.wait_for_function(SHOWS, arg=[part_of_page, words], polling="raf")
    return time.perf_counter()


async def seconds(writes: Page, reads: Page, lists: Page) -> tuple[float, float]:
    """Send a reply; return after how long thread and inbox of the others show it."""
    words = f"A reply for the bench, {uuid4()}."
    await writes.get_by_label("Your reply").fill(words)
    seen = asyncio.gather(
        appears(reads, "entries", words), appears(lists, "rows", words)
    )
    await asyncio.sleep(0.1)
    began = time.perf_counter()
    await writes.get_by_role("button", name="Send and hand the turn").first.click()
    thread, inbox = await seen
    await appears(writes, "entries", words)
    return thread - began, inbox - began


async def measured(port: int, number: int) -> None:
    visitors = [Visitor(port, READER) for _ in range(-(-number // EACH))]
    thread = Visitor(port, READER).new_thread()
    cookies = [visitor.cookie for visitor in visitors] * EACH
    streams = await open_all(port, cookies[:number])
    listening = [asyncio.create_task(stream.listen()) for stream in streams]
    say("further streams open", len(streams))
    async with async_playwright() as playwright:
        path = chromium.chromium()
        browser = await playwright.chromium.launch(executable_path=path)
        writes = await signed_in(browser, port, WRITER, thread)
        reads = await signed_in(browser, port, READER, thread)
        lists = await signed_in(browser, port, LISTER, "/conversations/")
        await asyncio.sleep(2)
        await rounds("by the stream", REPLIES, writes, reads, lists)
        for page in (reads, lists):
            await page.route("**/live/", lambda route: route.abort())
            await page.reload()
        await rounds("by polling", POLLED, writes, reads, lists)
        await browser.close()
    for task in listening:
        task.cancel()


async def rounds(way: str, number: int, writes: Page, reads: Page, lists: Page) -> None:
    times = [await seconds(writes, reads, lists) for _ in range(number)]
    for where, those in zip(("thread", "inbox"), zip(*times, strict=True), strict=True):
        found = list(those)
        words = (
            f"p50 {part(found, 0.5)}, p95 {part(found, 0.95)}, last {part(found, 1)}"
        )
        say(f"{number} replies {way}, {where}", words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--streams", type=int, default=0)
    options = parser.parse_args()
    allow_files(16_384)
    env = environment.exported(environment.read())
    asyncio.run(measured(int(env["PORT"]), min(options.streams, 8000)))


if __name__ == "__main__":
    main()
