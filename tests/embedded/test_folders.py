"""Sockets lie where nobody else can enter, or nothing starts."""

import os
import stat
from pathlib import Path

import pytest

from portal.embedded import folders, places
from portal.embedded.says import Stopped

ME, MINE = os.getuid(), os.getgid()


def test_a_private_folder_is_made_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "sockets"

    folders.make_private(folder, ME, MINE)
    folders.make_private(folder, ME, MINE)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_open_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sockets"
    folder.mkdir()
    folder.chmod(0o755)

    with pytest.raises(Stopped, match="in the way"):
        folders.make_private(folder, ME, MINE)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "sockets"
    folder.symlink_to(tmp_path)

    with pytest.raises(Stopped, match="in the way"):
        folders.make_private(folder, ME, MINE)


def test_a_file_in_place_of_the_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Stopped, match="could not be made"):
        folders.make_data_dir(tmp_path / "file" / "data")


def test_sockets_are_cleared_with_their_folders(data_dir: Path) -> None:
    folders.make_private(places.socket_dir(data_dir), ME, MINE)
    places.web_socket(data_dir).touch()

    folders.clear_sockets(data_dir)

    assert not places.socket_dir(data_dir).exists()
