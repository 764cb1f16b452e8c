"""The board of the move: companies by the month of their introduction."""

from datetime import date, timedelta

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from accounts.models import Account, User
from onboarding import board
from onboarding.models import Transition
from onboarding.states import Stage
from tests.client import PortalClient, parsed
from tests.factories import AccountFactory, TransitionFactory
from tests.pages import Page, lands_on, one, said_in, words

BOARD = "/onboarding/"
TODAY = "2026-11-24T17:00:00+00:00"


def on_board(name: str, day: date, stage: Stage = Stage.WAITING) -> Transition:
    account = AccountFactory.create(legal_name=name)
    return TransitionFactory.create(
        account=account,
        planned_on=day - timedelta(days=90),
        on_or_about=day,
        stage=stage,
    )


def shown(page: Page) -> list[str]:
    """Return the companies on a board, from top to bottom."""
    return said_in(page, "tbody th a")


def filters(page: Page) -> list[str]:
    return said_in(page, "main .portal-filters li")


# --- Order and months ----------------------------------------------------------------


@time_machine.travel(TODAY, tick=False)
def test_months_in_order_and_names_within_a_day(
    client: PortalClient, petra: User
) -> None:
    for name, day in (
        ("Next year", date(2027, 11, 24)),
        ("Bright", date(2026, 12, 24)),
        ("Aurora", date(2026, 12, 24)),
        ("Cedar", date(2026, 12, 1)),
        ("Overdue", date(2026, 9, 30)),
    ):
        on_board(name, day)

    page = client.sign_in(petra).page(BOARD)
    months = ["September 2026", "December 2026", "November 2027"]
    assert said_in(page, "main h2") == months
    assert shown(page) == ["Overdue", "Cedar", "Aurora", "Bright", "Next year"]


@time_machine.travel(TODAY, tick=False)
def test_it_begins_where_somebody_is_not_active_yet(
    client: PortalClient, petra: User
) -> None:
    on_board("Long done", date(2025, 3, 1), Stage.ACTIVE)
    on_board("Still on its way", date(2026, 3, 1))
    on_board("Done since", date(2026, 5, 1), Stage.ACTIVE)

    page = client.sign_in(petra).page(BOARD)
    assert shown(page) == ["Still on its way", "Done since"]
    earlier = one(page, ".portal-pages [rel=prev]").get("href")
    assert shown(client.page(earlier)) == [
        "Long done",
        "Still on its way",
        "Done since",
    ]


@time_machine.travel(TODAY, tick=False)
def test_a_month_in_the_address_is_where_it_begins(
    client: PortalClient, petra: User
) -> None:
    on_board("Earlier", date(2027, 4, 30))
    on_board("In time", date(2027, 5, 1))

    page = client.sign_in(petra).page(f"{BOARD}?from=2027-05")
    assert shown(page) == ["In time"]
    assert one(page, "#from").value == "2027-05"
    assert lands_back(page) == "/onboarding/?from=2026-05"


def lands_back(page: Page) -> str:
    return str(one(page, ".portal-pages [rel=prev]").get("href"))


@pytest.mark.parametrize(
    "query", ["from=soon", "from=0000-00", "stage=lost", "page=x", "page=-1", "page=0"]
)
def test_what_nobody_offered_counts_as_not_asked(
    query: str, client: PortalClient, petra: User
) -> None:
    on_board("Here", date(2027, 5, 1))

    assert shown(client.sign_in(petra).page(f"{BOARD}?{query}")) == ["Here"]


def test_it_comes_in_pages(
    client: PortalClient, petra: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "ROWS", 2)
    for number in range(5):
        on_board(f"Number {number}", date(2027, 5, 1) + timedelta(days=number))

    pages, path = [], BOARD
    client.sign_in(petra)
    while path:
        page = client.page(path)
        pages.append(shown(page))
        path = next((a.get("href") for a in page.cssselect("[rel=next]")), "")
    assert pages == [["Number 0", "Number 1"], ["Number 2", "Number 3"], ["Number 4"]]
    assert shown(client.page(lands_back(page))) == ["Number 2", "Number 3"]


# --- Rows ----------------------------------------------------------------------------


@time_machine.travel(TODAY, tick=False)
def test_a_row_says_when_where_and_how_far(client: PortalClient, petra: User) -> None:
    on_board("Pilot Light", date(2027, 5, 14), Stage.BOOKED)

    row = one(client.sign_in(petra).page(BOARD), "tbody tr")
    assert said_in(row, "th, td") == [
        "Pilot Light Electronics",
        "14 May 2027 30 Apr to 4 Jun 2027",
        "Introduction booked",
        "Mark as held – Pilot Light More – Pilot Light",
    ]


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize(
    ("day", "stage", "note"),
    [
        (date(2026, 11, 3), Stage.BOOKED, []),
        (date(2026, 11, 2), Stage.BOOKED, ["Late: the window closed on 23 Nov 2026."]),
        (date(2026, 11, 2), Stage.MET, []),
    ],
)
def test_who_is_late_is_told_so(
    day: date, stage: Stage, note: list[str], client: PortalClient, petra: User
) -> None:
    on_board("Someone", day, stage)

    page = client.sign_in(petra).page(BOARD)
    assert said_in(page, ".portal-board__note") == note
    assert len(shown(client.page(f"{BOARD}?stage=late"))) == len(note)


