"""Every address of the portal, read from the URLconf, and the ways to ask for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from tests.client import PortalClient

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    view: Callable[..., HttpResponse]


def routes() -> list[Route]:
    """Return all routes, nested ones included; an unnamed one has an empty name."""
    return list(walk(get_resolver().url_patterns))


def walk(
    patterns: list[URLPattern | URLResolver], path: str = "/", space: str = ""
) -> Iterator[Route]:
    for pattern in patterns:
        here = f"{path}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from walk(pattern.url_patterns, here, space + inner)
        else:
            name = f"{space}{pattern.name}" if pattern.name else ""
            yield Route(name, here, pattern.callback)


@dataclass(frozen=True)
class Kind:
    """One way to ask for an address."""

    name: str
    method: str
    htmx: bool = False

    def ask(self, client: PortalClient, path: str, sent: dict[str, str]) -> Any:
        headers = HTMX if self.htmx else {}
        if self.method == "post":
            return client.post(path, sent, headers=headers)
        return getattr(client, self.method)(path, headers=headers)


GET, POST = Kind("GET", "get"), Kind("POST", "post")
HTMX_GET, HTMX_POST = Kind("htmx GET", "get", True), Kind("htmx POST", "post", True)
READ_AND_SEND = (GET, POST, HTMX_POST)
KINDS = (
    *READ_AND_SEND,
    HTMX_GET,
    Kind("HEAD", "head"),
    Kind("PUT", "put"),
    Kind("DELETE", "delete"),
)
