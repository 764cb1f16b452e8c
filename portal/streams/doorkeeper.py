"""Ask on behalf of the event streams what their sessions may see."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from portal.rls import Sight

AT_ONCE = 100  # sessions asked about in one transaction

Ask = Callable[[list[str]], dict[str, Sight]]

logger = logging.getLogger(__name__)


class Unanswered(Exception):
    """Nobody knows now what a session may see."""


class Doorkeeper:
    """Asks in one thread, about many sessions over one short database connection.

    So thousands of browsers that come at once, or whose access is checked, cost one
    connection, and the pages keep the others.
    """

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.thread = ThreadPoolExecutor(1, "doorkeeper")
        self.waiting: dict[str, asyncio.Future[Sight | None]] = {}
        self.work: asyncio.Task[None] | None = None

    async def sight(self, session: str) -> Sight | None:
        """Return what a session may see; None when it has ended.

        Raises:
            Unanswered: if the database does not say.
        """
        fresh = asyncio.get_running_loop().create_future()
        answer = self.waiting.setdefault(session, fresh)
        if self.work is None or self.work.done():
            self.work = asyncio.create_task(self.answer_all())
        return await asyncio.shield(answer)

    async def answer_all(self) -> None:
        while self.waiting:
            asked = list(self.waiting.items())[:AT_ONCE]
            for session, _answer in asked:
                del self.waiting[session]
            await self.answer(dict(asked))

    async def answer(self, asked: dict[str, "asyncio.Future[Sight | None]"]) -> None:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self.thread, self.ask, list(asked))
        except Exception:
            logger.exception("Nobody knows what the sessions of streams may see")
            for answer in asked.values():
                answer.set_exception(Unanswered())
        else:
            for session, answer in asked.items():
                answer.set_result(found.get(session))
