"""A company on its page: facts, people, and what happened."""

from datetime import date

import pytest
import time_machine

from accounts.models import Account, User
from tests.client import PortalClient
from tests.factories import AccountEventFactory, AccountFactory, StaffEventFactory
from tests.pages import said_in, terms, words


@pytest.mark.parametrize("reader", ["olga", "lena", "ada", "ivan", "nora", "petra"])
def test_its_people_and_its_officials_see_it(
    reader: str,
    client: PortalClient,
    northwind: Account,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(reader))

    page = client.page(northwind.get_absolute_url())
    assert said_in(page, "h1") == ["Northwind Traders"]


@pytest.mark.parametrize("stranger", ["zoe", "theo"])
def test_strangers_do_not(
    stranger: str,
    client: PortalClient,
    northwind: Account,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(stranger))

    assert client.get(northwind.get_absolute_url()).status_code == 404
    assert client.get("/accounts/AC-0000-0000/").status_code == 404


@time_machine.travel("2026-11-24T12:00:00+00:00", tick=False)
def test_it_names_its_facts_and_the_next_anniversary(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    facts = terms(client.sign_in(olga).page(northwind.get_absolute_url()))

    assert facts["Program status"] == "Active"
    assert facts["Center"] == "Center – Electronics"
    assert facts["Importer numbers"] == "89-123456700"
    assert facts["In the program since"] == "29 Feb 2024"
    assert facts["Next annual letter"] == "29 Mar 2027"


@time_machine.travel("2026-11-24T12:00:00+00:00", tick=False)
def test_before_the_first_letter_the_year_counts_from_thirteen_months(
    client: PortalClient, petra: User
) -> None:
    young = AccountFactory.create(accepted_on=date(2026, 1, 31), letter_on=None)

    facts = terms(client.sign_in(petra).page(young.get_absolute_url()))
    assert facts["Last annual letter"] == "none yet"
    assert facts["Next annual letter"] == "28 Feb 2027"


def test_it_names_the_people_of_both_sides(
    client: PortalClient, olga: User, carl: User, ivan: User, northwind: Account
) -> None:
    page = client.sign_in(olga).page(northwind.get_absolute_url())

    people = said_in(page, ".portal-people strong, .portal-people strong + span")
    assert people == [
        "Carl Jensen",
        "Company contact",
        "Olga Petrenko",
        "Company officer",
        "Ivan Reyes",
        "Import specialist",
    ]


def test_members_read_what_happened_but_not_what_only_officials_know(
    client: PortalClient, olga: User, ivan: User, northwind: Account
) -> None:
    AccountEventFactory.create(account=northwind, sentence="For both sides.")
    StaffEventFactory.create(account=northwind, sentence="For officials.")

    for reader, reads_it in ((olga, False), (ivan, True)):
        page = client.sign_in(reader).page(northwind.get_absolute_url())
        assert "For both sides." in words(page)
        assert ("For officials." in words(page)) is reads_it
