"""The town that the tests of the house walk through."""

import logging
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.house.settling import settle
from tests.house.town import Town, undone


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Say nothing of refusals, which are what these tests provoke."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def settled(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Town]:
    """The town, built once for all tests of a file."""
    with django_db_blocker.unblock(), undone():
        yield settle()


@pytest.fixture
def town(settled: Town) -> Iterator[Town]:
    """The town; whatever a test does to it is undone."""
    with undone():
        yield settled
