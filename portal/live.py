"""The live process: says that it is alive; the stream of hints comes here."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """Answer every request under /live/ with one line; an ASGI application."""
    if scope["type"] == "lifespan":
        await live_and_end(receive, send)
    elif scope["type"] == "http":
        await say_alive(send)


async def live_and_end(receive: Receive, send: Send) -> None:
    """Follow the server's start and end; there is nothing to open or close."""
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


async def say_alive(send: Send) -> None:
    """Send the one line, never to be kept by a cache."""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"alive\n"})
