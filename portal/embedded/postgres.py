"""The embedded PostgreSQL: its data folder, its command, its roles.

It listens on a Unix socket in a private folder, and asks the kernel who is there: only
the user who started the portal may log in, as any of the roles below. There are no
passwords to keep.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import psycopg2
from psycopg2.extensions import connection

from portal.embedded import (
    accounts,
    environment,
    folders,
    leftovers,
    places,
    programs,
)
from portal.embedded.says import Stopped, leave_with

# Only the bootstrap is this role; the portal never uses it.
SUPERUSER = "portal_bootstrap"
SQL = Path(__file__).parent

HBA = "portal_hba.conf"
IDENT = "portal_ident.conf"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For tests: what is lost in a power cut was to be thrown away anyway.
FAST = "PORTAL_FAST"
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL data folder and the way to run it."""

    folder: Path
    sockets: Path
    runner: accounts.Runner
    fast: bool


def prepare(data_dir: Path, *, fast: bool = False) -> Cluster:
    """Bring a data folder to where PostgreSQL can start in it.

    Makes it if there is none, mends what a killed run left, and writes who may log in.

    Raises:
        Stopped: if the folder is of another release, another user or not whole.
    """
    folder = data_dir / "postgres"
    user = accounts.owner(folder)
    program = programs.postgres()
    runner = accounts.runner(user, program, data_dir)
    cluster = Cluster(folder, places.postgres_socket_dir(data_dir), runner, fast)
    folders.make_private(cluster.sockets, runner.user, runner.group)
    if not folder.exists():
        make(cluster, release(program))
    expect_whole(folder, release(program))
    leftovers.mend_postmaster_pid(folder)
    write_entries(cluster)
    return cluster


def release(program: Path) -> int:
    """Return the major release of a PostgreSQL program."""
    answer = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"(\d+)", answer.stdout)
    number = int(found.group(1)) if found else 0
    if number < 15:
        raise Stopped(f"{program} is older than PostgreSQL 15, which the portal needs.")
    return number


def make(cluster: Cluster, number: int) -> None:
    """Run initdb beside the final place, so that a half-made folder is never used."""
    fresh = cluster.folder.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    folders.make_private(fresh, cluster.runner.user, cluster.runner.group)
    command = [*cluster.runner.words, str(programs.postgres("initdb"))]
    command += ["--pgdata", str(fresh), "--username", SUPERUSER, "--encoding", "UTF8"]
    command += ["--auth-local", "peer", "--auth-host", "reject", *locale(number)]
    command += ["--no-sync"] if cluster.fast else []
    made = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **cluster.runner.options(),
    )
    if made.returncode:
        raise Stopped(f"PostgreSQL could not make its data folder: {last(made.stderr)}")
    fresh.rename(cluster.folder)


def locale(number: int) -> list[str]:
    """Return the same order and case of text on every machine, where there is one."""
    if number < 17:
        return ["--locale", "C.UTF-8"]
    provider = ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
    return [*provider, "--locale", "C"]


def expect_whole(folder: Path, number: int) -> None:
    marker = folder / "PG_VERSION"
    if not marker.exists() or not (folder / "global" / "pg_control").exists():
        raise Stopped(
            f"{folder} is not a whole PostgreSQL data folder: restore it, or move it "
            "away and a new one is made."
        )
    if marker.read_text().strip() != str(number):
        raise Stopped(
            f"{folder} was made by PostgreSQL {marker.read_text().strip()} and this is "
            f"{number}: dump and restore it, or move it away and a new one is made."
        )


def write_entries(cluster: Cluster) -> None:
    """Write who may log in: the user who started the portal, as any of our roles."""
    roles = (SUPERUSER, *places.URLS.values())
    ident = [
        f'portal "{accounts.account(os.getuid()).pw_name}" {role}' for role in roles
    ]
    write(cluster, HBA, ["local all all peer map=portal"])
    write(cluster, IDENT, ident)


def write(cluster: Cluster, name: str, lines: list[str]) -> None:
    path = cluster.folder / name
    path.write_text("\n".join([*lines, ""]))
    path.chmod(0o600)
    os.chown(path, cluster.runner.user, cluster.runner.group)


def command(cluster: Cluster) -> list[str]:
    settings = {
        **SETTINGS,
        **(FAST_SETTINGS if cluster.fast else {}),
        "unix_socket_directories": str(cluster.sockets),
        "hba_file": str(cluster.folder / HBA),
        "ident_file": str(cluster.folder / IDENT),
    }
    words = [str(programs.postgres()), "-D", str(cluster.folder)]
    for name, value in settings.items():
        words += ["-c", f"{name}={value}"]
    return words


def become() -> NoReturn:
    """Replace this process by the server; what the Procfile's line does."""
    fast = bool(os.environ.get(FAST))
    cluster = prepare(environment.read().data_dir, fast=fast)
    cluster.runner.become(command(cluster))


@contextmanager
def connected(data_dir: Path, database: str) -> Iterator[connection]:
    """Connect as the bootstrap's superuser, each statement for itself."""
    link = psycopg2.connect(
        host=str(places.postgres_socket_dir(data_dir)),
        user=SUPERUSER,
        dbname=database,
        connect_timeout=5,
    )
    try:
        link.autocommit = True
        yield link
    finally:
        link.close()


def answers(data_dir: Path) -> bool:
    try:
        with connected(data_dir, "postgres"):
            return True
    except psycopg2.OperationalError:
        return False


def make_roles(data_dir: Path, *, tester: bool) -> None:
    """Make the roles and the database where they are missing, and nothing twice."""
    with connected(data_dir, "postgres") as link, link.cursor() as cursor:
        cursor.execute((SQL / "roles.sql").read_text())
        if tester:
            cursor.execute((SQL / "tester.sql").read_text())
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [places.DATABASE])
        if not cursor.rowcount:
            cursor.execute(f"CREATE DATABASE {places.DATABASE} OWNER portal_owner")
    # Databases made later, as those of tests, are copies of template1.
    for database in (places.DATABASE, "template1"):
        with connected(data_dir, database) as link, link.cursor() as cursor:
            cursor.execute((SQL / "database.sql").read_text())


def last(text: str) -> str:
    """Return the last line of a program's output that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it does not say why."


if __name__ == "__main__":
    leave_with(become)
