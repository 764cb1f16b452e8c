"""The ASGI application that opens the event streams."""

import asyncio
import logging
import re
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from portal.embedded.limits import allow_files
from portal.streams.doorkeeper import Ask, Doorkeeper, Unanswered
from portal.streams.hub import Hub
from portal.streams.stream import Stream

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

SESSION = re.compile(r"[a-z0-9]{32}")  # as Django makes their keys
FILES = 16_384  # a stream takes one open file

logger = logging.getLogger(__name__)

HEADERS = [
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]


class Live:
    """The ASGI application."""

    def __init__(self, ask: Ask) -> None:
        self.hub = Hub(Doorkeeper(ask))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        """Work from the server's start to its end."""
        await receive()
        allow_files(FILES)
        end_with_the_server(self.hub)
        duties = (self.hub.listen, self.hub.tend)
        work = [asyncio.create_task(for_ever(duty)) for duty in duties]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def answer(self, scope: Message, receive: Receive, send: Send) -> None:
        """Open a stream for a session that the pages would let in too."""
        if scope["path"] != settings.LIVE_PATH:
            await refuse(send, 404)
        elif scope["method"] != "GET":
            await refuse(send, 405, (b"allow", b"GET"))
        elif not (session := session_of(scope)):
            await refuse(send, 401)
        elif not self.hub.has_room(session):
            await refuse(send, 503, (b"retry-after", b"30"))
        else:
            await self.let_in(session, receive, send)

    async def let_in(self, session: str, receive: Receive, send: Send) -> None:
        try:
            sight = await self.hub.doorkeeper.sight(session)
        except Unanswered:
            await refuse(send, 503, (b"retry-after", b"30"))
            return
        if sight is None:
            await refuse(send, 401)
        elif not self.hub.admit(stream := Stream(session, sight)):
            await refuse(send, 503, (b"retry-after", b"30"))
        else:
            leaving = asyncio.create_task(end_when_left(stream, receive))
            try:
                await run(stream, send)
            finally:
                leaving.cancel()
                self.hub.streams.discard(stream)


async def run(stream: Stream, send: Send) -> None:
    async def send_part(part: bytes) -> None:
        await send({"type": "http.response.body", "body": part, "more_body": True})

    await begin(send, 200, (b"content-type", b"text/event-stream; charset=utf-8"))
    await stream.run(send_part)
    await send({"type": "http.response.body"})


async def for_ever(duty: Callable[[], Awaitable[None]]) -> None:
    """Keep a duty going: without it every stream would be open and silent."""
    while True:
        try:
            await duty()
        except Exception:
            logger.exception("A duty of the live process failed, and begins again")
            await asyncio.sleep(1)


async def end_when_left(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def refuse(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    """Answer with a status alone; the page then polls."""
    await begin(send, status, *headers)
    await send({"type": "http.response.body"})


async def begin(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    head = {"type": "http.response.start", "status": status}
    await send({**head, "headers": [*HEADERS, *headers]})


def session_of(scope: Message) -> str:
    """Return the key of the session that a request names, if it can be one."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies = parse_cookie(value.decode("latin-1"))
            key = cookies.get(settings.SESSION_COOKIE_NAME, "")
            return key if SESSION.fullmatch(key) else ""
    return ""


def end_with_the_server(hub: Hub) -> None:
    """End all streams when the server is told to stop, which else waits for them."""
    if threading.current_thread() is not threading.main_thread():
        return
    for wish in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(wish)

        def end(number: int, frame: FrameType | None, before: Any = before) -> None:
            hub.end_all()
            if callable(before):
                before(number, frame)

        signal.signal(wish, end)
