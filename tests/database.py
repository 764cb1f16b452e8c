"""The tests' database: built by the owner, used by the web role, flushed as owner."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import sleep
from typing import Any

import dj_database_url
import psycopg2
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction
from psycopg2 import sql
from psycopg2.errors import InsufficientPrivilege

KEPT = ("django_content_type", "django_migrations")
# What migrations write and rows of people hang on: emptied, and filled again.
SEEDED = ("accounts_center", "accounts_historicalcenter")
seeds: dict[str, list[tuple[Any, ...]]] = {}


def tester_url() -> str:
    """Return the address of the role that may be owner and web role in turn."""
    url = os.environ.get("DATABASE_TESTER_URL", "")
    if not url:
        pytest.exit("The tests need their servers: run `make test` or `make shell`.", 2)
    return url


def name() -> str:
    """Return the database's name, one for each process that runs tests."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"test_portal_{worker}_{os.getppid()}"


@contextmanager
def built() -> Iterator[None]:
    """Make the database, migrate it as owner, and let the tests be the web role."""
    recreate()
    for alias, role in (("default", "portal_web"), ("owner", "portal_owner")):
        connections[alias].close()
        settings = dj_database_url.parse(tester_url())
        settings |= {"NAME": name(), "OPTIONS": {"assume_role": role}}
        connections.settings[alias].update(settings, CONN_MAX_AGE=0)
    call_command("migrate", verbosity=0)
    connections["owner"].close()
    seeds.update((table, rows_of(table)) for table in SEEDED)
    yield
    for alias in connections:
        connections[alias].close()
    drop()


def server() -> "psycopg2.extensions.connection":
    """Connect to the server beside the tests' database, each statement by itself."""
    beside = psycopg2.connect(tester_url())
    beside.autocommit = True
    return beside


def recreate() -> None:
    drop()
    statement = sql.SQL("CREATE DATABASE {} OWNER portal_owner")
    with closing(server()) as beside, beside.cursor() as cursor:
        cursor.execute(statement.format(sql.Identifier(name())))


def drop() -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with closing(server()) as beside, beside.cursor() as cursor:
        for pause in (1, 2, 4, None):
            try:
                cursor.execute(statement.format(sql.Identifier(name())))
            except InsufficientPrivilege:  # the server is vacuuming; it ends by itself
                if pause is None:
                    raise
                sleep(pause)
            else:
                return


def rows_of(table: str) -> list[tuple[Any, ...]]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of ours
        return list(cursor.fetchall())


def flush() -> None:
    """Empty all tables but the fixed ones, as owner, with the triggers off."""
    tables = [table for table in all_tables() if table not in KEPT]
    with as_owner(), connection.cursor() as cursor:
        take_alone(tables)
        for state in ("DISABLE", "TRUNCATE", "ENABLE"):
            if state == "TRUNCATE":
                cursor.execute(f"TRUNCATE {', '.join(tables)}")
                continue
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} {state} TRIGGER USER")
        for table, rows in seeds.items():
            values = ", ".join(["%s"] * len(rows[0]))
            statement = f"INSERT INTO {table} VALUES ({values})"  # noqa: S608 - ours
            cursor.executemany(statement, rows)


def take_alone(tables: list[str]) -> None:
    """Lock all tables at once, or none: a closed browser's request may be under way.

    Whoever takes them one by one and waits can end in a deadlock with it.
    """
    statement = f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE NOWAIT"
    for _attempt in range(500):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except OperationalError:
            sleep(0.02)
        else:
            return
    pytest.fail("Something holds the tables of the tests for ever.")


def all_tables() -> list[str]:
    return list(connection.introspection.table_names())


@contextmanager
def as_owner() -> Iterator[None]:
    """Be the owner for a while, who sees every row; for what tests prepare."""
    with transaction.atomic():
        become("portal_owner")
        yield
        become("portal_web")


@contextmanager
def as_worker() -> Iterator[None]:
    """Be the role of the processes behind the pages for a while, with no person."""
    become("portal_worker")
    try:
        yield
    finally:
        become("portal_web")


def become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
