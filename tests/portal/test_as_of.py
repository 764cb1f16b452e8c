"""A company as it stood at the end of a day, truly and by what was known."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.actions import profile
from accounts.actions.profile import Change
from accounts.models import Account, Center, Membership, User
from accounts.states import Duty, FactName
from conversations.models import Conversation
from portal import rls
from portal.as_of import picture, when
from portal.history import save_as
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import (
    AccountEventFactory,
    AccountFactory,
    AssignmentFactory,
    MembershipFactory,
    UserFactory,
    anew,
    official,
    opened,
    said,
)
from tests.pages import Page, one, said_in, shape, terms, words

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2027, 6, 1, 16, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
TRADERS, LAMPS = "Northwind Traders", "Northwind Lamps"


def path(account: Account, query: str = "") -> str:
    return f"{account.get_absolute_url()}{query}"


def told(account: Account, by: User, value: str, at: datetime, **given: object) -> None:
    change = Change(FactName.LEGAL_NAME, value, "As the letter says.", **given)  # type: ignore[arg-type]
    with rls.entered(by.pk):
        profile.change(change, account=account, by=anew(by), at=at)


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T17:00:00+00:00")


def name_as_of(client: PortalClient, account: Account, query: str) -> list[str]:
    return said_in(client.page(path(account, query)), "h1")


# --- The day -----------------------------------------------------------------------


@time_machine.travel(NOW, tick=False)
def test_the_whole_page_turns_to_the_day_and_says_so(
    client: PortalClient, nora: User, northwind: Account
) -> None:
    told(northwind, nora, LAMPS, noon("2027-03-02"))
    member = UserFactory.create(name="Late Comer")
    MembershipFactory.create(user=member, account=northwind, since=noon("2027-03-02"))
    AccountEventFactory.create(account=northwind, sentence="Later.", at=NOW)

    page = client.sign_in(nora).page(path(northwind, "?as_of=2027-03-01"))
    assert said_in(page, "h1") == [TRADERS]
    assert said_in(page, ".usa-alert__heading") == ["As of the end of 1 Mar 2027"]
    assert "Late Comer" not in words(page)
    assert "Later." not in words(page)
    assert "was true then" in words(one(page, ".usa-alert"))
    back = page.cssselect(".portal-as-of__ways a")[0]
    assert said_in(client.page(back.get("href")), "h1") == [LAMPS]


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("at", "day"),
    [
        # The last moment of the day in Washington, and the first of the next, on the
        # days when the clocks change, on a leap day and on one like any other.
        ("2025-03-10T03:59:59.999999+00:00", "2025-03-09"),
        ("2025-11-03T04:59:59.999999+00:00", "2025-11-02"),
        ("2024-03-01T04:59:59.999999+00:00", "2024-02-29"),
        ("2026-07-02T03:59:59.999999+00:00", "2026-07-01"),
    ],
)
def test_a_day_ends_when_it_ends_in_washington(
    client: PortalClient, nora: User, at: str, day: str
) -> None:
    member = UserFactory.create(name="Last Minute")
    company = AccountFactory.create(accepted_on=date(2023, 1, 2), letter_on=None)
    since = datetime.fromisoformat(at)
    MembershipFactory.create(user=member, account=company, since=since)
    AssignmentFactory.create(account=company, official=nora)
    told_at = datetime.fromisoformat(at) + timedelta(microseconds=1)
    AccountEventFactory.create(account=company, sentence="The next.", at=told_at)

    page = words(client.sign_in(nora).page(path(company, f"?as_of={day}")))
    assert "Last Minute" in page
    assert "The next." not in page
    following = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    assert "The next." in words(client.page(path(company, f"?as_of={following}")))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?as_of=2999-01-01", "That day is still to come."),
        ("?as_of=soon", "Write the day like 2027-03-01."),
        ("?as_of=0001-01-01", "Write the day like 2027-03-01."),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_in_words(
    client: PortalClient, olga: User, northwind: Account, query: str, says: str
) -> None:
    page = client.sign_in(olga).page(path(northwind, query))

    assert says in words(one(page, ".usa-alert--error"))
    assert said_in(page, "h1") == [TRADERS]


def test_before_a_company_joined_there_was_none(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    page = client.sign_in(olga).page(path(northwind, "?as_of=2019-01-01"))

    assert "was not in the program then" in words(page)
    assert "Olga Petrenko" not in words(one(page, "#main"))


# --- Now ---------------------------------------------------------------------------


def without_banner(page: Page) -> str:
    """Return what a page shows beside the day itself."""
    content = one(page, ".portal-standing")
    facts = one(page, ".portal-rail dl")
    for link in content.cssselect("a[href*='timeline']"):
        link.set("href", "")
    return shape(content) + shape(facts)


@pytest.mark.parametrize("reader", ["olga", "ada", "ivan", "nora", "petra"])
@pytest.mark.parametrize("known", ["", "&known=then"])
def test_as_of_today_is_the_live_page(
    reader: str,
    known: str,
    client: PortalClient,
    northwind: Account,
    question: Conversation,
    ivan: User,
    nora: User,
    carl: User,
    request: pytest.FixtureRequest,
) -> None:
    person: User = request.getfixturevalue(reader)
    said(question, by=ivan)
    opened(by=carl, account=northwind, subject="Second", topic="membership")
    told(northwind, nora, LAMPS, datetime.now(UTC))
    today = datetime.now(UTC).astimezone(NEW_YORK).date()

    client.sign_in(person)
    live = client.page(path(northwind))
    then = client.page(path(northwind, f"?as_of={today.isoformat()}{known}"))
    assert without_banner(then) == without_banner(live)


# --- True then, known then -----------------------------------------------------------


@pytest.fixture
def corrected(northwind: Account, nora: User) -> Account:
    """Renamed on 1 March, as was told on 20 April only."""
    told(northwind, nora, LAMPS, noon("2027-04-20"), since=noon("2027-03-01"))
    return northwind


@time_machine.travel(NOW, tick=False)
def test_a_correction_changes_what_was_true_and_not_what_was_known(
    client: PortalClient, nora: User, corrected: Account
) -> None:
    client.sign_in(nora)

    assert [
        name_as_of(client, corrected, f"?as_of={day}{known}")
        for day in ("2027-02-01", "2027-03-15", "2027-05-01")
        for known in ("", "&known=then")
    ] == [[TRADERS], [TRADERS], [LAMPS], [TRADERS], [LAMPS], [LAMPS]]


@time_machine.travel(NOW, tick=False)
def test_the_page_says_which_it_shows_and_leads_to_the_other(
    client: PortalClient, nora: User, corrected: Account
) -> None:
    page = client.sign_in(nora).page(path(corrected, "?as_of=2027-03-15"))
    other = page.cssselect(".portal-as-of__ways a")[1]
    assert words(other) == "Show what was known then"

    page = client.page(other.get("href"))
    assert "had been told by then" in words(one(page, ".usa-alert"))
    back = page.cssselect(".portal-as-of__ways a")[1]
    assert lands_there(back, "?as_of=2027-03-15")


def lands_there(link: Page, query: str) -> bool:
    return str(link.get("href")).endswith(query)


@time_machine.travel(NOW, tick=False)
def test_an_assignment_dated_back_was_not_known_then(
    client: PortalClient, olga: User, theo: User, northwind: Account
) -> None:
    assignment = AssignmentFactory.build(
        account=northwind, official=theo, duty="SCSS", since=noon("2027-03-01")
    )
    with as_owner():
        save_as(assignment, by=None, why="Assigned", at=noon("2027-04-20"))

    client.sign_in(olga)
    truly, known = (
        words(client.page(path(northwind, f"?as_of=2027-03-15{query}")))
        for query in ("", "&known=then")
    )
    assert "Theo Lindgren" in truly
    assert "Theo Lindgren" not in known


@time_machine.travel(NOW, tick=False)
def test_a_role_that_ended_was_known_until_it_was_ended(
    client: PortalClient, olga: User, carl: User, northwind: Account
) -> None:
    with as_owner():
        membership = carl.memberships.get()
        membership.until = noon("2027-03-01")
        save_as(membership, by=None, why="Left", at=noon("2027-04-20"))

    client.sign_in(olga)
    truly, known = (
        words(client.page(path(northwind, f"?as_of=2027-03-15{query}")))
        for query in ("", "&known=then")
    )
    assert "Carl Jensen" not in truly
    assert "Carl Jensen" in known


@time_machine.travel(NOW, tick=False)
def test_an_agent_who_sees_no_histories_is_shown_what_was_true(
    client: PortalClient, ada: User, corrected: Account
) -> None:
    page = client.sign_in(ada).page(path(corrected, "?as_of=2027-03-15&known=then"))

    assert said_in(page, "h1") == [LAMPS]
    assert len(page.cssselect(".portal-as-of__ways a")) == 1


@time_machine.travel(NOW, tick=False)
def test_a_company_is_shown_under_the_center_of_then(
    client: PortalClient, petra: User, northwind: Account, apparel: Center
) -> None:
    change = Change(FactName.CENTER, apparel.code, "Moved.")
    with rls.entered(petra.pk):
        profile.change(change, account=northwind, by=anew(petra), at=noon("2027-03-02"))

    client.sign_in(petra)
    found = [
        terms(client.page(path(northwind, query)))["Center"]
        for query in ("?as_of=2027-03-01", "")
    ]
    assert found == ["Center – Electronics", str(apparel)]


@time_machine.travel(NOW, tick=False)
def test_whoever_looked_after_it_then_is_shown(
    client: PortalClient, nora: User, electronics: Center
) -> None:
    company, april = AccountFactory.create(), noon("2026-04-01")
    former = official("Former Manager", Duty.NAM, electronics)
    AssignmentFactory.create(account=company, official=former, until=april)
    AssignmentFactory.create(account=company, official=nora, since=april)
    client.sign_in(nora)

    then = said_in(client.page(path(company, "?as_of=2026-03-01")), "main li")
    assert any(text.startswith("Former Manager") for text in then)
    assert not any(text.startswith("Nora Blake") for text in then)
    now = said_in(client.page(path(company)), "main li")
    assert not any(text.startswith("Former Manager") for text in now)


# --- Moments -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "is_held"),
    [
        (NOW, None, True),
        (NOW + MOMENT, None, False),
        (NOW - MOMENT, NOW, False),
        (NOW - MOMENT, NOW + MOMENT, True),
    ],
)
def test_a_row_holds_from_its_first_moment_until_just_before_its_last(
    since: datetime, until: datetime | None, is_held: bool
) -> None:
    row = SimpleNamespace(history_type="+", since=since, until=until)

    assert picture.held(row, NOW) is is_held


def test_what_was_saved_at_the_moment_itself_was_known(northwind: Account) -> None:
    membership = MembershipFactory.create(account=northwind)
    with as_owner():
        assert picture.known_at(Membership, northwind, NOW, "user")
        membership.until = NOW
        save_as(membership, by=None, why="Left", at=NOW, fields=["until"])
        known = picture.known_at(Membership, northwind, NOW, "user")

    assert known == []


@time_machine.travel(NOW, tick=False)
def test_a_day_that_is_not_over_is_shown_as_of_now() -> None:
    assert when.asked({"as_of": "2027-06-01"}, may_know=True).at == NOW
