"""Portals that stand side by side while the bench runs, each with its own servers.

They share one PostgreSQL and one Valkey. Each has a database, a proxy and web workers
of its own, by the lines of the Procfile.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import astuple
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.sizes import Size
from portal.embedded import environment, folders, locks, places, procfile
from portal.embedded.environment import ROOT, Setup

PATIENCE = 30.0  # seconds until a portal answers
SERVED = ("web", "proxy")  # lines of the Procfile; pages need no more
FLOOR = {"DJANGO_SETTINGS_MODULE": "bench.floor_settings"}


class Site:
    """One portal: its data folder, its database and its port."""

    def __init__(self, name: str, database: str) -> None:
        self.port = free_port()
        data_dir = Path(os.environ["DATA_DIR"]) / name
        folders.make_data_dir(data_dir)
        urls = {
            url: in_database(os.environ[url], database)
            for url in places.URLS
            if os.environ.get(url)
        }
        values = {**os.environ, **urls, "DEMO": "1", "DEMO_CROWD": "0"}
        self.setup = Setup(data_dir, self.port, values)
        self.env = environment.exported(self.setup)

    def beside(self, name: str, **env: str) -> "Site":
        """Return another site over the same rows, which the owner reads."""
        database = urlsplit(self.env["DATABASE_URL"]).path.strip("/")
        other = Site(name, database)
        other.env |= {"DATABASE_URL": other.env["DATABASE_OWNER_URL"], **env}
        return other

    def build(self, size: Size) -> None:
        """Make the database, and fill it."""
        name = urlsplit(self.env["DATABASE_URL"]).path.strip("/")
        with closing(psycopg2.connect(os.environ["DATABASE_TESTER_URL"])) as link:
            link.autocommit = True
            with link.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                cursor.execute(f"CREATE DATABASE {name} OWNER portal_owner")
        self.ask("portal.embedded.prepare")
        self.ask("bench.inside", "town", *map(str, astuple(size)))

    def ask(self, module: str, *words: str, told: str = "") -> str:
        """Run a module of this portal's and return what it says."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=self.env,
            input=told,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Run the servers of the pages until the block ends."""
        data_dir = self.setup.data_dir
        env = {**self.env, "DATABASE_OWNER_URL": ""}
        folders.make_private(places.socket_dir(data_dir), os.getuid(), os.getgid())
        with ExitStack() as stack:
            stack.callback(folders.clear_sockets, data_dir)
            stack.enter_context(locks.held(data_dir))
            for name in SERVED:
                command = procfile.kept(name, procfile.lines()[name], data_dir)
                stack.enter_context(running(command, env))
            await_answer(self.port)
            yield


@contextmanager
def running(command: list[str], env: Mapping[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def in_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_answer(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise RuntimeError("The portal of the bench does not answer; see the lines above.")
