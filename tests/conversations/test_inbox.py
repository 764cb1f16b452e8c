"""The list of conversations: whose turn, what is new, and whose they are."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from accounts.models import Account, User
from conversations import actions
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from tests.client import PortalClient
from tests.factories import anew, opened, said
from tests.pages import one, said_in, words

INBOX = "/conversations/"
MORNING = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def subjects(client: PortalClient) -> list[str]:
    titles = said_in(client.page(INBOX), ".portal-row__title")
    return [title.removeprefix("Unread: ") for title in titles]


def at(moment: datetime, *, by: User, account: Account, subject: str) -> Conversation:
    """Open a conversation at a moment of the past."""
    opening = actions.Opening(
        topic="classification", subject=subject, text="Words", key=uuid4()
    )
    with rls.entered(by.pk):
        return actions.open_conversation(
            opening, account=account, by=anew(by), at=moment
        )


def test_a_row_says_all_that_one_asks_of_it(
    client: PortalClient, ivan: User, question: Conversation
) -> None:
    with time_machine.travel(question.latest_at + timedelta(hours=3), tick=False):
        page = client.sign_in(ivan).page(INBOX)

    assert words(one(page, ".portal-row__tag")) == "Your turn"
    assert words(one(page, ".portal-row__title")) == (
        "Unread: Which number fits the lamp?"
    )
    assert words(one(page, ".portal-row__when")) == "3 hours ago"
    assert said_in(page, ".portal-row__detail span") == [
        "Northwind Traders",
        "Tariff number",
        "Ivan Reyes",
        "A lamp with a speaker in its foot.",
    ]


def test_the_newest_comes_first_and_a_reply_brings_one_up(
    client: PortalClient, carl: User, northwind: Account, ivan: User
) -> None:
    older = at(MORNING, by=carl, account=northwind, subject="Older")
    at(MORNING + timedelta(hours=1), by=carl, account=northwind, subject="Newer")
    before = subjects(client.sign_in(ivan))
    said(older, by=carl)

    assert before == ["Newer", "Older"]
    assert subjects(client) == ["Older", "Newer"]


def test_the_preview_is_what_was_said_last(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan, text="> A lamp?\n\nIt is **9405**.")

    page = client.sign_in(carl).page(INBOX)
    assert said_in(page, ".portal-row__preview") == ["A lamp? It is 9405."]


def test_a_closed_one_stays_with_its_last_words(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    with rls.entered(carl.pk):
        actions.close(conversation=question, reason=Reason.NO_LONGER, by=anew(carl))

    page = client.sign_in(ivan).page(INBOX)
    assert said_in(page, ".portal-tag") == ["Closed"]
    assert said_in(page, ".portal-row__preview") == [
        "A lamp with a speaker in its foot."
    ]


def test_what_waits_in_the_queue_says_so(
    client: PortalClient, zoe: User, theo: User, secret: Conversation
) -> None:
    page = client.sign_in(theo).page(INBOX)

    assert "Queue of the Center" in said_in(page, ".portal-row__detail span")


@pytest.mark.parametrize("reader", ["carl", "olga", "lena", "ivan", "nora", "sam"])
def test_the_people_of_the_company_and_its_officials_see_it(
    reader: str,
    client: PortalClient,
    question: Conversation,
    secret: Conversation,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(reader))

    assert subjects(client) == [question.subject]


@pytest.mark.parametrize("stranger", ["zoe", "theo", "petra"])
def test_nobody_else_does(
    stranger: str,
    client: PortalClient,
    question: Conversation,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(stranger))

    assert subjects(client) == []


def test_an_empty_inbox_says_what_will_be_there(
    client: PortalClient, carl: User
) -> None:
    page = client.sign_in(carl).page(INBOX)

    assert words(one(page, ".portal-empty")) == (
        "Nothing has been asked yet. What you ask, or are asked, is here. "
        "Start a conversation"
    )


def test_who_may_not_open_one_reads_why_beside_the_list(
    client: PortalClient, lena: User, petra: User
) -> None:
    for person, why in ((lena, "You may read here"), (petra, "You do not write")):
        page = client.sign_in(person).page(INBOX)
        assert words(one(page, ".portal-head__actions")).startswith(why)


def test_the_company_one_acts_for_narrows_the_list(
    client: PortalClient, ada: User, northwind: Account, contoso: Account
) -> None:
    opened(by=ada, account=northwind, subject="Of Northwind")
    opened(by=ada, account=contoso, subject="Of Contoso")

    client.sign_in(ada).post("/acting-for/", {"account": contoso.ref})
    assert subjects(client) == ["Of Contoso"]
    client.post("/acting-for/", {"account": northwind.ref})
    assert subjects(client) == ["Of Northwind"]


def test_a_person_of_several_companies_is_asked_first(
    client: PortalClient, ada: User
) -> None:
    response = client.sign_in(ada).get(f"{INBOX}?before=1.1")

    assert response["Location"] == (
        "/acting-for/?next=%2Fconversations%2F%3Fbefore%3D1.1"
    )
