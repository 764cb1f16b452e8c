"""Sockets have short paths however deep a clone lies, and URLs lead to them."""

import os
from pathlib import Path

import dj_database_url
import pytest

from portal.embedded import places

DEEP = Path("/home/somebody") / "/".join(["a rather long folder name"] * 12)


def test_socket_paths_fit_the_kernel() -> None:
    longest = places.postgres_socket_dir(DEEP) / ".s.PGSQL.5432.lock"

    assert len(os.fsencode(longest)) < 100
    assert len(os.fsencode(places.valkey_socket(DEEP))) < 100


def test_two_data_folders_share_no_socket() -> None:
    assert places.web_socket(DEEP) != places.web_socket(DEEP.parent)


def test_one_data_folder_has_one_place_by_any_name(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    assert places.socket_dir(tmp_path / "link") == places.socket_dir(tmp_path)


def test_database_url_names_role_and_socket() -> None:
    parsed = dj_database_url.parse(places.database_url(DEEP, "portal_web"))

    assert parsed["USER"] == "portal_web"
    assert parsed["NAME"] == "portal"
    assert parsed["HOST"] == str(places.postgres_socket_dir(DEEP))


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://cache:6379/1", "redis://cache:6379/1"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("unix:///run/v.sock?db=2", "redis+socket:///run/v.sock?virtual_host=2"),
    ],
)
def test_broker_url_is_what_celery_reads(url: str, broker: str) -> None:
    assert places.broker_url(url) == broker
