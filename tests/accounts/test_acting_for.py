"""A person of several companies says whom they act for, and every page names it."""

import pytest

from accounts.models import Account, User
from accounts.states import Role
from tests.client import PortalClient
from tests.factories import MembershipFactory
from tests.pages import filled, lands_on, one, said_in, send, words

ACTING_FOR = "/acting-for/"


def acting(client: PortalClient, path: str = "/help/") -> str:
    found = client.page(path).cssselect(".portal-header__acting")
    return words(found[0]) if found else ""


def test_ada_is_asked_before_a_list_is_shown(client: PortalClient, ada: User) -> None:
    for path in ("/", "/conversations/", "/conversations/new/"):
        asked = client.sign_in(ada).get(path)
        assert lands_on(asked).startswith(f"{ACTING_FOR}?next=")


def test_she_chooses_and_goes_on(
    client: PortalClient, ada: User, northwind: Account
) -> None:
    path = lands_on(client.sign_in(ada).get("/conversations/"))
    page = client.page(path)
    choice = page.xpath("//li[contains(., 'Northwind')]//form")[0]
    response = client.post(path, filled(choice))

    assert said_in(page, ".portal-row__title") == [
        "Contoso Outfitters",
        "Northwind Traders",
    ]
    assert lands_on(response) == "/conversations/"
    assert acting(client).startswith("You act for Northwind Traders")


def test_the_page_says_which_one_is_chosen(
    client: PortalClient, ada: User, contoso: Account
) -> None:
    client.sign_in(ada).post(ACTING_FOR, {"account": contoso.ref})

    page = client.page(ACTING_FOR)
    now = page.xpath("//li[contains(., 'You act for this company now.')]")
    assert [words(one(row, ".portal-row__title")) for row in now] == [
        "Contoso Outfitters"
    ]


def test_she_can_switch_from_every_page(
    client: PortalClient, ada: User, contoso: Account, northwind: Account
) -> None:
    client.sign_in(ada).post(ACTING_FOR, {"account": contoso.ref})
    client.post(ACTING_FOR, {"account": northwind.ref})

    assert acting(client) == "You act for Northwind Traders Switch company"


def test_with_one_company_there_is_nothing_to_choose(
    client: PortalClient, carl: User
) -> None:
    assert acting(client.sign_in(carl)) == "You act for Northwind Traders"


def test_an_official_acts_for_their_office(client: PortalClient, ivan: User) -> None:
    assert acting(client.sign_in(ivan)) == "You act for Center – Electronics"


def test_nobody_acts_for_a_company_that_is_not_theirs(
    client: PortalClient, carl: User, contoso: Account
) -> None:
    for ref in (contoso.ref, "AC-0000-0000", ""):
        response = client.sign_in(carl).post(ACTING_FOR, {"account": ref})
        assert response.status_code == 404


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/"])
def test_choosing_leads_to_no_other_site(
    path: str, client: PortalClient, ada: User, contoso: Account
) -> None:
    client.sign_in(ada)
    response = client.post(f"{ACTING_FOR}?next={path}", {"account": contoso.ref})

    assert lands_on(response) == "/"


def test_an_officer_of_two_companies_sees_the_one_chosen(
    client: PortalClient, olga: User, northwind: Account, contoso: Account
) -> None:
    MembershipFactory.create(user=olga, account=contoso, role=Role.VIEWER)
    client.sign_in(olga).post(ACTING_FOR, {"account": contoso.ref})
    refused = client.get("/conversations/new/", follow=True)
    client.post(ACTING_FOR, {"account": northwind.ref})
    allowed = client.get("/conversations/new/", follow=True)

    assert (refused.status_code, allowed.status_code) == (403, 200)


def test_the_choice_ends_with_the_session(
    client: PortalClient, ada: User, contoso: Account
) -> None:
    client.sign_in(ada).post(ACTING_FOR, {"account": contoso.ref})
    send(client, "/sign-in/out/", "main form")
    client.sign_in(ada)

    assert lands_on(client.get("/")).startswith(ACTING_FOR)
