"""What a supervisor sees of the Center: who has how much, and what nobody has."""

import pytest

from accounts.models import Account, User
from accounts.states import Duty
from conversations.models import Conversation
from tests.client import PortalClient
from tests.factories import AccountFactory, official, opened, said
from tests.pages import filled, lands_on, one, said_in, words

TEAM = "/team/"


@pytest.fixture
def grace(northwind: Account) -> User:
    """Grace, supervisor at Northwind's Center."""
    return official("Grace Whitfield", Duty.SUPERVISOR, northwind.center)


def test_grace_sees_who_has_how_much_the_most_loaded_first(
    client: PortalClient, grace: User, ivan: User, theo: User, question: Conversation
) -> None:
    official("Anna Free", Duty.IMPORT_SPECIALIST, question.center)
    page = client.sign_in(grace).page(TEAM)

    assert said_in(page, "tbody th") == ["Ivan Reyes", "Anna Free", "Grace Whitfield"]
    assert "1 since" in words(one(page, "tbody tr:first-child"))


def test_what_was_answered_waits_on_nobody(
    client: PortalClient, grace: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)
    page = client.sign_in(grace).page(TEAM)

    assert "since" not in words(one(page, "tbody"))


def test_the_queue_is_counted_beside_them(
    client: PortalClient, grace: User, carl: User, northwind: Account
) -> None:
    opened(by=carl, account=northwind)

    page = words(client.sign_in(grace).page(TEAM))
    assert "1 conversation waits in the queue." in page


def test_a_company_without_a_specialist_is_given_one_from_there(
    client: PortalClient, grace: User, ivan: User, contoso: Account
) -> None:
    AccountFactory.create(legal_name="Aurora Lights")
    page = client.sign_in(grace).page(TEAM)
    link = one(page, "[aria-labelledby=unassigned] li a")
    assert words(link) == "Assign somebody – Aurora Lights"
    path = str(link.get("href"))
    form = filled(one(client.page(path), "form.portal-form"))
    sent = {**form, "successor": ivan.ref, "why": "New in the program."}

    assert lands_on(client.post(path, sent)) == "/portfolio/reassign/"
    page = client.page(TEAM)
    assert "Every company of the Center has an import specialist." in words(page)


def test_it_hangs_in_the_navigation_of_supervisors_only(
    client: PortalClient, grace: User, ivan: User
) -> None:
    here = f".usa-sidenav a[href='{TEAM}']"
    assert client.sign_in(grace).page(TEAM).cssselect(here)
    assert not client.sign_in(ivan).page("/portfolio/").cssselect(here)
    assert client.get(TEAM).status_code == 403
