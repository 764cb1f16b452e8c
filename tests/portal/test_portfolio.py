"""The companies that an official looks after, and where something waits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict

from accounts.models import Account, User
from accounts.states import Duty, FactName
from conversations import actions
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from portal.portfolio.asked import Asked, asked
from portal.portfolio.rows import Row, kept
from portal.portfolio.sheet import inert
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import (
    AccountFactory,
    ContactFactory,
    FactFactory,
    anew,
    assigned,
    opened,
    said,
)
from tests.pages import Page, lands_on, said_in, words

PORTFOLIO = "/portfolio/"


def waiting(page: Page) -> dict[str, str]:
    """Return what of each company waits on the government, as the page words it."""
    names = said_in(page, "tbody th")
    cells = said_in(page, "tbody td[data-label='Waiting on us']")
    return dict(zip(names, cells, strict=True))


def companies(client: PortalClient, query: str = "") -> list[str]:
    return said_in(client.page(f"{PORTFOLIO}{query}"), "tbody th")


@pytest.fixture
def aurora(nora: User, northwind: Account) -> Account:
    """Another company of Nora's, which never said a word."""
    account = AccountFactory.create(
        legal_name="Aurora Lights",
        center=northwind.center,
        accepted_on=date(2020, 1, 6),
    )
    assigned(nora, account, Duty.NAM)
    return account


def test_nora_sees_the_companies_assigned_to_her(
    client: PortalClient, nora: User, contoso: Account
) -> None:
    assert companies(client.sign_in(nora)) == ["Northwind Traders"]


def test_ivan_sees_those_of_his_center_by_name(
    client: PortalClient, ivan: User, aurora: Account, contoso: Account
) -> None:
    assert companies(client.sign_in(ivan)) == ["Aurora Lights", "Northwind Traders"]


def test_it_counts_what_waits_on_the_government(
    client: PortalClient, nora: User, carl: User, northwind: Account, ivan: User
) -> None:
    answered, closed = (opened(by=carl, account=northwind) for _ in range(2))
    opened(by=carl, account=northwind)
    said(answered, by=ivan)
    with rls.entered(carl.pk):
        actions.close(conversation=closed, reason=Reason.ANSWERED, by=anew(carl))
    page = client.sign_in(nora).page(PORTFOLIO)

    assert waiting(page)["Northwind Traders"].startswith("1 since")
    assert said_in(page, "tbody td[data-label='On them']") == ["1"]


def test_who_waits_longest_comes_first(
    client: PortalClient, nora: User, carl: User, northwind: Account, aurora: Account
) -> None:
    opened(by=carl, account=northwind)
    client.sign_in(nora)

    assert companies(client) == ["Northwind Traders", "Aurora Lights"]
    assert companies(client, "?sort=silent") == ["Aurora Lights", "Northwind Traders"]
    assert companies(client, "?sort=name") == ["Aurora Lights", "Northwind Traders"]


def test_a_company_that_never_said_a_word_is_silent(
    client: PortalClient, nora: User, carl: User, northwind: Account, aurora: Account
) -> None:
    opened(by=carl, account=northwind)
    page = client.sign_in(nora).page(f"{PORTFOLIO}?show=silent")

    assert said_in(page, "tbody th") == ["Aurora Lights"]
    assert said_in(page, "td[data-label='Latest word']") == ["none yet"]


def test_a_logged_call_breaks_the_silence(
    client: PortalClient, nora: User, aurora: Account
) -> None:
    held = datetime.now(UTC) - timedelta(days=40)
    ContactFactory(account=aurora, held_at=held, logged_at=held)
    client.sign_in(nora)

    assert "Aurora Lights" in companies(client, "?show=silent&days=30")
    assert "Aurora Lights" not in companies(client, "?show=silent&days=50")


def test_words_find_a_company_by_name_or_reference(
    client: PortalClient, nora: User, northwind: Account, aurora: Account
) -> None:
    client.sign_in(nora)

    assert companies(client, "?words=auro") == ["Aurora Lights"]
    assert companies(client, f"?words={northwind.ref}") == ["Northwind Traders"]
    empty = words(client.page(f"{PORTFOLIO}?words=zzz"))
    assert "No company of yours is called that." in empty


