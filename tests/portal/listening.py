"""A live process in a thread of the tests, and pages that listen to it."""

import asyncio
import itertools
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread
from typing import Any, TypeVar

from django.conf import settings

from accounts import sessions
from portal.streams.app import Live
from tests.client import PortalClient

Answer = TypeVar("Answer")

SOON = 5.0  # seconds in which what is to come has come
QUIET = 0.3  # seconds after which nothing more is expected


class Listener:
    """One page with its stream: what it was told, line by line."""

    def __init__(self, process: "LiveProcess", scope: dict[str, Any]) -> None:
        self.said: Queue[dict[str, Any]] = Queue()
        self.gone = asyncio.Event()
        self.process = process
        self.ended = process.start(process.app(scope, self.receive, self.send))
        self.start = self.said.get(timeout=SOON)
        self.status: int = self.start["status"]

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.said.put(dict(message))

    def hints(self, wait: float = QUIET) -> list[str]:
        """Return the hints that have come since the last time, after a while."""
        lines = self.text(wait).splitlines()
        pairs = itertools.pairwise(lines)
        return [data[6:] for line, data in pairs if line == "event: hint"]

    def hint(self) -> str:
        """Return the next hint, which comes soon."""
        text = ""
        while "event: hint\n" not in text:
            text += self.part(SOON)
        return text.split("event: hint\ndata: ")[1].split("\n")[0]

    def text(self, wait: float = QUIET) -> str:
        parts = []
        try:
            while True:
                parts.append(self.part(wait))
        except Empty:
            return "".join(parts)

    def part(self, wait: float) -> str:
        return bytes(self.said.get(timeout=wait).get("body", b"")).decode()

    def ends(self, wait: float = SOON) -> bool:
        """Whether the stream ends within some time."""
        try:
            self.ended.result(timeout=wait)
        except TimeoutError:
            return False
        return True

    def leave(self) -> None:
        self.process.loop.call_soon_threadsafe(self.gone.set)


class LiveProcess:
    """The application with its lifespan, served by a loop of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.app = Live(sessions.sights)
        self.wishes: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self.said: Queue[str] = Queue()

    async def send(self, message: Any) -> None:
        self.said.put(message["type"])

    def start(self, work: Coroutine[Any, Any, Answer]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def wish(self, what: str) -> None:
        message = {"type": f"lifespan.{what}"}
        self.loop.call_soon_threadsafe(self.wishes.put_nowait, message)
        assert self.said.get(timeout=SOON) == f"lifespan.{what}.complete"

    def open(
        self, client: PortalClient | None, *, path: str = "/live/", method: str = "GET"
    ) -> Listener:
        """Ask for a stream with a browser's cookies."""
        headers = [(b"cookie", cookies_of(client).encode())] if client else []
        scope = {"type": "http", "method": method, "path": path, "headers": headers}
        return Listener(self, scope)

    def hears(self) -> None:
        """Wait until the process has subscribed."""
        while self.app.hub.ear.lost_at is not None:
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0.01), self.loop).result()


def cookies_of(client: PortalClient) -> str:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return f"theme=dark; {settings.SESSION_COOKIE_NAME}={cookie.value}"


@contextmanager
def live_process() -> Iterator[LiveProcess]:
    """Run a live process that hears hints, with nothing to repeat yet."""
    process = LiveProcess()
    thread = Thread(target=process.loop.run_forever)
    thread.start()
    try:
        scope = {"type": "lifespan"}
        life = process.start(process.app(scope, process.wishes.get, process.send))
        process.wish("startup")
        process.hears()
        process.app.hub.told.clear()
        yield process
        process.app.hub.end_all()
        process.wish("shutdown")
        life.result(timeout=SOON)
    finally:
        process.loop.call_soon_threadsafe(process.loop.stop)
        thread.join(SOON)
        process.loop.close()
