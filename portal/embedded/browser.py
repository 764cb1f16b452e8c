"""Find the Chromium that the browser tests drive, or install Debian's."""

import os
import shutil
import subprocess
from pathlib import Path

from portal.embedded.says import say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
UPDATE = ("apt-get", "-qq", "update")
INSTALL = (
    *("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"),
    *("install", "-y", "--no-install-recommends", "chromium"),
)


def chromium() -> str:
    """Return the path of a Chromium, or "" after a line that says there is none."""
    found = find()
    if not found and os.getuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium with apt …")
        install()
        found = find()
    if not found:
        say("No Chromium found: the browser tests are skipped (apt install chromium).")
    return found


def find() -> str:
    named = os.environ.get("CHROMIUM", "")
    if named and shutil.which(named):
        return named
    found = next(filter(None, map(shutil.which, NAMES)), "")
    return found or (str(MAC) if MAC.exists() else "")


def install() -> None:
    """Install it and say nothing; where that fails, the caller finds none."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (UPDATE, INSTALL):
        subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
