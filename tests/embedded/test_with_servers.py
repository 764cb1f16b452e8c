"""Tests run beside each other, on servers that are nobody's."""

import argparse
import shlex
from pathlib import Path

import pytest

from portal.embedded import environment, places, with_servers
from portal.embedded.says import Stopped
from tests.embedded.conftest import setup_in
from tests.embedded.test_locks import another_run


def test_tests_never_reach_servers_meant_for_people(tmp_path: Path) -> None:
    real = dict.fromkeys(places.URLS, "postgres://production/portal")
    del real["DATABASE_TESTER_URL"]
    setup = setup_in(tmp_path, REDIS_URL="redis://production/0", **real)

    chosen = with_servers.for_tests(setup, tmp_path)

    assert chosen.embeds_postgres
    assert chosen.embeds_valkey


def test_servers_named_for_tests_are_used(tmp_path: Path) -> None:
    named = dict.fromkeys(places.URLS, "postgres://testing/portal")

    chosen = with_servers.for_tests(setup_in(tmp_path, **named), tmp_path)

    assert not chosen.embeds_postgres


def test_abandoned_folders_go_and_those_in_use_stay(tmp_path: Path) -> None:
    abandoned, used = tmp_path / "run-old", tmp_path / "run-used"
    abandoned.mkdir()
    used.mkdir()

    with another_run(used), with_servers.throw_away(tmp_path) as made:
        assert made.is_dir()
        assert not abandoned.exists()
        assert used.exists()
    assert not made.exists()


@pytest.mark.parametrize(
    ("line", "code"), [("exit 0", 0), ("exit 5", 5), ("kill -9 $$", 137)]
)
def test_exit_code_is_the_commands(line: str, code: int, tmp_path: Path) -> None:
    env = environment.exported(setup_in(tmp_path))

    assert with_servers.passed_on(["sh", "-c", line], env) == code


def test_unknown_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match=r"no-such-command was not found\."):
        with_servers.passed_on(["no-such-command"], {"PATH": "/nowhere"})


@pytest.fixture
def _no_servers_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*places.URLS, "REDIS_URL", "DEMO"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("_no_servers_named")
def test_the_command_finds_servers_and_its_folder_goes(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f'echo "$DATA_DIR $DEMO $REDIS_URL" > {shlex.quote(str(seen))}; exit 7'
    options = argparse.Namespace(
        data=tmp_path / "test",
        testing=True,
        browser=False,
        assets=False,
        command=["sh", "-c", script],
    )

    assert with_servers.with_servers(options) == 7

    data_dir, demo, redis_url = seen.read_text().split()
    assert demo == "1"
    assert redis_url == places.redis_url(Path(data_dir))
    assert not Path(data_dir).exists()
