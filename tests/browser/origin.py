"""Pages and streams behind the portal's own proxy, one origin as in production."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import uvicorn
from pytest_django.live_server_helper import LiveServer

from accounts import sessions
from portal.embedded import folders, places, proxy
from portal.streams.app import Live

SOON = 10.0  # seconds in which a server answers


class LiveThread:
    """The live process, here in a thread; it can be stopped and started again."""

    def __init__(self, address: Path) -> None:
        self.address = address

    def start(self) -> None:
        self.app = Live(sessions.sights)
        config = uvicorn.Config(
            self.app, uds=str(self.address), log_level="error", lifespan="on"
        )
        self.server = uvicorn.Server(config)
        self.thread = Thread(target=self.server.run)
        self.thread.start()
        wait_for(lambda: self.server.started)

    @property
    def streams(self) -> int:
        return len(self.app.hub.streams)

    def stop(self) -> None:
        self.app.hub.end_all()
        self.server.should_exit = True
        self.thread.join(SOON)


def wait_for(is_so: Callable[[], bool]) -> None:
    until = monotonic() + SOON
    while not is_so():
        assert monotonic() < until, "What was awaited did not come."
        sleep(0.02)


def is_open(port: int) -> bool:
    with socket.socket() as link:
        return link.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as link:
        link.bind(("127.0.0.1", 0))
        return int(link.getsockname()[1])


@contextmanager
def proxied(pages: LiveServer, folder: Path) -> Iterator[tuple[str, LiveThread]]:
    """Run proxy and live process; return their address and the process."""
    folders.make_private(places.socket_dir(folder), os.getuid(), os.getgid())
    live = LiveThread(places.live_socket(folder))
    live.start()
    port = free_port()
    command = proxy.prepare(folder, port)
    conf = folder / "nginx" / "nginx.conf"
    web = f"unix:{places.web_socket(folder)}"
    conf.write_text(conf.read_text().replace(web, f"127.0.0.1:{pages.thread.port}"))
    nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - ours
    try:
        wait_for(lambda: is_open(port))
        yield f"http://127.0.0.1:{port}", live
    finally:
        nginx.terminate()
        nginx.wait()
        live.stop()
        folders.clear_sockets(folder)
