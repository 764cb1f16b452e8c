"""One run at a time in a data folder, and no lock outlives its holder."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.embedded import locks
from portal.embedded.environment import ROOT
from portal.embedded.says import Stopped

HOLD = """
import sys, time
from pathlib import Path
from portal.embedded import locks
with locks.held(Path(sys.argv[1]), " at http://127.0.0.1:8000"):
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def another_run(data_dir: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", HOLD, str(data_dir)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        assert run.stdout.readline() == "held\n"
        yield run
        run.kill()


def test_second_run_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with (
        another_run(tmp_path) as first,
        pytest.raises(Stopped, match="already runs") as refused,
        locks.held(tmp_path),
    ):
        pass

    assert f"process {first.pid} at http://127.0.0.1:8000" in str(refused.value)


def test_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    with another_run(tmp_path) as first:
        os.kill(first.pid, signal.SIGKILL)
        first.wait()

        with locks.held(tmp_path):
            assert str(os.getpid()) in locks.path(tmp_path).read_text()


def test_lock_is_free_after_its_run(tmp_path: Path) -> None:
    with locks.held(tmp_path):
        pass
    with locks.held(tmp_path):
        pass

    assert locks.path(tmp_path).read_text() == ""
