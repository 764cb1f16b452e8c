"""What a killed run left is found by its mark, and no stranger is touched."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.embedded import leftovers

Sleeper = subprocess.Popen[bytes]


def asleep(**env: str) -> Sleeper:
    return subprocess.Popen(["sleep", "60"], env={"PATH": os.environ["PATH"], **env})


@pytest.fixture
def stranger() -> Iterator[Sleeper]:
    with asleep() as sleeper:
        yield sleeper
        sleeper.kill()


def test_marked_processes_are_ended(tmp_path: Path) -> None:
    left = asleep(**{leftovers.MARK: str(tmp_path)})

    assert leftovers.sweep(tmp_path) == 1
    assert left.poll() is not None
    assert leftovers.sweep(tmp_path) == 0


def test_those_of_another_folder_are_not(tmp_path: Path, stranger: Sleeper) -> None:
    with asleep(**{leftovers.MARK: f"{tmp_path}/other"}) as other:
        assert leftovers.sweep(tmp_path) == 0
        assert other.poll() is None
        other.kill()
    assert stranger.poll() is None


def test_a_number_that_went_to_a_stranger_is_struck(
    tmp_path: Path, stranger: Sleeper
) -> None:
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{stranger.pid}\n{tmp_path}\n")

    leftovers.mend_postmaster_pid(tmp_path)

    assert not pid_file.exists()
    assert stranger.poll() is None


def test_a_dead_number_is_left_to_postgres(tmp_path: Path) -> None:
    with asleep() as gone:
        gone.kill()
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{gone.pid}\n{tmp_path}\n")

    leftovers.mend_postmaster_pid(tmp_path)

    assert pid_file.exists()


@pytest.mark.parametrize("text", ["", "not a number\n"])
def test_a_broken_file_is_left_to_postgres(text: str, tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(text)

    leftovers.mend_postmaster_pid(tmp_path)

    assert (tmp_path / "postmaster.pid").exists()
