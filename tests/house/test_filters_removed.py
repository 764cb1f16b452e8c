"""The second wall: with every filter of Python forgotten, nobody sees more."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from conversations.models import ConversationQuerySet
from portal import walls
from tests.client import PortalClient
from tests.database import as_owner
from tests.house.leaks import leaks
from tests.house.routes import GET, POST, Kind
from tests.house.rows import PUBLIC, Row
from tests.house.sent import sent
from tests.house.table import TABLE
from tests.house.town import UNUSED, VISITORS, Town, undone


def filtering() -> set[type[Any]]:
    """Return the querysets that limit walled rows to what a person may see."""
    kinds = {
        type(model._default_manager.all())
        for model in apps.get_models()
        if not isinstance(getattr(model, "wall", None), walls.Global | None)
    }
    return {kind for kind in kinds if hasattr(kind, "visible_to")}


@pytest.fixture
def no_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in filtering():
        monkeypatch.setattr(kind, "visible_to", lambda rows, _user: rows.all())
    for name in ("for_account", "held_by"):
        monkeypatch.setattr(
            ConversationQuerySet, name, lambda rows, *_whose: rows.all()
        )


def found(town: Town, visitor: str, client: PortalClient) -> Iterator[str]:
    for route, row, kind in asked():
        path = row.path(route, town)
        with undone():
            answer = kind.ask(client, path, sent(route, town))
        if answer.status_code >= 500:
            yield f"{visitor}: {kind.name} {path} broke"
        for text in leaks(town, visitor, path, answer):
            yield f"{visitor}: {kind.name} {path} shows “{text}”"


def asked() -> Iterator[tuple[str, Row, Kind]]:
    """Yield what a forgotten filter could open, in the ways that views answer."""
    for route, rows in TABLE.items():
        for row in rows:
            for kind in (GET, POST):
                empty = route in PUBLIC or row.thing in UNUSED
                if not empty and not row.refuses(kind.method):
                    yield route, row, kind


def test_there_is_something_to_remove() -> None:
    names = {kind.__name__ for kind in filtering()}

    assert names >= {"AccountQuerySet", "ConversationQuerySet", "TransitionQuerySet"}


@pytest.mark.parametrize("visitor", VISITORS)
def test_without_filters_nobody_sees_another_company(
    town: Town, no_filters: None, visitor: str
) -> None:
    leaked = "\n".join(found(town, visitor, town.browser(visitor)))

    assert not leaked, leaked


def test_without_both_walls_the_leak_is_found(town: Town, no_filters: None) -> None:
    client = town.browser("carl")
    with as_owner():
        leaked = "\n".join(found(town, "carl", client))

    for text in ("Secret of Contoso", "Contoso Outfitters", "Line of Contoso"):
        assert f"shows “{text}" in leaked
