"""The live process opens its door only to whom the pages would let in, too."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from portal.live import app

Message = dict[str, Any]


def sent(kind: str = "http", **request: Any) -> list[Message]:
    """Ask the application for one connection, and return what it sends."""
    scope = {"type": kind, "method": "GET", "path": "/live/", "headers": [], **request}
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        messages.append(dict(message))

    with ThreadPoolExecutor(1) as thread:  # a browser test may have a loop in this one
        thread.submit(asyncio.run, app(scope, receive, send)).result()
    return messages


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({}, 401),
        ({"headers": [(b"cookie", b"portal-session=nonsense")]}, 401),
        ({"method": "POST"}, 405),
        ({"path": "/live/else"}, 404),
    ],
)
def test_nobody_gets_a_stream_and_no_cache_keeps_the_answer(
    request_: dict[str, Any], status: int
) -> None:
    start, body = sent(**request_)

    assert (start["status"], body.get("body", b"")) == (status, b"")
    assert (b"cache-control", b"no-store") in start["headers"]


def test_a_socket_is_not_taken() -> None:
    assert sent("websocket") == []
