"""`make run`: the portal with all it needs, until Ctrl-C."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from honcho.manager import Manager

from portal.embedded import (
    environment,
    folders,
    leftovers,
    locks,
    ports,
    procfile,
    programs,
    real_servers,
    servers,
)
from portal.embedded.environment import ROOT, Setup
from portal.embedded.says import Stopped, say

LOOK = 0.5  # seconds between two looks at parent and servers
TOLD = 143  # what a shell says of a command that SIGTERM ended
WISHED = (130, TOLD)  # honcho's codes for SIGINT and SIGTERM
QUIET = "ignore::UserWarning:celery.platforms"
EMBEDDED = ("postgres", "valkey")


def run(options: argparse.Namespace) -> int:
    """Start everything, serve until told to stop, and leave nothing behind.

    Raises:
        Stopped: if it cannot go on; the text says why and what to do.
    """
    leave_in_order()
    setup = environment.read()
    folders.make_data_dir(setup.data_dir)
    with locks.held(setup.data_dir, f" at {setup.address}"):
        sweep(setup.data_dir)
        ports.expect_free(setup.port)
        for path in programs.elsewhere():
            say(f"No wheel for this machine; using {path}.")
        real_servers.expect(setup)
        build_assets()
        env = environment.exported(setup)
        with servers.running(setup, env) as embedded:
            prepare(setup, env)
            return serve(setup, env, embedded, options)


def leave_in_order() -> None:
    """Let a wish to end unwind what was started; a lost terminal is such a wish."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TOLD))
    signal.signal(signal.SIGHUP, lambda *_: wish_to_end())


def wish_to_end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def sweep(data_dir: Path) -> None:
    if leftovers.sweep(data_dir):
        say("Ended the processes that a killed run had left.")
    folders.clear_sockets(data_dir)


def build_assets() -> None:
    """Build the assets; that module decides whether there is anything to do."""
    done = subprocess.run(
        [sys.executable, "-m", "portal.assets"], cwd=ROOT, check=False
    )
    if done.returncode:
        raise Stopped("The assets were not built; the lines above say why.")


def prepare(setup: Setup, env: Mapping[str, str]) -> None:
    """Bring tables, demo and static files to where this checkout needs them."""
    if setup.embeds_postgres:
        # What a power cut took would be done again: no wait for the disk.
        env = {**env, "PGOPTIONS": "-c synchronous_commit=off"}
    command = [sys.executable, "-m", "portal.embedded.prepare"]
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        raise Stopped("The database was not prepared; the lines above say why.")


def serve(
    setup: Setup,
    env: Mapping[str, str],
    embedded: list[servers.Server],
    options: argparse.Namespace,
) -> int:
    """Run the lines of the Procfile side by side until told to stop."""
    # Only migrations have any business with the owner's password. And where root is
    # all there is, Celery's long warning against it helps nobody.
    env = {**env, "DATABASE_OWNER_URL": "", "PYTHONWARNINGS": QUIET}
    manager = Manager()
    for name, line in procfile.lines().items():
        if name not in EMBEDDED:
            command = procfile.kept_line(name, line, setup.data_dir)
            manager.add_process(name, command, env=env, cwd=str(ROOT))
    announcer = subprocess.Popen(
        [sys.executable, "-m", "portal.embedded.announce"], cwd=ROOT, env=env
    )
    try:
        with looking_around(embedded, options):
            manager.loop()
    finally:
        announcer.kill()
        announcer.wait()
    return verdict(manager.returncode, embedded)


@contextmanager
def looking_around(
    embedded: list[servers.Server], options: argparse.Namespace
) -> Iterator[None]:
    """Wish to end when the parent is gone or a server has given up.

    By a timer, not a thread: honcho forks, and forks and threads do not go together.
    """
    parent = os.getppid()

    def look(*_: object) -> None:
        orphaned = options.leave_with_parent and os.getppid() != parent
        if orphaned or any(server.has_given_up for server in embedded):
            wish_to_end()

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def verdict(code: int | None, embedded: list[servers.Server]) -> int:
    """Return the exit code: leaving when told to is no failure.

    Raises:
        Stopped: if a process could not be kept running.
    """
    gone = [server.name for server in embedded if server.has_given_up]
    if gone:
        raise Stopped(f"{gone[0]} could not be kept running, so all was ended.")
    if code in WISHED:
        say("All is ended; the data is kept.")
        return 0
    raise Stopped("A process could not be kept running, so all was ended.")
