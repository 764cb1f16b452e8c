"""The companies that an official looks after, and where something waits."""

import pytest

from accounts.models import Account, User
from accounts.states import Duty
from conversations import actions
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from tests.client import PortalClient, parsed
from tests.factories import AccountFactory, anew, assigned, opened, said
from tests.pages import Page, said_in, words

PORTFOLIO = "/portfolio/"


def waiting(page: Page) -> dict[str, str]:
    """Return how many conversations of each company wait on the government."""
    names = said_in(page, "tbody th")
    return dict(zip(names, said_in(page, "tbody .portal-table__number"), strict=True))


def test_nora_sees_the_companies_assigned_to_her(
    client: PortalClient, nora: User, contoso: Account
) -> None:
    assert said_in(client.sign_in(nora).page(PORTFOLIO), "tbody th") == [
        "Northwind Traders"
    ]


def test_ivan_sees_those_of_his_center_by_name(
    client: PortalClient, ivan: User, contoso: Account, northwind: Account
) -> None:
    AccountFactory.create(legal_name="Aurora Lights", center=northwind.center)

    assert said_in(client.sign_in(ivan).page(PORTFOLIO), "tbody th") == [
        "Aurora Lights",
        "Northwind Traders",
    ]


def test_it_counts_what_waits_on_the_government(
    client: PortalClient, nora: User, carl: User, northwind: Account, ivan: User
) -> None:
    answered, closed = (opened(by=carl, account=northwind) for _ in range(2))
    opened(by=carl, account=northwind)
    said(answered, by=ivan)
    with rls.entered(carl.pk):
        actions.close(conversation=closed, reason=Reason.ANSWERED, by=anew(carl))

    assert waiting(client.sign_in(nora).page(PORTFOLIO)) == {"Northwind Traders": "1"}


def test_a_silent_company_says_so(client: PortalClient, nora: User) -> None:
    row = said_in(client.sign_in(nora).page(PORTFOLIO), "tbody tr")[0]

    assert row.endswith("0 none yet")


def test_it_leads_to_the_company(
    client: PortalClient, nora: User, northwind: Account
) -> None:
    page = client.sign_in(nora).page(PORTFOLIO)

    assert page.xpath("//tbody//a/@href") == [northwind.get_absolute_url()]


def test_an_official_without_companies_reads_what_to_do(
    client: PortalClient, theo: User, nora: User, contoso: Account
) -> None:
    nobody = assigned(nora, contoso, Duty.NAM)
    page = client.sign_in(nobody).page(PORTFOLIO)

    assert said_in(page, "tbody th") == ["Contoso Outfitters", "Northwind Traders"]


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
