"""What `make run` starts, and what it says at its end."""

from pathlib import Path

import pytest

from portal.embedded import announce, procfile, programs, run, static
from portal.embedded.says import Stopped
from tests.embedded.conftest import setup_in


def test_one_procfile_names_all() -> None:
    assert list(procfile.lines()) == [
        *("postgres", "valkey", "proxy", "web", "live", "worker", "beat")
    ]


@pytest.mark.parametrize("code", run.WISHED)
def test_leaving_when_told_to_is_no_failure(code: int) -> None:
    assert run.verdict(code, []) == 0


def test_a_process_that_could_not_be_kept_is_a_failure() -> None:
    with pytest.raises(Stopped, match="could not be kept running"):
        run.verdict(2, [])


def test_welcome_names_address_people_and_password(tmp_path: Path) -> None:
    words = announce.welcome(setup_in(tmp_path))

    assert "http://127.0.0.1:8000" in words
    assert "carl@northwind.example" in words
    assert "portal-demo-2026" in words


def test_without_demo_nobody_is_named(tmp_path: Path) -> None:
    words = announce.welcome(setup_in(tmp_path, DEMO="0"))

    assert "@" not in words
    assert "portal-demo-2026" not in words


def test_static_files_are_collected_once_for_each_state(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").touch()
    assert not static.is_collected(tmp_path)

    static.mark_collected(tmp_path)
    assert static.is_collected(tmp_path)

    static.stamp(tmp_path).write_text("another state")
    assert not static.is_collected(tmp_path)


def test_a_program_that_is_nowhere_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "in_wheel", lambda package, pattern: None)
    monkeypatch.setattr(programs, "on_path", lambda *names: None)

    with pytest.raises(Stopped, match="install it, or set REDIS_URL to a server"):
        programs.valkey()
