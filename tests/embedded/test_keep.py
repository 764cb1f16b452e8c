"""What dies is started again; what is told to end leaves nothing behind."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from portal.embedded import keep, locks, procfile
from tests.embedded.test_locks import another_run

Keeper = subprocess.Popen[str]
Start = Callable[..., Keeper]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a keeper before a shell line; its output can be read."""
    started: list[Keeper] = []

    def keeper(line: str, *options: str) -> Keeper:
        command = procfile.kept("thing", line, tmp_path, *options)
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield keeper
    for one in started:
        one.terminate()  # not killed: it would leave its command
        one.communicate()


@pytest.fixture
def kept(start: Start, tmp_path: Path) -> Iterator[Start]:
    """The same while this process holds the lock."""
    with locks.held(tmp_path):
        yield start


def child(keeper: Keeper, but: int = 0) -> psutil.Process:
    """Return the sleep behind a keeper, once it is there and not the one before."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for process in psutil.Process(keeper.pid).children(recursive=True):
            if process.name() == "sleep" and process.pid != but:
                return process
        time.sleep(0.02)
    raise AssertionError("the command did not start")


def lives(process: psutil.Process) -> bool:
    """Whether a process runs, and does not only wait for its parent to notice."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_killed_command_is_started_again(kept: Start) -> None:
    keeper = kept("sleep 60")
    first = child(keeper)

    first.kill()

    assert keeper.stdout
    said = keeper.stdout.readline()
    assert said == "thing was ended by SIGKILL; starting it again.\n"
    assert child(keeper, but=first.pid).is_running()


def test_told_to_end_it_ends_its_command_and_what_that_started(kept: Start) -> None:
    keeper = kept("sh -c 'sleep 61 & exec sleep 60'")
    command = child(keeper)
    family = [command, *command.children()]

    keeper.terminate()

    assert keeper.wait(10) == 0
    assert not [process for process in family if lives(process)]


def test_a_command_that_does_not_listen_is_ended(kept: Start) -> None:
    keeper = kept("sh -c 'trap \"\" TERM; sleep 60; sleep 60'")
    command = child(keeper)

    keeper.terminate()

    assert keeper.wait(keep.GRACE + 5) == 0
    assert not lives(command)


def test_it_ends_when_the_holder_of_the_lock_is_killed(
    start: Start, tmp_path: Path
) -> None:
    with another_run(tmp_path) as run:
        keeper = start("sleep 60")
        command = child(keeper)

        run.send_signal(signal.SIGKILL)

        assert keeper.wait(10) == 0
        assert not lives(command)


def test_a_command_that_says_it_is_hopeless_is_not_tried_again(kept: Start) -> None:
    keeper = kept(f"sh -c 'echo once; exit {keep.HOPELESS}'")

    assert keeper.communicate(timeout=10)[0] == "once\n"
    assert keeper.returncode == keep.HOPELESS


def test_a_command_that_never_lives_long_is_given_up(tmp_path: Path) -> None:
    log = tmp_path / "thing.log"
    options = ["--name", "thing", "--lock", str(tmp_path), "--log", str(log)]
    keeper = keep.Kept(keep.read([*options, "--", "sh", "-c", "echo no; exit 3"]))
    keeper.failures = keep.PATIENCE - 2
    keeper.leaving.wait = lambda timeout=None: False  # type: ignore[method-assign] # no pauses

    assert keeper.run() == 3
    assert log.read_text() == "no\nno\n"


def test_the_stop_signal_may_be_another(kept: Start, tmp_path: Path) -> None:
    log = tmp_path / "thing.log"
    line = "sh -c 'trap \"echo INT; exit\" INT; while :; do sleep 0.05; done'"
    keeper = kept(line, "--stop", "INT", "--log", str(log))
    child(keeper)

    keeper.terminate()
    keeper.wait(10)

    assert log.read_text() == "INT\n"