def test_words_find_a_former_name(
    client: PortalClient, nora: User, northwind: Account, aurora: Account
) -> None:
    with as_owner():
        FactFactory.create(
            account=aurora, name=FactName.LEGAL_NAME, value="Boreal “Lamps” GmbH"
        )
    client.sign_in(nora)

    assert companies(client, "?words=boreal") == ["Aurora Lights"]
    assert companies(client, "?words=“lamps”") == ["Aurora Lights"]
    assert companies(client, "?words=legal_name") == []
    assert lands_on(client.get("/portfolio/next/?walk=words%3Dboreal")).startswith(
        aurora.get_absolute_url()
    )


def test_next_walks_the_list_in_its_order(
    client: PortalClient, nora: User, carl: User, northwind: Account, aurora: Account
) -> None:
    opened(by=carl, account=northwind)
    client.sign_in(nora)
    first, second = (
        client.get(f"/portfolio/next/?walk=sort%3Dname&after={after}")
        for after in ("", aurora.ref)
    )
    end = client.get(f"/portfolio/next/?walk=sort%3Dname&after={northwind.ref}")

    assert lands_on(first) == f"{aurora.get_absolute_url()}?walk=sort%3Dname"
    assert lands_on(second) == f"{northwind.get_absolute_url()}?walk=sort%3Dname"
    assert lands_on(end) == f"{PORTFOLIO}?sort=name"


def test_it_comes_as_a_spreadsheet(
    client: PortalClient, nora: User, northwind: Account
) -> None:
    answer = client.sign_in(nora).get(f"{PORTFOLIO}?format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0].startswith("Reference,Company,Center,Next anniversary")
    assert lines[1].startswith(f"{northwind.ref},Northwind Traders,")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_name_is_no_formula(name: str) -> None:
    assert inert(name) == f"'{name}"


def test_it_leads_to_the_company_and_its_brief(
    client: PortalClient, nora: User, northwind: Account
) -> None:
    page, path = client.sign_in(nora).page(PORTFOLIO), northwind.get_absolute_url()

    assert page.xpath("//tbody//a/@href") == [f"{path}?walk=", f"{path}brief/"]


def test_an_official_without_companies_reads_what_to_do(
    client: PortalClient, theo: User, contoso: Account, nora: User
) -> None:
    lone = assigned(nora, contoso, Duty.NAM)

    assert companies(client.sign_in(lone)) == [
        "Contoso Outfitters",
        "Northwind Traders",
    ]


@pytest.mark.parametrize("person", ["carl", "ada", "petra"])
def test_it_is_for_officials_with_companies(
    person: str,
    client: PortalClient,
    question: Conversation,
    request: pytest.FixtureRequest,
) -> None:
    response = client.sign_in(request.getfixturevalue(person)).get(PORTFOLIO)

    assert response.status_code == 403
    assert "The portfolio is for officials with companies." in words(parsed(response))


# --- Pure ----------------------------------------------------------------------------

TODAY = date(2026, 11, 25)
PLAIN = Row(
    ref="AC-0000-0000",
    legal_name="Northwind",
    center="Electronics",
    anniversary=date(2027, 5, 14),
    waiting=0,
    oldest=None,
    on_them=0,
    latest=None,
    silent=0,
)


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (replace(PLAIN, waiting=1), {"waiting"}),
        (replace(PLAIN, on_them=1), {"on-them"}),
        (replace(PLAIN, silent=30), {"silent"}),
        (replace(PLAIN, silent=29), set()),
        (replace(PLAIN, anniversary=date(2027, 1, 24)), {"soon"}),
        (replace(PLAIN, anniversary=date(2027, 1, 25)), set()),
    ],
)
def test_what_each_filter_keeps(row: Row, shown: set[str]) -> None:
    filters = ("waiting", "on-them", "silent", "soon")

    assert {f for f in filters if kept([row], Asked(show=f), TODAY, None)} == shown


@pytest.mark.parametrize(
    "query",
    ["show=x&sort=y", "days=0", "days=x", "page=-1", "page=0", "days=99999999", ""],
)
def test_nonsense_asks_for_the_plain_list(query: str) -> None:
    assert asked(QueryDict(query)) == Asked()


def test_what_an_address_asks_for_is_what_it_says_again() -> None:
    wanted = Asked(show="silent", sort="name", words="lamp & co", days=90, page=3)

    assert asked(QueryDict(wanted.query)) == wanted


def test_the_company_s_page_leads_on_to_the_next(
    client: PortalClient, nora: User, northwind: Account, aurora: Account
) -> None:
    page = client.sign_in(nora).page(f"{aurora.get_absolute_url()}?walk=sort%3Dname")
    path = "".join(page.xpath("//a[.='Next in the portfolio']/@href"))

    assert lands_on(client.get(path)).startswith(northwind.get_absolute_url())
