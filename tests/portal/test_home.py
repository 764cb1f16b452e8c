"""A member's first page: what waits on us, what we wait for, what is coming up."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from accounts.models import Account, User
from conversations import actions
from conversations.models import Conversation
from portal import home, rls
from tests.client import PortalClient
from tests.factories import anew, opened, said
from tests.pages import Page, lands_on, one, said_in, words

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def listed(page: Page, title: str) -> list[str]:
    """Return the titles in the list under a heading."""
    section = page.xpath(f"//section[@aria-labelledby='{title}']")[0]
    return said_in(section, ".portal-row__title")


def test_a_question_is_waited_for_until_it_is_answered(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    asked = client.sign_in(carl).page("/")
    said(question, by=ivan)
    answered = client.page("/")

    assert listed(asked, "we-wait-for") == listed(answered, "waiting-on-us")
    assert listed(asked, "we-wait-for") == ["Which number fits the lamp?"]
    assert listed(asked, "waiting-on-us") == listed(answered, "we-wait-for") == []


@time_machine.travel(NOON, tick=False)
def test_a_row_says_whose_it_is_and_since_when(
    client: PortalClient, carl: User, ivan: User, northwind: Account
) -> None:
    opening = actions.Opening("origin", "From where?", "Words", uuid4())
    with rls.entered(carl.pk):
        actions.open_conversation(
            opening, account=northwind, by=anew(carl), at=NOON - timedelta(days=3)
        )

    row = one(client.sign_in(carl).page("/"), "[aria-labelledby=we-wait-for] li")
    assert words(row) == (
        "From where? since 21 Nov 2026 (3 days ago) Ivan Reyes Country of origin"
    )


def test_the_longest_wait_comes_first(
    client: PortalClient, carl: User, northwind: Account, ivan: User
) -> None:
    older = opened(by=carl, account=northwind, subject="Older")
    opened(by=carl, account=northwind, subject="Newer")
    said(older, by=carl)  # saying more does not make the wait shorter

    page = client.sign_in(carl).page("/")
    assert listed(page, "we-wait-for") == ["Older", "Newer"]


@time_machine.travel(NOON, tick=False)
def test_the_next_anniversary_of_the_letter_is_coming_up(
    client: PortalClient, olga: User
) -> None:
    row = one(client.sign_in(olga).page("/"), "[aria-labelledby=coming-up] li")

    assert "Annual notification letter on 29 Mar 2027 (in 4 months)" in words(row)


def test_an_empty_list_says_what_would_be_there_and_offers_the_next_step(
    client: PortalClient, carl: User
) -> None:
    page = client.sign_in(carl).page("/")

    empty = one(page, "[aria-labelledby=waiting-on-us] .portal-empty")
    assert words(empty).startswith("Nothing waits on you.")
    assert one(empty, "a").get("href") == "/conversations/new/"


def test_a_list_has_an_end(
    client: PortalClient,
    carl: User,
    northwind: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(home, "ROWS", 2)
    for number in range(3):
        opened(by=carl, account=northwind, subject=f"Number {number}")

    page = client.sign_in(carl).page("/")
    assert listed(page, "we-wait-for") == ["Number 0", "Number 1"]


def test_another_company_is_not_on_it(
    client: PortalClient, zoe: User, question: Conversation
) -> None:
    page = client.sign_in(zoe).page("/")

    assert said_in(page, ".portal-row__title") == ["Annual notification letter"]


def test_it_shows_the_company_one_acts_for(
    client: PortalClient, ada: User, northwind: Account, contoso: Account
) -> None:
    opened(by=ada, account=northwind, subject="Of Northwind")
    opened(by=ada, account=contoso, subject="Of Contoso")
    client.sign_in(ada).post("/acting-for/", {"account": contoso.ref})

    assert listed(client.page("/"), "we-wait-for") == ["Of Contoso"]


@pytest.mark.parametrize(
    ("official", "first"),
    [
        ("nora", "/portfolio/"),
        ("ivan", "/conversations/"),
        ("sam", "/conversations/"),
        ("petra", "/onboarding/"),
    ],
)
def test_an_official_goes_to_where_their_day_begins(
    official: str, first: str, client: PortalClient, request: pytest.FixtureRequest
) -> None:
    client.sign_in(request.getfixturevalue(official))

    assert lands_on(client.get("/")) == first


def test_nobody_signed_in_goes_to_sign_in(client: PortalClient, db: None) -> None:
    assert lands_on(client.get("/")) == "/sign-in/?next=/"
