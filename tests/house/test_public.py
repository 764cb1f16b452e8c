"""Where nobody needs to sign in, and that everywhere else they are sent to do so."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.house.routes import routes
from tests.house.rows import PUBLIC, TO_SIGN_IN
from tests.house.table import TABLE
from tests.house.town import Town, undone


def open_to_all(town: Town) -> Iterator[str]:
    """Yield the routes that answer somebody who is not signed in."""
    client = Client(raise_request_exception=False)
    for route in routes():
        rows = TABLE.get(route.name)
        path = rows[0].path(route.name, town) if rows else route.path
        with undone():
            if not sends_to_sign_in(client, path):
                yield route.name


def sends_to_sign_in(client: Client, path: str) -> bool:
    """Whether reading and sending both lead to the door, and reading leads back.

    Where a form was sent from is not known here, so sending leads to the first page.
    """
    read, sent = back_from(client.get(path)), back_from(client.post(path))
    return (read, sent) == ([path], ["/"])


def back_from(answer: Any) -> list[str] | None:
    """Return where the sign-in page will lead on to; None if it was not that page."""
    door = urlsplit(answer.get("Location", ""))
    is_door = answer.status_code == 302 and door.path == TO_SIGN_IN
    return parse_qs(door.query).get("next") if is_door else None


def test_everything_but_the_listed_addresses_asks_to_sign_in(town: Town) -> None:
    assert set(open_to_all(town)) == PUBLIC


@pytest.mark.urls("tests.house.planted")
def test_a_new_address_without_a_decision_is_found(town: Town) -> None:
    opened = set(open_to_all(town)) - PUBLIC

    assert "opened" in opened
    assert "broken" not in opened, "A view is closed unless it says otherwise."
