"""All event streams of a process."""

import asyncio
from collections import deque
from collections.abc import Iterator
from time import monotonic

from portal import hints
from portal.rls import Sight
from portal.streams.doorkeeper import Doorkeeper, Unanswered
from portal.streams.ear import Ear
from portal.streams.stream import Stream

REPLAY = 15.0  # seconds that a new stream looks back, for what the page just missed
MOST = 10_000  # streams of one process
MOST_EACH = 20  # streams of one session


class Hub:
    """All streams of a process: feeds them with hints and ends them in time."""

    def __init__(self, doorkeeper: Doorkeeper) -> None:
        self.doorkeeper = doorkeeper
        self.ear = Ear()
        self.streams: set[Stream] = set()
        self.told: deque[tuple[float, hints.Hint]] = deque(maxlen=1000)
        self.checks: set[asyncio.Task[None]] = set()

    # --- One stream ------------------------------------------------------------------

    def has_room(self, session: str) -> bool:
        """Whether a stream may come in; not while it would hear nothing."""
        mine = sum(stream.session == session for stream in self.streams)
        return len(self.streams) < MOST and mine < MOST_EACH and not self.ear.is_deaf

    def admit(self, stream: Stream) -> bool:
        """Take a stream among the others, if there is still room for it."""
        if not self.has_room(stream.session):
            return False
        for hint in self.just_told():
            if hint.concerns(stream.sight):
                stream.tell(hint.ref)
        self.streams.add(stream)
        return True

    def just_told(self) -> Iterator[hints.Hint]:
        since = monotonic() - REPLAY
        return (hint for at, hint in self.told if at > since)

    # --- All of them -----------------------------------------------------------------

    async def listen(self) -> None:
        """Pass on each hint, for ever."""
        async for hint in self.ear.hear():
            self.told.append((monotonic(), hint))
            for stream in self.streams:
                if hint.concerns(stream.sight):
                    stream.tell(hint.ref)
                if stream.sight.person in hint.people:
                    stream.next_beat = 0.0  # it may see more now

    async def tend(self) -> None:
        """Look after all streams once a second, for ever."""
        while True:
            await asyncio.sleep(1)
            if self.ear.is_deaf:
                self.end_all()
            self.look_around(monotonic())

    def end_all(self) -> None:
        for stream in self.streams:
            stream.end()

    def look_around(self, now: float) -> None:
        """End what has lasted long enough, and check what is due for a beat."""
        for stream in self.streams:
            if stream.ends_at <= now:
                stream.end()
            elif stream.next_beat <= now:
                stream.rest()
                check = asyncio.create_task(self.check(stream))
                self.checks.add(check)
                check.add_done_callback(self.checks.discard)

    async def check(self, stream: Stream) -> None:
        """Let a stream beat, or end it when its person sees something else now.

        The browser then comes again, and learns whether it may.
        """
        try:
            sight = await self.doorkeeper.sight(stream.session)
        except Unanswered:
            sight = None
        if sight and scope(sight) == scope(stream.sight):
            stream.tell(None)
        else:
            stream.end()


def scope(sight: Sight) -> tuple[frozenset[int], ...]:
    """Return what decides which hints a person hears."""
    return frozenset(sight.whole), frozenset(sight.centers), frozenset(sight.given)
