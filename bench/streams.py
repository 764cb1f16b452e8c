"""Open thousands of event streams, and look at what they cost.

    python -m bench.streams --streams 2000

It opens as many streams through the proxy of a running demo, counts the database
connections meanwhile, sends replies and takes the time until the last stream has heard
of each, and the time that pages take with and without the streams.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field

import psutil
import psycopg2

from bench.visitor import HOST, Visitor
from portal.embedded import environment
from portal.embedded.limits import allow_files

SEE_NORTHWIND = ("carl@northwind.example", "olga@northwind.example", "ivan@cbp.example")
EACH = 20  # streams of one session; the portal refuses more
AT_ONCE = 100  # streams that are being opened at the same time
MOST = 10_000
REPLIES = 10
PAGES = 40  # loads of each page, before and meanwhile


@dataclass
class Stream:
    """One open stream, and when it heard of what."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: dict[str, list[float]] = field(default_factory=dict)
    is_over: bool = False

    async def listen(self) -> None:
        while line := await self.reader.readline():
            if line.startswith(b"data: "):
                ref = line[6:].decode().strip()
                self.heard.setdefault(ref, []).append(time.perf_counter())
        self.is_over = True


async def opened(port: int, cookie: str) -> Stream | None:
    """Open a stream; None when it is refused."""
    reader, writer = await asyncio.open_connection(HOST, port)
    head = f"GET /live/ HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: {cookie}\r\n\r\n"
    writer.write(head.encode())
    status = await reader.readline()
    if b" 200 " not in status:
        writer.close()
        return None
    return Stream(reader, writer)


async def open_all(port: int, cookies: list[str]) -> list[Stream]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(cookie: str) -> Stream | None:
        async with gate:
            return await opened(port, cookie)

    found = await asyncio.gather(*map(one, cookies))
    return [stream for stream in found if stream]


# --- What is looked at ---------------------------------------------------------------


def connections(url: str) -> Counter[str]:
    """Return how many database connections each role has, without this one."""
    with closing(psycopg2.connect(url)) as link, link.cursor() as cursor:
        cursor.execute(
            "SELECT usename, count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() GROUP BY 1"
        )
        return Counter(dict(cursor.fetchall()))


async def most_connections(url: str, seconds: float) -> Counter[str]:
    """Return the most connections that each role had while one looked."""
    most: Counter[str] = Counter()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        most |= await asyncio.to_thread(connections, url)
        await asyncio.sleep(0.2)
    return most


def live_process(socket: str) -> psutil.Process:
    """Return the server of the streams."""
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if words[1:3] == ["-m", "uvicorn"] and socket in words:
            return process
    raise RuntimeError("The live process does not run.")


def page_times(visitor: Visitor, path: str) -> list[float]:
    """Return how long a page took each time, in seconds."""
    times = []
    for _ in range(PAGES):
        began = time.perf_counter()
        visitor.get(path)
        times.append(time.perf_counter() - began)
    return times


async def told(streams: list[Stream], visitor: Visitor, thread: str) -> list[float]:
    """Send a reply; return after how many seconds each stream heard of it."""
    ref = thread.split("/")[2]
    for stream in streams:
        stream.heard.pop(ref, None)
    began = time.perf_counter()
    await asyncio.to_thread(visitor.reply, thread, "A reply for the bench.")
    until = time.monotonic() + 5
    while time.monotonic() < until and not all(ref in s.heard for s in streams):
        await asyncio.sleep(0.01)
    return sorted(s.heard[ref][0] - began for s in streams if ref in s.heard)


# --- The table -----------------------------------------------------------------------


def part(times: list[float], share: float) -> str:
    if not times:
        return "never"
    return f"{sorted(times)[round(share * (len(times) - 1))] * 1000:.0f} ms"


def spread(times: list[float]) -> str:
    return f"p50 {part(times, 0.5)}, p95 {part(times, 0.95)}"


def listed(counts: Counter[str]) -> str:
    return ", ".join(f"{role} {count}" for role, count in sorted(counts.items()))


def say(label: str, words: object) -> None:
    sys.stdout.write(f"{label:38} {words}\n")
    sys.stdout.flush()


class Bench:
    """One portal that runs here, and those who visit it."""

    def __init__(self, streams: int) -> None:
        env = environment.exported(environment.read())
        self.port, self.url = int(env["PORT"]), env["DATABASE_URL"]
        self.live = live_process(env["LIVE_SOCKET"])
        sessions = -(-streams // EACH)
        self.visitors = [
            Visitor(self.port, SEE_NORTHWIND[number % len(SEE_NORTHWIND)])
            for number in range(sessions)
        ]
        self.cookies = [visitor.cookie for visitor in self.visitors] * EACH
        self.cookies = self.cookies[:streams]
        self.thread = self.visitors[0].new_thread()

    async def run(self, hold: float) -> None:
        await self.say_what_pages_take("without streams")
        before = self.live.memory_info().rss
        began = time.perf_counter()
        streams = await open_all(self.port, self.cookies)
        listening = [asyncio.create_task(stream.listen()) for stream in streams]
        say("streams asked for", len(self.cookies))
        say("streams open", f"{len(streams)} after {time.perf_counter() - began:.1f} s")
        await asyncio.sleep(5)
        await self.say_what_pages_take("with streams")
        await self.say_how_replies_spread(streams)
        grown = (self.live.memory_info().rss - before) / max(1, len(streams)) / 1024
        say("memory of the live process", f"{self.live.memory_info().rss >> 20} MiB")
        say("  for each stream", f"{grown:.0f} KiB")
        await asyncio.sleep(hold)
        over = sum(stream.is_over for stream in streams)
        say("streams ended meanwhile", over)
        for task in listening:
            task.cancel()

    async def say_what_pages_take(self, when: str) -> None:
        looking = asyncio.create_task(most_connections(self.url, 8))
        for name, path in (("inbox", "/conversations/"), ("thread", self.thread)):
            times = await asyncio.to_thread(page_times, self.visitors[0], path)
            say(f"{name} {when}", spread(times))
        say(f"most connections {when}", listed(await looking))

    async def say_how_replies_spread(self, streams: list[Stream]) -> None:
        first, last, heard = [], [], []
        for _ in range(REPLIES):
            times = await told(streams, self.visitors[0], self.thread)
            heard.append(len(times))
            first += times[:1]
            last += times[-1:]
        say("replies", REPLIES)
        say("heard by", f"{min(heard)} to {max(heard)} streams")
        say("from sending to the first stream", spread(first))
        say("from sending to the last stream", spread(last))
        gaps = [late - early for early, late in zip(first, last, strict=True)]
        say("from the first to the last stream", spread(gaps))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--streams", type=int, default=2000)
    parser.add_argument(
        "--hold", type=float, default=0, help="seconds to wait at the end"
    )
    options = parser.parse_args()
    allow_files(2 * MOST)
    bench = Bench(min(options.streams, MOST))
    asyncio.run(bench.run(min(options.hold, 600)))


if __name__ == "__main__":
    main()
