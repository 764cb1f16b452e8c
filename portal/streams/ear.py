"""Hear the hints that all processes publish."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from time import monotonic
from typing import Any

from django.conf import settings
from redis import ConnectionError as Lost
from redis import RedisError
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from portal import hints

QUIET = 10.0  # seconds of silence after which the subscription is tried
AGAIN = 0.5  # seconds between two tries to subscribe
DEAF = 5.0  # seconds without a subscription after which pages had better poll


class Ear:
    """The one subscription of a live process, renewed whenever it breaks."""

    def __init__(self) -> None:
        self.lost_at: float | None = monotonic()

    @property
    def is_deaf(self) -> bool:
        return self.lost_at is not None and monotonic() - self.lost_at > DEAF

    async def hear(self) -> AsyncIterator[hints.Hint]:
        """Yield each hint for ever; one about everything first, and after each gap."""
        while True:
            try:
                async with aclosing(self.until_lost()) as heard:
                    async for hint in heard:
                        yield hint
            except (RedisError, OSError) as error:
                hearing.fails(error)
                self.lost_at = self.lost_at or monotonic()
                await asyncio.sleep(AGAIN)

    async def until_lost(self) -> AsyncGenerator[hints.Hint, None]:
        async with subscribed() as subscription:
            while True:
                message = await next_message(subscription)
                if message["type"] == "subscribe":
                    self.lost_at = None
                    hearing.works()
                    yield hints.Hint(hints.EVERYTHING)
                if message["type"] == "message":
                    yield hints.read(message["data"])


@asynccontextmanager
async def subscribed() -> AsyncIterator[PubSub]:
    """Subscribe over a connection that operators find by its name."""
    retry, name = Retry(NoBackoff(), 0), settings.HINTS_CHANNEL
    link = Redis.from_url(settings.HINTS_URL, protocol=2, retry=retry, client_name=name)
    subscription = link.pubsub()
    try:
        await subscription.subscribe(settings.HINTS_CHANNEL)
        yield subscription
    finally:
        # A broken connection cannot be closed in order. Its complaint would take the
        # place of a cancellation, and the process would not end.
        for part in (subscription, link):
            with suppress(RedisError, OSError):
                await part.aclose()


async def next_message(subscription: PubSub) -> dict[str, Any]:
    """Return the next message; after a silence, the answer to a question of ours.

    Raises:
        Lost: if there is none, as behind a network that drops silently.
    """
    for _attempt in range(2):
        message: dict[str, Any] | None = await subscription.get_message(timeout=QUIET)
        if message:
            return message
        await subscription.ping()
    raise Lost("Nothing is heard any more.")


hearing = hints.Way("heard")
