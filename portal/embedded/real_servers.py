"""See that the servers named by URL answer, before anything is started on them."""

from urllib.parse import urlsplit

import psycopg2

from portal.embedded.environment import Setup
from portal.embedded.postgres import last
from portal.embedded.says import Stopped, say

DATABASES = ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_WORKER_URL")


def expect(setup: Setup) -> None:
    """Try each server that a URL names.

    Raises:
        Stopped: naming the variable whose server does not answer, and why.
    """
    if not setup.embeds_postgres:
        for name in DATABASES:
            expect_database(name, setup.values.get(name, ""))
        say("Using the database that DATABASE_URL names.")
    if not setup.embeds_valkey:
        expect_redis(setup.values["REDIS_URL"])
        say("Using the server that REDIS_URL names.")


def expect_database(name: str, url: str) -> None:
    if not url:
        raise Stopped(
            f"DATABASE_URL is set, so {name} must be set too: each role has its own, "
            "see .env.example."
        )
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.Error as error:
        raise Stopped(
            f"{name}: no log-in at {without_password(url)}: {last(str(error))} "
            "The roles are made by portal/embedded/roles.sql."
        ) from error


def expect_redis(url: str) -> None:
    import redis  # only here: it takes as long to import as a server to start

    try:
        link = redis.Redis.from_url(url, socket_connect_timeout=5)
        link.ping()
        link.close()
    except (redis.RedisError, ValueError) as error:
        raise Stopped(
            f"REDIS_URL: {without_password(url)} does not answer: {error}"
        ) from error


def without_password(url: str) -> str:
    """Return a URL as it may stand on a screen."""
    parts = urlsplit(url)
    password = parts.password
    return url.replace(f":{password}@", ":…@") if password else url
