"""The embedded Valkey: the doorbell of the workers and the hints to open pages.

It keeps nothing on disk: what matters is rows in the database.
"""

import os
import socket
from pathlib import Path
from typing import NoReturn

from portal.embedded import environment, places, programs
from portal.embedded.says import leave_with


def command(data_dir: Path) -> list[str]:
    settings = {
        "port": "0",
        "unixsocket": str(places.valkey_socket(data_dir)),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(places.socket_dir(data_dir)),
        "loglevel": "warning",
        "set-proc-title": "no",  # it would write over the mark of leftovers.py
    }
    words = [str(programs.valkey())]
    for name, value in settings.items():
        words += [f"--{name}", value]
    return words


def answers(data_dir: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(1)
        try:
            link.connect(str(places.valkey_socket(data_dir)))
            link.sendall(b"PING\r\n")
            return link.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


def become() -> NoReturn:
    """Replace this process by the server; what the Procfile's line does."""
    words = command(environment.read().data_dir)
    os.execv(words[0], words)  # noqa: S606


if __name__ == "__main__":
    leave_with(become)
