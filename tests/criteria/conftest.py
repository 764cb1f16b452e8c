"""The published list, whole or a few criteria of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria import actions, catalogue
from criteria.catalogue import Catalogue
from tests.client import PortalClient
from tests.database import as_owner

PUBLISHED_AT = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)


def published_as(listed: Catalogue) -> list[str]:
    """Publish a list as the owner of the tables, where the test's rows are."""
    with as_owner():
        changes = actions.publish(listed, using="default", at=PUBLISHED_AT)
        with connection.cursor() as cursor:  # as at the end of a transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return changes


def only(listed: Catalogue, *numbers: str) -> Catalogue:
    """Return a list with some of its criteria."""
    criteria = tuple(one for one in listed.criteria if one.number in numbers)
    return replace(listed, criteria=criteria)


def short(listed: Catalogue, length: int) -> Catalogue:
    """Return the first criteria of a list."""
    return replace(listed, criteria=listed.criteria[:length])


def queries(client: PortalClient, path: str) -> int:
    """Return how many queries a page costs; the first of a session also costs more."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


@pytest.fixture(scope="session")
def listed() -> Catalogue:
    """The list that comes with the portal."""
    return catalogue.known()[0]


@pytest.fixture
def published(db: None, listed: Catalogue) -> Catalogue:
    """The list that comes with the portal, published."""
    published_as(listed)
    return listed


@pytest.fixture
def few(db: None, listed: Catalogue) -> Catalogue:
    """Five criteria of the list, published: plain, conditional, changed, doubtful."""
    some = only(listed, "1.1", "3.8", "3.9", "4.1", "9.13")
    published_as(some)
    return some
