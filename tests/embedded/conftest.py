"""Data folders of their own, and the embedded servers started for real."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.extensions import connection

from portal.embedded import environment, folders, locks, places, servers
from portal.embedded.environment import Setup

Connect = Callable[..., connection]


def setup_in(data_dir: Path, **values: str) -> Setup:
    """Return the setup of a folder that no setting of this machine reaches."""
    return Setup(data_dir, 8000, {"PATH": os.environ["PATH"], **values})


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    folders.clear_sockets(tmp_path)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    """Both embedded servers, in a folder that only the user who tests can enter."""
    setup = setup_in(tmp_path_factory.mktemp("servers"))
    env = environment.exported(setup)
    with locks.held(setup.data_dir), servers.running(setup, env, testing=True):
        yield setup


@pytest.fixture
def connect(running: Setup) -> Iterator[Connect]:
    """Log in to the running server as a role."""
    links: list[connection] = []

    def as_role(role: str, **options: Any) -> connection:
        url = places.database_url(running.data_dir, role)
        links.append(psycopg2.connect(url, **options))
        links[-1].autocommit = True
        return links[-1]

    yield as_role
    for link in links:
        link.close()
