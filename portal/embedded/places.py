"""Say where the embedded servers keep their files and where they answer.

This module only computes: it opens nothing, makes nothing and imports nothing of
the portal, so that settings may lean on it. Unix socket paths must stay short
(104 bytes on macOS), and a clone may lie deep, so sockets have a folder of their
own in /tmp, named after the user and the data folder.
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote, urlsplit

DATABASE = "portal"
URLS = {
    "DATABASE_URL": "portal_web",
    "DATABASE_WORKER_URL": "portal_worker",
    "DATABASE_OWNER_URL": "portal_owner",
    "DATABASE_TESTER_URL": "portal_tester",
}

# Not $TMPDIR: `make run` in one shell and manage.py in another must agree.
SHORT = Path("/tmp")  # noqa: S108 - mode and owner are checked when it is used


def socket_dir(data_dir: Path) -> Path:
    """Return the folder of the web, live and Valkey sockets of a data folder."""
    name = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
    return SHORT / f"portal-{os.getuid()}-{name}"


def postgres_socket_dir(data_dir: Path) -> Path:
    """Return the folder of PostgreSQL's socket.

    It is apart from the others because, when root starts the portal, PostgreSQL
    runs as somebody else, who owns this folder and no other.
    """
    folder = socket_dir(data_dir)
    return folder.with_name(f"{folder.name}-pg")


def web_socket(data_dir: Path) -> Path:
    return socket_dir(data_dir) / "web.sock"


def live_socket(data_dir: Path) -> Path:
    return socket_dir(data_dir) / "live.sock"


def valkey_socket(data_dir: Path) -> Path:
    return socket_dir(data_dir) / "valkey.sock"


def database_url(data_dir: Path, role: str, database: str = DATABASE) -> str:
    """Return the URL under which a role reaches the embedded PostgreSQL."""
    host = quote(str(postgres_socket_dir(data_dir)), safe="")
    return f"postgres://{role}@{host}/{database}"


def redis_url(data_dir: Path) -> str:
    """Return the URL of the embedded Valkey, as redis-py reads it."""
    return f"unix://{valkey_socket(data_dir)}"


def broker_url(redis_url: str) -> str:
    """Return a Redis URL as Celery reads it, which names a Unix socket differently."""
    if not redis_url.startswith("unix://"):
        return redis_url
    parts = urlsplit(redis_url)
    query = parts.query.replace("db=", "virtual_host=")
    return f"redis+socket://{parts.path}" + (f"?{query}" if query else "")
