"""What a company reads of its introduction, at home and on its page."""

from datetime import date

import pytest
import time_machine

from accounts.models import Account, User
from accounts.states import Role
from onboarding.models import Transition
from onboarding.states import AHEAD, Stage
from portal import rls
from tests.client import PortalClient
from tests.factories import AccountFactory, TransitionFactory, anew, member
from tests.onboarding.conftest import Planned
from tests.pages import Page, one, said_in, words

TODAY = "2026-11-24T17:00:00+00:00"
ON_HOME = "[aria-labelledby=coming-up] li"
ON_PAGE = "[aria-labelledby=introduction]"


def coming_up(page: Page) -> list[str]:
    return said_in(page, f"{ON_HOME} .portal-row__title")


@time_machine.travel(TODAY, tick=False)
def test_home_says_on_or_about_which_day(
    plan: Planned, client: PortalClient, petra: User
) -> None:
    company = AccountFactory.create(letter_on=date(2026, 5, 14))
    olga = member("Olga Petrenko", company, Role.OFFICER)
    plan(company)

    rows = said_in(client.sign_in(olga).page("/"), ON_HOME)
    assert rows[-1] == (
        "Your introduction on or about 14 May 2027 (in 5 months) "
        "The program office The window is 30 Apr to 4 Jun 2027."
    )


@time_machine.travel(TODAY, tick=False)
def test_the_companys_page_says_it_too(
    northwinds: Transition, client: PortalClient, carl: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(northwind.get_absolute_url())

    assert words(one(page, ON_PAGE)) == (
        "Your introduction On or about 29 Mar 2027 (in 4 months). "
        "The window is 15 Mar to 19 Apr 2027."
    )
    assert "The introduction was planned on or about 29 March 2027." in words(page)


@pytest.mark.parametrize("person", ["ivan", "nora", "sam", "petra"])
def test_officials_read_it_as_the_companys(
    person: str,
    northwinds: Transition,
    client: PortalClient,
    northwind: Account,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(person))

    page = client.page(northwind.get_absolute_url())
    assert words(one(page, f"{ON_PAGE} h2")) == "Introduction"


@pytest.mark.parametrize("stage", Stage)
def test_once_held_there_is_nothing_to_wait_for(
    stage: Stage, client: PortalClient, carl: User, northwind: Account
) -> None:
    TransitionFactory.create(account=northwind, stage=stage)

    home = client.sign_in(carl).page("/")
    page = client.page(northwind.get_absolute_url())
    assert ("Your introduction" in coming_up(home)) is (stage in AHEAD)
    assert bool(page.cssselect(ON_PAGE)) is (stage in AHEAD)


def test_without_a_date_there_is_no_line(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    assert coming_up(client.sign_in(carl).page("/")) == ["Annual notification letter"]
    assert not client.page(northwind.get_absolute_url()).cssselect(ON_PAGE)


@time_machine.travel("2027-04-20T17:00:00+00:00", tick=False)
def test_when_the_days_have_passed_it_says_who_acts(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    TransitionFactory.create(account=northwind)

    page = client.sign_in(carl).page(northwind.get_absolute_url())
    assert "the program office arranges another date" in words(one(page, ON_PAGE))


def test_an_agent_and_another_company_read_nothing_of_it(
    northwinds: Transition,
    client: PortalClient,
    ada: User,
    zoe: User,
    northwind: Account,
) -> None:
    page = client.sign_in(ada).page(northwind.get_absolute_url())
    assert not page.cssselect(ON_PAGE)
    assert coming_up(client.sign_in(zoe).page("/")) == ["Annual notification letter"]


# --- Behind the first wall -----------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("olga", True),
        ("lena", True),
        ("ivan", True),
        ("nora", True),
        ("sam", True),
        ("petra", True),
        ("ada", False),
        ("zoe", False),
        ("theo", False),
        ("paul", False),
    ],
)
def test_both_walls_agree_on_who_sees_a_transition(
    person: str, sees: bool, northwinds: Transition, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)

    with rls.entered(user.pk):
        assert Transition.objects.exists() is sees
        assert Transition.objects.visible_to(anew(user)).exists() is sees
        assert Transition.history.exists() is sees


def test_with_nobody_in_context_there_are_no_rows(northwinds: Transition) -> None:
    assert not Transition.objects.exists()
