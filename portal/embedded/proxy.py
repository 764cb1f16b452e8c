"""The one origin in front of the pages and the event stream: nginx."""

import os
import resource
from pathlib import Path
from typing import NoReturn

from portal.embedded import environment, places, programs
from portal.embedded.says import leave_with

CONF = Path(__file__).parent / "nginx.conf"
STREAMS = 16_384  # connections; an open page holds two, its own and the one behind


def configuration(data_dir: Path, port: int) -> str:
    """Return nginx's configuration; all its paths lie under the folder it is given."""
    words = {
        "FILES": str(open_files()),
        "PORT": str(port),
        "WEB_SOCKET": str(places.web_socket(data_dir)),
        "LIVE_SOCKET": str(places.live_socket(data_dir)),
    }
    text = CONF.read_text()
    for name, value in words.items():
        text = text.replace(f"@{name}@", value)
    return text


def open_files() -> int:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return STREAMS if hard == resource.RLIM_INFINITY else min(hard, STREAMS)


def prepare(data_dir: Path, port: int) -> list[str]:
    """Write the configuration and return the command that serves with it."""
    folder = data_dir / "nginx"
    folder.mkdir(exist_ok=True)
    (folder / "nginx.conf").write_text(configuration(data_dir, port))
    return [
        str(programs.nginx()),
        "-p",
        str(folder),
        "-c",
        "nginx.conf",
        "-e",
        "stderr",
    ]


def become() -> NoReturn:
    """Replace this process by the server; what the Procfile's line does."""
    setup = environment.read()
    words = prepare(setup.data_dir, setup.port)
    os.execv(words[0], words)  # noqa: S606


if __name__ == "__main__":
    leave_with(become)
