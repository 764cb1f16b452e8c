"""Start the embedded servers before all else, and stop them after all else."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from portal.embedded import folders, leftovers, places, postgres, procfile, valkey
from portal.embedded.environment import ROOT, Setup
from portal.embedded.says import Stopped, say

PATIENCE = 60.0  # seconds; PostgreSQL may have to recover after a power cut

Answers = Callable[[Path], bool]
ANSWERS: dict[str, Answers] = {"valkey": valkey.answers, "postgres": postgres.answers}


class Server:
    """An embedded server behind its keeper, with a log of its own."""

    def __init__(self, name: str, data_dir: Path, env: Mapping[str, str]) -> None:
        self.name = name
        self.data_dir = data_dir
        self.log = data_dir / f"{name}.log"
        self.log.write_text("")
        stop = "INT" if name == "postgres" else "TERM"  # INT does not await clients
        line = procfile.lines()[name]
        options = ("--log", str(self.log), "--stop", stop)
        command = procfile.kept(name, line, data_dir, *options)
        # In a session of its own: Ctrl-C must not end it before its clients.
        self.keeper = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def wait(self) -> None:
        """Wait until the server answers.

        Raises:
            Stopped: with the last line of its log, if it does not.
        """
        until = time.monotonic() + PATIENCE
        while not ANSWERS[self.name](self.data_dir):
            if self.has_given_up or time.monotonic() > until:
                why = postgres.last(self.log.read_text(errors="replace"))
                raise Stopped(f"{self.name} did not start: {why}")
            time.sleep(0.03)

    @property
    def has_given_up(self) -> bool:
        return self.keeper.poll() is not None

    def stop(self) -> None:
        self.keeper.terminate()
        self.keeper.wait()


@contextmanager
def running(
    setup: Setup, env: Mapping[str, str], *, testing: bool = False
) -> Iterator[list[Server]]:
    """Run the servers that no URL replaces, with roles and database in place."""
    data_dir = setup.data_dir
    folders.make_private(places.socket_dir(data_dir), os.getuid(), os.getgid())
    env = {**env, postgres.FAST: "1" if testing else ""}
    started: list[Server] = []
    try:
        if setup.embeds_valkey:
            say("Starting Valkey …")
            started.append(Server("valkey", data_dir, env))
        if setup.embeds_postgres:
            is_new = not (data_dir / "postgres").exists()
            say(f"Starting PostgreSQL{', with a new database' if is_new else ''} …")
            started.append(Server("postgres", data_dir, env))
        for server in started:
            server.wait()
        if setup.embeds_postgres:
            postgres.make_roles(data_dir, tester=True)
        yield started
    finally:
        for server in reversed(started):
            server.stop()
        leftovers.sweep(data_dir)
        folders.clear_sockets(data_dir)
