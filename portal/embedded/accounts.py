"""Choose as whom PostgreSQL runs: it refuses to be root.

An ordinary user runs it under their own name. Root runs it as the owner of the data,
or as nobody; and since the clone may lie where only root can enter, that process may
be given one capability, to pass through folders, and no other.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from portal.embedded.says import Stopped

# The weaker one first; a container often grants only the second.
CAPABILITIES = ("dac_read_search", "dac_override")


@dataclass(frozen=True)
class Runner:
    """A user to run a program as, and the words to put before its command."""

    user: int
    group: int
    words: tuple[str, ...] = ()

    @property
    def changes_user(self) -> bool:
        return self.user != os.getuid() and not self.words

    def options(self) -> dict[str, Any]:
        """Return what subprocess needs to run a command as this user."""
        if not self.changes_user:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def become(self, command: list[str]) -> NoReturn:
        """Replace this process by a command run as this user."""
        if self.changes_user:
            os.setgroups([])
            os.setgid(self.group)
            os.setuid(self.user)
        os.execvp([*self.words, *command][0], [*self.words, *command])  # noqa: S606


def owner(folder: Path) -> pwd.struct_passwd:
    """Return the user as whom PostgreSQL keeps its data in a folder.

    Raises:
        Stopped: if an ordinary user meets somebody else's data, or has no name.
    """
    kept_by = folder.stat().st_uid if folder.exists() else os.getuid()
    if os.getuid() == 0:
        return account(kept_by) if kept_by else pwd.getpwnam("nobody")
    if kept_by != os.getuid():
        raise Stopped(
            f"{folder} belongs to another user: become that user, or name another "
            "folder with DATA_DIR."
        )
    return account(kept_by)


def account(number: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(number)
    except KeyError as error:
        raise Stopped(
            f"User number {number} has no name on this machine, and PostgreSQL does "
            "not run without: set DATABASE_URL to a server that runs."
        ) from error


def runner(user: pwd.struct_passwd, program: Path, folder: Path) -> Runner:
    """Return how to run a program as a user, so that it reaches its folder.

    Raises:
        Stopped: if it could not be reached by any way.
    """
    if user.pw_uid == os.getuid():
        return Runner(user.pw_uid, user.pw_gid)
    for candidate in ways(user):
        if reaches(candidate, program, folder):
            return candidate
    raise Stopped(
        f"PostgreSQL does not run as root, and {user.pw_name} cannot enter {folder}: "
        "run the portal from a folder that others may pass through, or as an ordinary "
        "user."
    )


def ways(user: pwd.struct_passwd) -> Iterator[Runner]:
    yield Runner(user.pw_uid, user.pw_gid)
    setpriv = shutil.which("setpriv")
    if setpriv:
        for capability in CAPABILITIES:
            words = (setpriv, *identity(user), *grant(capability))
            yield Runner(user.pw_uid, user.pw_gid, words)


def identity(user: pwd.struct_passwd) -> tuple[str, ...]:
    return (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")


def grant(capability: str) -> tuple[str, ...]:
    """Return setpriv's words for one capability that outlives the change of user."""
    # The last one because the kernel otherwise leaves capabilities aside when a
    # program asks whether it may run another, as initdb does.
    return (
        f"--inh-caps=+{capability}",
        f"--ambient-caps=+{capability}",
        "--securebits=+no_setuid_fixup",
    )


def reaches(candidate: Runner, program: Path, folder: Path) -> bool:
    """Try whether a user can enter a folder and start a program there."""
    script = 'cd "$1" && exec "$0" --version'
    command = [*candidate.words, "/bin/sh", "-c", script, str(program), str(folder)]
    tried = subprocess.run(
        command, capture_output=True, check=False, cwd="/", **candidate.options()
    )
    return tried.returncode == 0
