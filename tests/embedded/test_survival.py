"""Two people write while one part of the portal after another is killed.

The portal runs as `make run` runs it, with a database of its own.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_binary_file, policy
from functools import partial
from http.client import HTTPException
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any, TypeVar
from uuid import uuid4

import psutil
import pytest
from lxml import html

from accounts.notices import LEASE
from bench.visitor import HOST, Visitor
from portal.embedded import locks, places
from portal.embedded.environment import ROOT

PATIENCE = 60.0  # seconds; the machine may be busy with other tests
VICTIMS = ("worker", "valkey", "live", "proxy", "web", "postgres")
CARL, IVAN = "carl@northwind.example", "ivan@cbp.example"

Result = TypeVar("Result")


@dataclass
class Portal:
    """A portal that runs here, with what it has said so far."""

    process: "subprocess.Popen[bytes]"
    data_dir: Path
    port: int

    @property
    def said(self) -> str:
        return (self.data_dir / "said").read_text(errors="replace")

    def part(self, name: str) -> psutil.Process | None:
        """Return the process of one line of the Procfile, if it runs."""
        lock = str(locks.path(self.data_dir))
        for process in psutil.process_iter(["cmdline"]):
            words = process.info["cmdline"] or []
            if lock in words and words[words.index("--name") + 1] == name:
                return next(iter(process.children()), None)
        return None

    def kill(self, name: str) -> None:
        """Kill a part, and wait until another stands in its place."""
        old = until(lambda: self.part(name))
        old.kill()
        until(lambda: (new := self.part(name)) and new.pid != old.pid)

    def mails(self, ref: str) -> Counter[tuple[str, str]]:
        """Count the mails about a thread, by recipient and Message-ID."""
        found: Counter[tuple[str, str]] = Counter()
        for path in (self.data_dir / "mail").glob("*"):
            with path.open("rb") as file:
                mail = message_from_binary_file(file, policy=policy.default)
            if ref in mail["Subject"]:
                found[mail["To"], mail["Message-ID"]] += 1
        return found


def until(look: Callable[[], Result | None], *, patience: float = PATIENCE) -> Result:
    """Return what one waits for, once it is there."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    pytest.fail("It did not come in time.")


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """The portal with the told companies, ready for its first visitor."""
    with closing(socket.create_server((HOST, 0))) as free:
        port = free.getsockname()[1]
    named = {*places.URLS, "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    env = {name: value for name, value in os.environ.items() if name not in named}
    env |= {"DATA_DIR": str(tmp_path), "PORT": str(port), "DEMO_CROWD": "0"}
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.embedded", "run"],
            cwd=ROOT,
            env=env,
            stdout=said,
            stderr=said,
        )
    portal = Portal(process, tmp_path, port)
    until(lambda: "The portal is ready" in portal.said or process.poll() is not None)
    yield portal
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


@dataclass
class Writer:
    """Somebody who sends one reply after the other, each until it is taken."""

    visitor: Visitor
    name: str
    taken: list[str] = field(default_factory=list)

    def insist(self, deed: Callable[[], Result]) -> Result:
        """Do what the portal must take sooner or later, though it may be away."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return deed()
            except (OSError, HTTPException, RuntimeError):
                if time.monotonic() > deadline:
                    raise
                self.visitor.link.close()
                time.sleep(0.1)

    def write(self, thread: str, is_over: Event) -> None:
        for number in count(1):
            words = {"text": f"{self.name} {number}", "key": str(uuid4())}
            reply = partial(self.visitor.send, thread, f"{thread}reply/")
            self.insist(partial(reply, **words))
            self.taken.append(words["text"])
            if is_over.is_set():
                return

    def ask(self) -> str:
        """Open a conversation; return its path."""
        form = self.insist(partial(self.visitor.form_for, "classification"))
        words = {"subject": "Which number?", "text": "This one?", "key": str(uuid4())}
        return self.insist(partial(self.visitor.send, form, form, **words))


@contextmanager
def visiting(portal: Portal, *people: tuple[str, str]) -> Iterator[list[Writer]]:
    """Let people sign in who will write under a name each."""
    writers = [Writer(Visitor(portal.port, address), name) for address, name in people]
    yield writers
    for writer in writers:
        writer.visitor.link.close()


def said_in(thread: str, visitor: Visitor) -> list[str]:
    """Return what was said in a thread, the oldest first, as its pages show it."""
    pages: list[Any] = [html.document_fromstring(visitor.get(thread))]
    while earlier := pages[0].xpath("//*[@id='earlier']/a/@href"):
        pages.insert(0, html.document_fromstring(visitor.get(earlier[0])))
    said = [text for page in pages for text in page.cssselect("article .portal-prose")]
    return [" ".join(text.text_content().split()) for text in said]


def test_nothing_is_lost_and_each_mail_comes_once(portal: Portal) -> None:
    people = (CARL, "Carl"), (IVAN, "Ivan"), (CARL, "Carl asks")
    with visiting(portal, *people) as (carl, ivan, asks):
        thread, is_over, asked = asks.ask(), Event(), []
        with ThreadPoolExecutor(2) as both:
            deeds = [both.submit(one.write, thread, is_over) for one in (carl, ivan)]
            for victim in VICTIMS:
                portal.kill(victim)
                asked.append(asks.ask().split("/")[2])
            is_over.set()
            for deed in deeds:
                deed.result()
        said = said_in(thread, asks.visitor)

    for writer in (carl, ivan):
        assert len(writer.taken) > len(VICTIMS)
        assert [text for text in said if text.startswith(writer.name)] == writer.taken
    # Whose sender was killed, that mail is sent again once its lease has lapsed.
    late = PATIENCE + LEASE.total_seconds()
    for ref in asked:
        until(partial(portal.mails, ref), patience=late)
    assert [list(portal.mails(ref).values()) for ref in asked] == [[1]] * len(asked)
    for victim in VICTIMS:
        assert f"{victim} was ended by SIGKILL; starting it again." in portal.said
