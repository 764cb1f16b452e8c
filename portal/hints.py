"""Tell open pages that something changed, and never what.

A hint goes out after commit through Redis' publish and subscribe, which keeps nothing:
one that is lost costs its reader some seconds, and the sender never notices. The live
process passes it on to whoever may see the thing, and their page asks for it by an
ordinary request.
"""

import json
import logging
from dataclasses import asdict, dataclass
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db import transaction
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal import rls

PATIENCE = 0.25  # seconds to connect, and to be heard; a reply waits for no longer
EVERYTHING = "*"  # in place of a reference: anything may have changed unheard

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hint:
    """That a thing changed, and who may know: those who may see the thing.

    Attributes:
        ref: the thing's public reference.
        account: the company it belongs to.
        center: the Center it belongs to.
        given: its id among the things that are given to people one by one.
        people: ids of those to whom it was given just now.
    """

    ref: str
    account: int | None = None
    center: int | None = None
    given: int | None = None
    people: tuple[int, ...] = ()

    def concerns(self, sight: rls.Sight) -> bool:
        """Whether a person sees the thing, by the same three ways as the walls."""
        return (
            self.account in sight.whole
            or self.center in sight.centers
            or self.given in sight.given
            or sight.person in self.people
            or self.ref == EVERYTHING
        )


def changed(hint: Hint) -> None:
    """Hint, once the transaction has committed, that a thing has changed."""
    transaction.on_commit(partial(publish, hint), robust=True)


def publish(hint: Hint) -> None:
    """Send a hint to all live processes; one that cannot be sent is dropped."""
    try:
        client().publish(settings.HINTS_CHANNEL, json.dumps(asdict(hint)))
    except (RedisError, OSError) as error:
        sending.fails(error)
    else:
        sending.works()


@cache
def client() -> Redis:
    """Return this process's client, whose connections survive a fork and a restart."""
    return Redis.from_url(
        settings.HINTS_URL,
        protocol=2,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


def read(message: bytes) -> Hint:
    """Return a hint as it was published; in words of another release, about all."""
    try:
        words: dict[str, Any] = json.loads(message)
        return Hint(**words | {"people": tuple(words["people"])})
    except (ValueError, TypeError, KeyError):
        return Hint(EVERYTHING)


class Way:
    """Logs when one way of the hints breaks and when it works again, each once."""

    def __init__(self, deed: str) -> None:
        self.deed = deed
        self.is_broken = False

    def fails(self, error: Exception) -> None:
        if not self.is_broken:
            logger.warning("Hints to open pages are not %s: %s", self.deed, error)
        self.is_broken = True

    def works(self) -> None:
        if self.is_broken:
            logger.warning("Hints to open pages are %s again.", self.deed)
        self.is_broken = False


sending = Way("sent")
