"""Read the Procfile and put a keeper before each of its lines."""

import shlex
import sys
from pathlib import Path

from honcho.environ import parse_procfile

from portal.embedded import locks
from portal.embedded.environment import ROOT

KEEP = Path(__file__).with_name("keep.py")


def lines() -> dict[str, str]:
    """Return the name and command of each line, in their order."""
    return dict(parse_procfile((ROOT / "Procfile").read_text()).processes)


def kept(name: str, line: str, data_dir: Path, *options: str) -> list[str]:
    """Return the command that keeps a line running while the lock is held."""
    keeper = [sys.executable, "-I", "-S", str(KEEP), "--name", name]
    keeper += ["--lock", str(locks.path(data_dir)), *options]
    return [*keeper, "--", "/bin/sh", "-c", f"exec {line}"]


def kept_line(name: str, line: str, data_dir: Path) -> str:
    """Return the same as honcho wants it, which passes it to a shell."""
    return f"exec {shlex.join(kept(name, line, data_dir))}"
