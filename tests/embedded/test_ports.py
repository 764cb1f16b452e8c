"""A busy port ends in one sentence that names the program and the way out."""

import errno
import os
import socket
from collections.abc import Iterator

import pytest

from portal.embedded import ports
from portal.embedded.says import Stopped


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_busy_port_is_refused(busy: int) -> None:
    with pytest.raises(Stopped, match=f"Port {busy} is in use by") as refused:
        ports.expect_free(busy)

    assert f"process {os.getpid()}" in str(refused.value)
    assert "make run PORT=" in str(refused.value)


def test_a_free_port_is_taken(busy: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]

    ports.expect_free(free)


def test_a_low_port_is_explained() -> None:
    error = OSError(errno.EACCES, "Permission denied")

    assert "choose one above 1023" in ports.why(error, 80)
