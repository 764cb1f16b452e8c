"""Every page as every person: nothing overflows, nobody is shut out, nothing is odd.

At 320 px a page must not scroll sideways, axe must find nothing, and the console must
stay silent, the content security policy included. Full pages are looked at in two
sizes, empty ones and those in error on a phone, where they are narrowest. The
addresses are those of the house's table of access; so a new route is inspected by
itself.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import ViewportSize, expect
from pytest_django import Settings

from accounts import views as accounts_views
from accounts.models import Account, User
from accounts.states import Duty, Role
from conversations import paging
from conversations.models import Conversation
from conversations.screens import stretch
from onboarding import board
from tests.browser.conftest import Window
from tests.browser.furnished import FURTHER, furnished
from tests.browser.inspector import DESK, PHONE, Inspector
from tests.browser.refusals import REFUSED, Refusal
from tests.client import PortalClient
from tests.factories import UserFactory, member, official
from tests.house.routes import routes
from tests.house.rows import expectation
from tests.house.table import TABLE
from tests.house.town import Town
from tests.pages import asking

# Of those who see the same, one; Mona is anonymous, too.
GROUPS = {
    "outside": "anonymous paul",
    "company": "carl olga lena ada undecided",
    "government": "ivan nora sam petra",
}
BOTH = (PHONE, DESK)
Inspect = Callable[..., Inspector]


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """How all that a browser has shown is built."""
    return set()


@pytest.fixture
def inspect(window: Window, seen: set[str]) -> Inspect:
    """Send an inspector in somebody's name."""

    def sent(client: PortalClient, *sizes: ViewportSize) -> Inspector:
        return Inspector(window(client), client, seen, sizes=sizes or BOTH)

    return sent


@pytest.fixture
def town(
    db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Town:
    """The town with all that pages can hold, on more than one page of each."""
    settings.DEMO, settings.MAIL_FOLDER = True, tmp_path
    for module, rows in (
        (paging, "ROWS"),
        (stretch, "LENGTH"),
        (accounts_views, "NOTICES"),
        (board, "ROWS"),
    ):
        monkeypatch.setattr(module, rows, 4)
    return furnished()


def addresses(town: Town, visitor: str) -> Iterator[str]:
    """Yield the address of every page that a visitor gets, and of each refusal one.

    They are those of the table of access, and what it has no row for.
    """
    refusals = set[int | str]()
    for route, rows in TABLE.items():
        for row in rows:
            status = expectation(route, row.get, visitor)
            if status == 200 or status not in refusals:
                yield row.path(route, town)
            refusals.add(status)
        yield from FURTHER.get(route, lambda _town: [])(town)
    yield "/nothing/"


@pytest.mark.parametrize("group", GROUPS)
def test_every_page_is_for_everybody(group: str, town: Town, inspect: Inspect) -> None:
    found = []
    for visitor in GROUPS[group].split():
        inspector = inspect(town.browser(visitor))
        for path in addresses(town, visitor):
            inspector.visit_with_variants(path)
        found += [f"{visitor}: {fault}" for fault in inspector.faults]

    assert not found, "\n".join(found)


# --- Empty ---------------------------------------------------------------------------


def lists() -> Iterator[str]:
    """Yield every address that names nothing, and the lists behind a search."""
    yield from (reverse(route.name) for route in routes() if "<" not in route.path)
    yield "/conversations/new/?q=zzz"


def newcomers(company: Account | None) -> Iterator[User]:
    """Yield people of each kind, with whom nobody has had to do yet."""
    if company is None:
        yield UserFactory.create(name="Paul Anders")
        yield official("Petra Novak", Duty.ADMIN, "Headquarters")
        yield official("Nora Blake", Duty.NAM, "Headquarters")
        yield official("Sam Ortiz", Duty.SCSS, "Los Angeles field office")
    else:
        yield from (
            member(f"{role.label}", company, role)
            for role in (Role.OFFICER, Role.VIEWER)
        )
        yield official("Ivan Reyes", Duty.IMPORT_SPECIALIST, company.center)
        yield official("Petra Novak", Duty.ADMIN, "Headquarters")


@pytest.mark.parametrize("has_company", [False, True], ids=["no company", "a company"])
def test_also_when_there_is_nothing_on_it(
    has_company: bool,
    inspect: Inspect,
    settings: Settings,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    db: None,
) -> None:
    settings.DEMO, settings.MAIL_FOLDER = True, tmp_path
    company = request.getfixturevalue("northwind") if has_company else None
    found = []
    for person in newcomers(company):
        inspector = inspect(PortalClient().sign_in(person), PHONE)
        for path in (*lists(), *([company.get_absolute_url()] if company else [])):
            inspector.visit_with_variants(path)
        found += [f"{person.name}: {fault}" for fault in inspector.faults]

    assert not found, "\n".join(found)


# --- In error ------------------------------------------------------------------------


def refused(inspector: Inspector, refusal: Refusal, town: Town) -> None:
    """Send a form as the table of refusals has it, and look at what comes back."""
    page, path = inspector.page, refusal.page(town)
    page.goto(path)
    form = page.locator(refusal.form)
    form.evaluate("form => form.closest('details')?.setAttribute('open', '')")
    for name, value in refusal.typed.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button.usa-button").first.click()
    expect(page.locator("[role=alert]")).to_be_visible()
    inspector.inspect(f"{path} in error")


def test_also_when_a_form_could_not_be_sent(town: Town, inspect: Inspect) -> None:
    # One window a visitor, for a new one would fetch each script and style again.
    inspectors: dict[str, Inspector] = {}
    found = []
    for route, refusal in REFUSED.items():
        for visitor in refusal.people.split():
            if visitor not in inspectors:
                inspectors[visitor] = inspect(town.browser(visitor), PHONE)
            inspector = inspectors[visitor]
            refused(inspector, refusal, town)
            found += [f"{route}, {visitor}: {fault}" for fault in inspector.faults]
            inspector.faults.clear()

    assert not found, "\n".join(found)


def test_also_when_the_session_ended_before_the_form_was_sent(
    inspect: Inspect, window: Window, question: Conversation, carl: User
) -> None:
    inspector = inspect(PortalClient().sign_in(carl))
    page = inspector.page
    page.goto(asking(question.account))
    page.get_by_label("Your message").fill("Half a thought")
    page.context.clear_cookies(name="portal-session")
    page.get_by_role("button", name="Send and hand").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    inspector.inspect("/sign-in/ with words")

    assert inspector.faults == []


def test_also_when_the_form_has_grown_old(
    inspect: Inspect, question: Conversation, carl: User
) -> None:
    inspector = inspect(PortalClient().sign_in(carl))
    page = inspector.page
    page.goto(asking(question.account))
    page.locator("#write").evaluate(
        "form => { form.text.value = 'Half a thought'; "
        "form.csrfmiddlewaretoken.value = ''; }"
    )
    page.get_by_role("button", name="Send and hand").click()
    expect(page.locator("main")).to_contain_text("Half a thought")
    expect(page.locator("h1")).not_to_have_text("Tariff number")
    inspector.inspect("a form that has grown old")

    assert inspector.faults == []


@pytest.mark.urls("tests.house.planted")
def test_also_when_something_broke(inspect: Inspect, carl: User) -> None:
    inspector = inspect(PortalClient(raise_request_exception=False).sign_in(carl))
    inspector.visit("/planted/broken/")

    assert inspector.page.locator("h1").inner_text() == "Something broke on our side"
    assert inspector.faults == []
