"""The one origin in front of the pages and the event stream: nginx."""

import grp
import os
import pwd
import time
from pathlib import Path
from typing import NoReturn

from portal.embedded import environment, places, programs
from portal.embedded.limits import allow_files
from portal.embedded.says import leave_with

CONF = Path(__file__).parent / "nginx.conf"
PATIENCE = 20.0  # seconds; then it starts anyway, and says that nobody is there
STREAMS = 16_384  # connections; an open page holds two, its own and the one behind


def configuration(data_dir: Path, port: int) -> str:
    """Return nginx's configuration; all its paths lie under the folder it is given."""
    words = {
        "USER": "" if os.getuid() else user(),
        "FILES": str(allow_files(STREAMS)),
        "PORT": str(port),
        "WEB_SOCKET": str(places.web_socket(data_dir)),
        "LIVE_SOCKET": str(places.live_socket(data_dir)),
    }
    text = CONF.read_text()
    for name, value in words.items():
        text = text.replace(f"@{name}@", value)
    return text


def user() -> str:
    """Let root's nginx stay root: the group it was built for is not everywhere."""
    root = pwd.getpwuid(0)
    return f"user {root.pw_name} {grp.getgrgid(root.pw_gid).gr_name};"


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


def await_web(web: Path) -> None:
    """Wait a while for the pages, so that the first answer is one of them."""
    until = time.monotonic() + PATIENCE
    while not web.exists() and time.monotonic() < until:
        time.sleep(0.05)


def become() -> NoReturn:
    """Replace this process by the server; what the Procfile's line does."""
    setup = environment.read()
    words = prepare(setup.data_dir, setup.port)
    await_web(places.web_socket(setup.data_dir))
    os.execv(words[0], words)  # noqa: S606


if __name__ == "__main__":
    leave_with(become)
