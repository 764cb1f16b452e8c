"""Every address × every visitor × every way to ask, against the one table."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest

from tests.client import PortalClient
from tests.house.leaks import leaks
from tests.house.routes import HTMX_POST, KINDS, READ_AND_SEND, Kind, routes
from tests.house.rows import Row, expectation
from tests.house.sent import sent
from tests.house.table import TABLE
from tests.house.town import VISITORS, Town, undone

TRY_METHODS = frozenset({"anonymous", "carl"})
TRY_HTMX = frozenset({"nora"})


def test_every_address_has_a_name_and_a_row() -> None:
    names = [route.name for route in routes()]

    assert "" not in names, "A route without a name has no row."
    assert len(names) == len(set(names)), "Two routes share a name."
    assert set(names) == TABLE.keys()


@pytest.mark.parametrize("visitor", VISITORS)
def test_everybody_gets_the_answers_of_the_table_and_no_foreign_word(
    town: Town, visitor: str
) -> None:
    found = "\n".join(faults(town, visitor))

    assert not found, found


def faults(town: Town, visitor: str) -> Iterator[str]:
    client = town.browser(visitor)
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    for route, row, kind in asked(visitor):
        client.cookies = SimpleCookie(cookies)
        with undone():
            yield from fault(town, visitor, client, route, row, kind)


def asked(visitor: str) -> Iterator[tuple[str, Row, Kind]]:
    """Yield what a visitor tries: all rows in the ways that their views answer.

    That a view refuses a method, or answers a form of htmx like any other, does not
    depend on who asks, so a few try it.
    """
    for route, rows in TABLE.items():
        for row in rows:
            is_first = row is rows[0]
            tries_all = is_first and visitor in TRY_METHODS
            tries_htmx = row.htmx_post or (is_first and visitor in TRY_HTMX)
            for kind in KINDS if tries_all else READ_AND_SEND:
                refused = row.refuses(kind.method)
                doubled = kind is HTMX_POST and not tries_htmx
                if tries_all or not (refused or doubled):
                    yield route, row, kind


def fault(
    town: Town, visitor: str, client: PortalClient, route: str, row: Row, kind: Kind
) -> Iterator[str]:
    path = row.path(route, town)
    answer = kind.ask(client, path, sent(route, town))
    expected = expectation(route, row.answers(kind.method, htmx=kind.htmx), visitor)
    here = f"{visitor}: {kind.name} {route} {row.thing or row.account}"
    if not fits(answer, expected):
        yield f"{here} gave {got(answer)} and not {expected}"
    for text in leaks(town, visitor, path, answer):
        yield f"{here} shows “{text}”"


def got(answer: Any) -> int | str:
    is_redirect = answer.status_code in {302, 307}  # the latter carries words on
    return str(answer["Location"]) if is_redirect else int(answer.status_code)


def fits(answer: Any, expected: int | str) -> bool:
    """Whether an answer is the one; "/" is the home page only, others begin so."""
    found = got(answer)
    if isinstance(expected, int) or isinstance(found, int) or expected == "/":
        return found == expected
    return found.startswith(expected)
