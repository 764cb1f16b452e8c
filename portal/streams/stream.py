"""One event stream: what is told to one open page, and until when."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from time import monotonic

from portal import hints
from portal.rls import Sight

LONGEST = 300.0  # seconds; up to a quarter less, so that not all browsers come at once
BEAT = 20.0  # seconds between two signs of life; access is checked before each
UNTOLD = 50  # hints that wait for a slow reader; more become "everything"

Send = Callable[[bytes], Awaitable[None]]


class Stream:
    """One open page: what is still to be told to it, and until when it lasts."""

    __slots__ = ("ends_at", "next_beat", "session", "sight", "untold", "woken")

    def __init__(self, session: str, sight: Sight) -> None:
        self.session = session
        self.sight = sight
        now = monotonic()
        self.ends_at = now + spread(LONGEST, least=0.75)
        self.next_beat = now + spread(BEAT, least=0.5)
        # As keys, in order and without doubles; None stands for a beat.
        self.untold: dict[str | None, None] = {None: None}
        self.woken = asyncio.Event()

    def tell(self, what: str | None) -> None:
        """Put a hint, or with None a beat, on its way."""
        self.untold[what] = None
        if len(self.untold) > UNTOLD:
            self.untold = {hints.EVERYTHING: None}
        self.woken.set()

    def rest(self) -> None:
        """Let some time pass until the next beat."""
        self.next_beat = monotonic() + BEAT

    def end(self) -> None:
        self.ends_at = 0.0
        self.woken.set()

    async def run(self, send: Send) -> None:
        """Send what is to be told, as it comes, until the stream ends."""
        await send(b"retry: %d\n\n" % spread(4000, least=0.25))
        while monotonic() < self.ends_at:
            untold, self.untold = self.untold, {}
            if untold:
                await send(b"".join(map(event, untold)))
            await self.woken.wait()
            self.woken.clear()


def spread(most: float, *, least: float) -> float:
    """Return a part of a time by chance, so that crowds do not come back as crowds."""
    return most * random.uniform(least, 1)  # noqa: S311 - no secret


def event(what: str | None) -> bytes:
    if what is None:
        return b"event: beat\ndata:\n\n"
    return b"event: hint\ndata: %s\n\n" % what.encode()
