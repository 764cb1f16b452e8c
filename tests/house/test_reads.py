"""A GET changes nothing but the log of staff reads.

The client refuses statements, PostgreSQL counts rows.
"""

import pytest
from django.db import connection
from django.test import Client

from tests.client import READS, SESSION, PortalClient, WroteOnGet
from tests.database import as_owner
from tests.house.planted import WRITES
from tests.house.table import TABLE
from tests.house.town import Town, undone

READERS = ("carl", "ada", "nora", "petra", "iris")


def written() -> dict[str, int]:
    """Return how many rows of each table this transaction has written so far."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del "
            "FROM pg_stat_xact_user_tables WHERE relname NOT IN (%s, %s)",
            [SESSION, READS],
        )
        return {table: count for table, count in cursor.fetchall() if count}


@pytest.mark.parametrize("visitor", READERS)
def test_reading_every_page_writes_no_row(town: Town, visitor: str) -> None:
    client = Client()  # which lets a page write, if it would
    client.cookies = town.browser(visitor).cookies
    before = written()

    for route, rows in TABLE.items():
        for row in rows:
            client.get(row.path(route, town))

    assert written() == before


@pytest.mark.urls("tests.house.planted")
@pytest.mark.parametrize("write", WRITES)
def test_a_planted_write_is_refused_in_a_get_and_a_head(
    client: PortalClient, db: None, write: str
) -> None:
    for ask in (client.get, client.head):
        with as_owner(), undone(), pytest.raises(WroteOnGet):
            ask(f"/planted/{write}/")


@pytest.mark.urls("tests.house.planted")
@pytest.mark.parametrize("write", ["update", "inside-a-query"])
def test_a_planted_write_is_counted(client: PortalClient, db: None, write: str) -> None:
    before = written()

    with as_owner():
        assert client.post(f"/planted/{write}/").content == b"done"

    assert written() != before


def test_a_post_may_write(town: Town) -> None:
    client = town.browser("carl")
    before = written()

    client.post(f"{town.question.get_absolute_url()}turn/", {"to": "company"})

    assert written() != before
