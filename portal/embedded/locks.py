"""Let one run at a time use a data folder.

The lock is a POSIX record lock: a fork does not inherit it and the kernel drops it
with its process, so there is no stale one. Those who keep a command running wait for
it (see keep.py) and hold it, shared, until their command has ended.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from portal.embedded.says import Stopped, say

PATIENCE = 15.0  # seconds for the processes of a killed run to end


def path(data_dir: Path) -> Path:
    return data_dir / "run.lock"


@contextmanager
def held(data_dir: Path, note: str = "") -> Iterator[None]:
    """Hold the lock of a data folder; `note` tells the next one who holds it.

    Raises:
        Stopped: if another run holds it.
    """
    with path(data_dir).open("a+") as lock:
        if not taken(lock, fcntl.LOCK_EX):
            await_end(lock, data_dir)
        lock.truncate(0)
        lock.write(f"process {os.getpid()}{note}")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def taken(lock: IO[str], how: int) -> bool:
    try:
        fcntl.lockf(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def await_end(lock: IO[str], data_dir: Path) -> None:
    """Wait while a killed run's processes end; refuse while a run goes on."""
    until = time.monotonic() + PATIENCE
    said = False
    while not taken(lock, fcntl.LOCK_EX):
        if not is_ending(lock) or time.monotonic() > until:
            raise Stopped(f"The portal already runs in {data_dir} ({holder(lock)}).")
        if not said:
            say("An earlier run was killed; waiting for its last processes to end …")
        said = True
        time.sleep(0.2)


def is_ending(lock: IO[str]) -> bool:
    """Whether only those hold the lock who wait for their commands to end."""
    shared = taken(lock, fcntl.LOCK_SH)
    fcntl.lockf(lock, fcntl.LOCK_UN)
    return shared


def holder(lock: IO[str]) -> str:
    lock.seek(0)
    return lock.read() or "just starting or ending"
