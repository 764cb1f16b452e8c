"""The environment decides; .env speaks where it is silent; nonsense is refused."""

import stat
from pathlib import Path

import pytest

from portal.embedded import environment, real_servers
from portal.embedded.says import Stopped
from tests.embedded.conftest import setup_in


def test_silence_means_everything_embedded(tmp_path: Path) -> None:
    setup = environment.read({}, tmp_path)

    assert setup.data_dir == tmp_path / ".data"
    assert setup.address == "http://127.0.0.1:8000"
    assert setup.embeds_postgres
    assert setup.embeds_valkey
    assert setup.is_demo


def test_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8001\nDATA_DIR=elsewhere\n")

    setup = environment.read({"PORT": "8002"}, tmp_path)

    assert setup.port == 8002
    assert setup.data_dir == tmp_path / "elsewhere"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000.5", "８０００"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="a number from 1 to 65535"):
        environment.read({"PORT": port}, tmp_path)


def test_demo_never_comes_to_a_real_database_by_itself(tmp_path: Path) -> None:
    real = {"DATABASE_URL": "postgres://db/portal"}

    assert not environment.read(real, tmp_path).is_demo
    assert environment.read({**real, "DEMO": "true"}, tmp_path).is_demo


def test_a_real_database_needs_a_url_per_role(tmp_path: Path) -> None:
    setup = setup_in(tmp_path, DATABASE_URL="postgres://db/portal")

    with pytest.raises(Stopped, match="DATABASE_OWNER_URL must be set too"):
        real_servers.expect(setup)


def test_a_server_that_is_not_there_is_named_without_its_password(
    tmp_path: Path,
) -> None:
    url = f"postgres://portal_owner:hush@%2F{tmp_path.name}/portal"

    with pytest.raises(Stopped, match="DATABASE_URL: no log-in at") as refused:
        real_servers.expect_database("DATABASE_URL", url)
    assert "hush" not in str(refused.value)


def test_a_valkey_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match=r"REDIS_URL: unix:.* does not answer"):
        real_servers.expect_redis(f"unix://{tmp_path}/none.sock")


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = environment.exported(setup_in(tmp_path))["SECRET_KEY"]

    assert len(key) >= 50
    assert environment.exported(setup_in(tmp_path))["SECRET_KEY"] == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_real_urls_are_passed_on(tmp_path: Path) -> None:
    real = {"DATABASE_URL": "postgres://db/portal", "REDIS_URL": "redis://cache/0"}

    exported = environment.exported(setup_in(tmp_path, **real))

    assert exported["DATABASE_URL"] == real["DATABASE_URL"]
    assert exported["REDIS_URL"] == real["REDIS_URL"]
    assert exported["DATABASE_TESTER_URL"] == ""
