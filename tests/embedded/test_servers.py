"""The embedded servers, started and stopped for real."""

import os
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from portal.embedded import environment, leftovers, locks, places, postgres, servers
from portal.embedded.environment import Setup
from portal.embedded.says import Stopped
from tests.embedded.conftest import Connect, setup_in

ROLES = """
    SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolcreatedb
    FROM pg_roles WHERE rolname = ANY (%s) ORDER BY rolname
"""


def test_no_role_of_the_portal_is_a_superuser(connect: Connect) -> None:
    names = sorted(places.URLS.values())
    cursor = connect("portal_web").cursor()

    cursor.execute(ROLES, [names])

    creates = {"portal_tester": True}
    none = (False, False, False, False)
    expected = [(name, *none, creates.get(name, False)) for name in names]
    assert cursor.fetchall() == expected


def test_owner_owns_the_database_and_the_others_nothing(connect: Connect) -> None:
    cursor = connect("portal_web").cursor()

    cursor.execute(
        "SELECT datname FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid "
        "WHERE rolname LIKE 'portal_%' AND rolname <> 'portal_bootstrap'"
    )

    assert cursor.fetchall() == [("portal",)]


@pytest.mark.parametrize("role", ["portal_web", "portal_worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine ()",
        "CREATE TEMPORARY TABLE mine ()",
        "CREATE SCHEMA mine",
        "SET ROLE portal_owner",
        "SET ROLE portal_bootstrap",
    ],
)
def test_who_serves_may_make_nothing(
    role: str, statement: str, connect: Connect
) -> None:
    cursor = connect(role).cursor()

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)


def test_tester_makes_databases_of_the_owner(connect: Connect) -> None:
    cursor = connect("portal_tester").cursor()

    cursor.execute("CREATE DATABASE test_of_it OWNER portal_owner")
    cursor.execute("DROP DATABASE test_of_it")
    cursor.execute("SET ROLE portal_web")


def test_text_sorts_and_folds_the_same_everywhere(connect: Connect) -> None:
    cursor = connect("portal_web").cursor()

    cursor.execute("SELECT upper('é'), 'Z' < 'a', current_setting('server_encoding')")

    assert cursor.fetchone() == ("É", True, "UTF8")


def test_roles_may_be_made_again(running: Setup) -> None:
    postgres.make_roles(running.data_dir, tester=True)


def test_nobody_reaches_it_by_network(running: Setup, connect: Connect) -> None:
    cursor = connect("portal_web").cursor()

    cursor.execute("SELECT current_setting('listen_addresses')")

    assert cursor.fetchone() == ("",)
    assert postgres_of(running.data_dir).net_connections("tcp") == []


def test_postgres_is_never_root(running: Setup) -> None:
    assert postgres_of(running.data_dir).uids().real != 0
    assert postgres_of(running.data_dir).uids().effective != 0


def test_valkey_answers_as_settings_reach_it(running: Setup) -> None:
    with redis.Redis.from_url(places.redis_url(running.data_dir)) as link:
        assert link.ping()


def postgres_of(data_dir: Path) -> psutil.Process:
    number = (data_dir / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0]
    return psutil.Process(int(number))


def test_nothing_is_left_and_the_data_is_kept(data_dir: Path) -> None:
    setup = setup_in(data_dir)
    env = environment.exported(setup)

    with locks.held(data_dir):
        with servers.running(setup, env, testing=True):
            killed = postgres_of(data_dir)
            killed.kill()  # as if by the machine, short of memory
        assert leftovers.of(data_dir) == []
        assert not places.postgres_socket_dir(data_dir).exists()
        assert not places.socket_dir(data_dir).exists()
        with servers.running(setup, env, testing=True):
            assert postgres.answers(data_dir)


def test_a_folder_that_is_not_whole_is_refused(data_dir: Path) -> None:
    (data_dir / "postgres" / "base").mkdir(parents=True)

    with pytest.raises(Stopped, match="not a whole PostgreSQL data folder"):
        postgres.prepare(data_dir)


def test_a_folder_of_another_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "global").mkdir()
    (tmp_path / "global" / "pg_control").touch()
    (tmp_path / "PG_VERSION").write_text("9.6\n")

    with pytest.raises(Stopped, match=r"made by PostgreSQL 9\.6 and this is 18"):
        postgres.expect_whole(tmp_path, 18)


def test_a_half_made_folder_is_made_again(data_dir: Path) -> None:
    (data_dir / "postgres.new" / "base").mkdir(parents=True)

    cluster = postgres.prepare(data_dir, fast=True)

    assert (cluster.folder / "PG_VERSION").exists()
    assert cluster.folder.stat().st_uid == cluster.runner.user != 0
    assert os.listdir(data_dir) == ["postgres"]
