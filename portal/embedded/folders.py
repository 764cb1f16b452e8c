"""Make folders that nobody else can enter, and change no folder that is not ours."""

import os
import shutil
import stat
from pathlib import Path

from portal.embedded import places
from portal.embedded.says import Stopped


def make_private(folder: Path, owner: int, group: int) -> None:
    """Make a folder for one user alone, or check that it is just that.

    Raises:
        Stopped: if somebody else has put something in its place.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        expect_private(folder, owner)
    except OSError as error:
        raise Stopped(f"{folder} could not be made: {error.strerror}.") from error
    if folder.stat().st_uid != owner:
        os.chown(folder, owner, group)


def expect_private(folder: Path, owner: int) -> None:
    found = folder.lstat()
    whole = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    if not whole or found.st_uid not in {owner, os.getuid()}:
        raise Stopped(f"{folder} is in the way: somebody else made it; remove it.")


def make_data_dir(data_dir: Path) -> None:
    """Make the data folder if need be, and see that it can be written to."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stopped(f"{data_dir} could not be made: {error.strerror}.") from error
    if not os.access(data_dir, os.W_OK | os.X_OK):
        raise Stopped(
            f"{data_dir} is not yours to write to: another user started the portal "
            "there; become that user, or name another folder with DATA_DIR."
        )


def clear_sockets(data_dir: Path) -> None:
    """Remove the folders of sockets, which no process needs any more."""
    shutil.rmtree(places.socket_dir(data_dir), ignore_errors=True)
    shutil.rmtree(places.postgres_socket_dir(data_dir), ignore_errors=True)
