"""Find out whether the portal's port is free, and who has it if not."""

import errno
import socket

import psutil

from portal.embedded.says import Stopped


def expect_free(port: int) -> None:
    """Refuse to start on a port that another program has.

    Raises:
        Stopped: naming the program where the machine tells, and the way out.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Stopped(why(error, port)) from error


def why(error: OSError, port: int) -> str:
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for root: choose one above 1023 with PORT."
    if error.errno != errno.EADDRINUSE:
        return f"Port {port} cannot be used: {error.strerror}."
    return (
        f"Port {port} is in use by {user_of(port)}: stop that, or choose another "
        "port, as in make run PORT=8001."
    )


def user_of(port: int) -> str:
    """Name the program that listens on a port, as far as the machine tells."""
    try:
        found = [
            psutil.Process(link.pid)
            for link in psutil.net_connections("tcp")
            if link.status == psutil.CONN_LISTEN
            and link.laddr[1:] == (port,)
            and link.pid
        ]
        return f"{found[0].name()} (process {found[0].pid})"
    except (psutil.Error, IndexError):
        return "another program"
