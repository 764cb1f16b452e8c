"""Read what the two commands are told by the environment and by .env."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from portal.embedded import leftovers, places
from portal.embedded.says import Stopped

ROOT = Path(__file__).resolve().parents[2]
YES = frozenset({"1", "true", "t", "yes", "y", "on"})


@dataclass(frozen=True)
class Setup:
    """Where this portal keeps its data, where it answers, and with which servers."""

    data_dir: Path
    port: int
    values: Mapping[str, str]

    @property
    def embeds_postgres(self) -> bool:
        return not self.values.get("DATABASE_URL")

    @property
    def embeds_valkey(self) -> bool:
        return not self.values.get("REDIS_URL")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_demo(self) -> bool:
        """Whether demo sign-ins exist; they never come by default to a real server."""
        default = "1" if self.embeds_postgres else ""
        return self.values.get("DEMO", default).lower() in YES


def read(environ: Mapping[str, str] = os.environ, root: Path = ROOT) -> Setup:
    """Return the setup from the environment, and from .env where that is silent.

    Raises:
        Stopped: if a value is nonsense.
    """
    filed = {key: value or "" for key, value in dotenv_values(root / ".env").items()}
    values = {**filed, **environ}
    return Setup(
        data_dir=(root / (values.get("DATA_DIR") or ".data")).resolve(),
        port=port(values.get("PORT") or "8000"),
        values=values,
    )


def port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        raise Stopped(f"PORT is “{text}”, and a port is a number from 1 to 65535.")
    return int(text)


def exported(setup: Setup) -> dict[str, str]:
    """Return the environment in which the portal's own processes run."""
    data_dir, values = setup.data_dir, setup.values
    exports = {
        "DATA_DIR": str(data_dir),
        "PORT": str(setup.port),
        "DEMO": "1" if setup.is_demo else "0",
        "REDIS_URL": places.redis_url(data_dir),
        "SECRET_KEY": values.get("SECRET_KEY") or kept_key(data_dir, "secret-key"),
        "FACTOR_KEYS": values.get("FACTOR_KEYS") or kept_key(data_dir, "factor-key"),
        "WEB_SOCKET": str(places.web_socket(data_dir)),
        "LIVE_SOCKET": str(places.live_socket(data_dir)),
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{values.get('PATH', '')}",
        "PYTHONUNBUFFERED": "1",
        leftovers.MARK: str(data_dir),
    }
    for name, role in places.URLS.items():
        exports[name] = places.database_url(data_dir, role)
    if not setup.embeds_postgres:
        exports.update({name: values.get(name, "") for name in places.URLS})
    if not setup.embeds_valkey:
        exports["REDIS_URL"] = values["REDIS_URL"]
    return {**values, **exports}


def kept_key(data_dir: Path, name: str) -> str:
    """Return a key of this data folder, making it once."""
    path = data_dir / name
    if not path.exists():
        fresh = data_dir / f"{name}.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.rename(path)
    return path.read_text()
