"""`make lock`: write both locks anew from the lists in pyproject.toml."""

import argparse
import os
import subprocess
import sys

from portal.embedded.environment import ROOT
from portal.embedded.says import Stopped, say

COMPILE = (
    *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"),
    # One lock for all machines and releases of Python; no address of any index.
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-config"),
    *("--custom-compile-command", "make lock", "--group", "embedded"),
)


def lock(options: argparse.Namespace) -> int:
    """Write requirements.txt, then requirements-dev.txt with the same releases."""
    compiled("requirements.txt", options.words)
    compiled("requirements-dev.txt", ["-c", "requirements.txt", "--group", "dev"])
    return 0


def compiled(name: str, words: list[str]) -> None:
    say(f"Locking {name} …")
    done = subprocess.run(
        [*COMPILE, "--output-file", name, *words], cwd=ROOT, env=plain(), check=False
    )
    if done.returncode:
        raise Stopped(f"{name} was not written; the lines above say why.")


def plain() -> dict[str, str]:
    """Return the environment without what would point uv anywhere else."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("UV_FIND_LINKS", "UV_INDEX", "UV_EXTRA_INDEX"))
    }
