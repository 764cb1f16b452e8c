"""The proxy starts from any folder, and says so when nobody is behind it."""

import http.client
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.embedded import proxy


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a proxy with no web process behind it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    with subprocess.Popen(proxy.prepare(tmp_path, number)) as nginx:
        yield number
        nginx.terminate()


def ask(port: int, path: str) -> tuple[http.client.HTTPResponse, str]:
    until = time.monotonic() + 10
    while True:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            link.request("GET", path)
            answer = link.getresponse()
            return answer, answer.read().decode()
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.02)
        finally:
            link.close()


@pytest.mark.parametrize("path", ["/", "/live/"])
def test_it_says_that_the_portal_is_away(port: int, path: str) -> None:
    answer, page = ask(port, path)

    assert answer.status == 503
    assert "The portal is not answering" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


def test_every_place_in_the_configuration_is_filled(tmp_path: Path) -> None:
    assert not re.search("@[A-Z_]+@", proxy.configuration(tmp_path, 8000))