def test_who_is_stuck_says_on_what(client: PortalClient, petra: User) -> None:
    TransitionFactory.create(stuck_because="No contact is named.")

    page = client.sign_in(petra).page(f"{BOARD}?stage=stuck")
    assert said_in(page, ".portal-board__note") == ["Stuck: No contact is named."]


def test_it_leads_to_the_company(
    client: PortalClient, petra: User, northwind: Account
) -> None:
    TransitionFactory.create(account=northwind)
    page = client.sign_in(petra).page(BOARD)

    assert page.xpath("//tbody//th/a/@href") == [northwind.get_absolute_url()]
    assert client.get(northwind.get_absolute_url()).status_code == 200


# --- Filters -------------------------------------------------------------------------


@time_machine.travel(TODAY, tick=False)
def test_each_stage_is_a_filter_with_its_count(
    client: PortalClient, petra: User
) -> None:
    for number, stage in enumerate(Stage):
        for nth in range(number + 1):
            on_board(f"{stage} {nth}", date(2027, 1, 1 + nth), stage)
    AccountFactory.create(legal_name="Without a date")

    page = client.sign_in(petra).page(BOARD)
    assert filters(page) == [
        "Not planned 1",
        "Not invited yet 1",
        "Invited 2",
        "Introduction booked 3",
        "Introduction held 4",
        "Data loaded 5",
        "Data confirmed 6",
        "Active 7",
        "Late 0",
        "Stuck 0",
    ]
    for stage in Stage:
        narrowed = client.page(f"{BOARD}?stage={stage}")
        assert {name.split()[0] for name in shown(narrowed)} == {stage.value}


def test_a_filter_is_taken_away_where_it_was_put_on(
    client: PortalClient, petra: User
) -> None:
    on_board("Invited one", date(2027, 1, 1), Stage.INVITED)
    on_board("Waiting one", date(2027, 1, 1))

    page = client.sign_in(petra).page(f"{BOARD}?stage=invited&from=2026-12")
    on = one(page, ".portal-filters [aria-current]")
    assert words(on) == "Invited 1 ×– take this filter away"
    assert on.get("href") == "/onboarding/?from=2026-12"
    assert one(page, ".portal-filters__all").get("href") == BOARD
    assert one(page, "[type=hidden][name=stage]").value == "invited"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "No introduction is planned yet."),
        ("?stage=stuck", "Nothing is stuck."),
        ("?stage=late", "Nobody is late."),
        ("?stage=unplanned", "Every company has its date."),
        ("?stage=met", "No company here."),
        ("?from=2031-01", "No company here."),
    ],
)
def test_an_empty_board_says_what_would_be_there(
    query: str, says: str, client: PortalClient, petra: User
) -> None:
    page = client.sign_in(petra).page(BOARD + query)

    assert says in words(one(page, "main .portal-empty"))


# --- What one may do from it ---------------------------------------------------------


def test_one_press_takes_the_next_step_and_leads_back(
    client: PortalClient, petra: User
) -> None:
    on_board("Northern", date(2027, 5, 14), Stage.INVITED)
    page = client.sign_in(petra).page(f"{BOARD}?stage=invited&from=2027-05")
    form = one(page, "tbody form")

    answer = client.post(form.get("action"), dict(form.form_values()))
    assert lands_on(answer) == "/onboarding/?stage=invited&from=2027-05"
    assert answer["Location"].endswith(f"#{one(page, 'tbody tr').get('id')}")
    after = client.page(BOARD)
    assert said_in(after, "tbody td")[1] == "Introduction booked"
    assert "Northern now stands at “Introduction booked”." in words(after)


def test_who_is_not_planned_is_planned_by_one_press(
    client: PortalClient, petra: User, northwind: Account
) -> None:
    page = client.sign_in(petra).page(f"{BOARD}?stage=unplanned")
    assert shown(page) == ["Northwind Traders"]
    form = one(page, "tbody form")

    answer = client.post(form.get("action"), dict(form.form_values()))
    assert lands_on(answer) == "/onboarding/?stage=unplanned"
    assert shown(client.page(BOARD)) == ["Northwind Traders"]
    assert "Every company has its date." in words(client.page(lands_on(answer)))


# --- Who, and at what cost -----------------------------------------------------------


@pytest.mark.parametrize("person", ["carl", "olga", "ada", "ivan", "nora", "sam"])
def test_it_is_petras_alone(
    person: str, client: PortalClient, request: pytest.FixtureRequest
) -> None:
    response = client.sign_in(request.getfixturevalue(person)).get(BOARD)

    assert response.status_code == 403
    assert "Only a program admin" in words(parsed(response))


@pytest.mark.parametrize("query", ["", "?stage=waiting", "?stage=unplanned"])
@pytest.mark.parametrize("rows", [2, 20])
def test_twenty_rows_cost_what_two_cost(
    rows: int,
    query: str,
    client: PortalClient,
    petra: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for nth in range(rows):
        on_board(f"Row {nth}", date(2027, 1 + nth % 9, 1))
        AccountFactory.create()
    client.sign_in(petra).page("/help/")  # begins the session's idle clock

    # savepoint, context before, session, person into context, user; figures, companies
    # without a date, rows; postings for the frame; context after, savepoint's end
    with django_assert_num_queries(11):
        page = client.page(BOARD + query)
    assert len(shown(page)) == rows
