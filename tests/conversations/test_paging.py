"""The inbox is cut by key: no row is lost or doubled, and nonsense does no harm."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Account, User
from conversations import actions, paging
from conversations.models import Conversation
from portal import rls
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import anew
from tests.pages import said_in

INBOX = "/conversations/"
MOMENT = datetime(2026, 11, 2, 9, 30, 0, 123457, tzinfo=UTC)


@pytest.fixture
def five(carl: User, northwind: Account, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Five conversations that were opened in the same microsecond, two to a page."""
    monkeypatch.setattr(paging, "ROWS", 2)
    subjects = [f"Number {number}" for number in range(1, 6)]
    with rls.entered(carl.pk):
        for subject in subjects:
            opening = actions.Opening("origin", subject, "Words", uuid4())
            actions.open_conversation(
                opening, account=northwind, by=anew(carl), at=MOMENT
            )
    return subjects[::-1]


def link(client: PortalClient, path: str, rel: str) -> str:
    return str(client.page(path).xpath(f"string(//a[@rel='{rel}']/@href)"))


def test_each_row_is_on_one_page_and_in_order(
    client: PortalClient, carl: User, five: list[str]
) -> None:
    path, pages = INBOX, []
    client.sign_in(carl)
    while path:
        pages.append(said_in(client.page(path), ".portal-row__title"))
        path = link(client, path, "next")

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [row for page in pages for row in page] == five


def test_a_later_page_leads_back_to_the_newest(
    client: PortalClient, carl: User, five: list[str]
) -> None:
    second = link(client.sign_in(carl), INBOX, "next")

    assert link(client, INBOX, "prev") == ""
    assert link(client, second, "prev") == INBOX


def test_an_exact_page_has_no_empty_one_behind_it(
    client: PortalClient, carl: User, five: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ROWS", 5)

    assert link(client.sign_in(carl), INBOX, "next") == ""


@pytest.mark.parametrize(
    "cursor",
    ["x", "1", "1.2.3", "1.", ".1", "9" * 30 + ".1", "-" + "9" * 30 + ".1", "9" * 5000],
)
def test_a_cursor_that_nobody_gave_out_shows_the_first_page(
    cursor: str, client: PortalClient, carl: User, five: list[str]
) -> None:
    page = client.sign_in(carl).page(f"{INBOX}?before={cursor}")

    assert said_in(page, ".portal-row__title") == five[:2]


@pytest.mark.parametrize("cursor", ["1.1", f"{10**15}.{10**30}", "-1.-1"])
def test_a_cursor_before_everything_shows_nothing(
    cursor: str, client: PortalClient, carl: User, five: list[str]
) -> None:
    page = client.sign_in(carl).page(f"{INBOX}?before={cursor}")

    assert said_in(page, ".portal-row__title") == []


def test_a_cursor_is_one_moment_to_the_microsecond(five: list[str]) -> None:
    with as_owner():
        rows = Conversation.objects.newest_first()
        cursor = paging.cursor_of(rows[1])
        behind = [row.subject for row in paging.after(rows, cursor)]

    assert behind == five[2:]


def test_a_later_page_begins_where_its_index_is_entered(
    carl: User, five: list[str]
) -> None:
    with rls.entered(carl.pk), connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        mine = Conversation.objects.visible_to(anew(carl)).newest_first()
        plan = paging.after(mine, paging.cursor_of(mine[2])).explain()

    (bound,) = [line for line in plan.splitlines() if "Index Cond:" in line]
    assert "latest_at <=" in bound
