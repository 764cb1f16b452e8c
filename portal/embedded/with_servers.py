"""`make test`, `make lint`, `make shell`: one command with servers behind it."""

import argparse
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from portal.embedded import (
    browser,
    environment,
    folders,
    leftovers,
    locks,
    places,
    run,
    servers,
)
from portal.embedded.environment import ROOT, Setup
from portal.embedded.says import Stopped


def with_servers(options: argparse.Namespace) -> int:
    """Run a command with servers behind it and return its exit code."""
    run.leave_in_order()
    if options.assets:
        run.build_assets()
    setup = environment.read()
    extra = {"CHROMIUM": browser.chromium()} if options.browser else {}
    base = (ROOT / options.data).resolve()
    folders.make_data_dir(base)
    if not options.testing:
        return serve(replace(setup, data_dir=base), options, extra)
    with throw_away(base) as data_dir:
        return serve(for_tests(setup, data_dir), options, extra)


def serve(setup: Setup, options: argparse.Namespace, extra: Mapping[str, str]) -> int:
    with locks.held(setup.data_dir):
        env = environment.exported(setup)
        with servers.running(setup, env, testing=options.testing):
            # What the command leaves running is its own affair, not a leftover.
            env.pop(leftovers.MARK)
            return passed_on(options.command, {**env, **extra})


def passed_on(command: list[str], env: Mapping[str, str]) -> int:
    """Run the command in the terminal's foreground; Ctrl-C is for it to answer."""
    found = shutil.which(command[0], path=env["PATH"])
    if not found:
        raise Stopped(f"{command[0]} was not found.")
    signal.signal(signal.SIGINT, lambda *_: None)
    child = subprocess.Popen([found, *command[1:]], env=env, cwd=ROOT)
    try:
        return exit_code(child.wait())
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()
        signal.signal(signal.SIGINT, signal.default_int_handler)


def exit_code(code: int) -> int:
    """Return an exit code as a shell would give it, signals included."""
    return code if code >= 0 else 128 - code


@contextmanager
def throw_away(base: Path) -> Iterator[Path]:
    """Make a data folder for this command alone, and remove what others left.

    So two commands in one tree do not meet, and no state survives.
    """
    for abandoned in base.glob("run-*"):
        if is_free(abandoned):
            leftovers.sweep(abandoned)
            folders.clear_sockets(abandoned)
            shutil.rmtree(abandoned, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix="run-", dir=base))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def is_free(data_dir: Path) -> bool:
    try:
        with locks.held(data_dir):
            return True
    except (Stopped, OSError):
        return False


def for_tests(setup: Setup, data_dir: Path) -> Setup:
    """Return a setup that never reaches a server meant for people.

    Only servers that were named for testing, by DATABASE_TESTER_URL, are used.
    """
    values = dict(setup.values)
    if not values.get("DATABASE_TESTER_URL"):
        for name in (*places.URLS, "REDIS_URL"):
            values.pop(name, None)
    values.setdefault("DEMO", "1")
    return replace(setup, data_dir=data_dir, values=values)
