"""Collect the static files once for each state of them; compressing takes seconds."""

import hashlib
from pathlib import Path

from portal.embedded.environment import ROOT


def state() -> str:
    """Return a digest of all that collectstatic would read."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    digest.update((ROOT / "portal" / "settings.py").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            facts = path.stat()
            line = f"{path.relative_to(ROOT)} {facts.st_size} {facts.st_mtime_ns}\n"
            digest.update(line.encode())
    return digest.hexdigest()


def stamp(data_dir: Path) -> Path:
    return data_dir / "static.state"


def is_collected(data_dir: Path) -> bool:
    path = stamp(data_dir)
    manifest = data_dir / "static" / "staticfiles.json"
    return path.exists() and manifest.exists() and path.read_text() == state()


def mark_collected(data_dir: Path) -> None:
    stamp(data_dir).write_text(state())
