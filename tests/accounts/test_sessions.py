"""How long a session lasts: half an hour unused, half a day at most."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from time_machine import travel

from accounts.models import User
from accounts.tasks import clear_ended_sessions
from tests.client import PortalClient
from tests.pages import one, words

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
SECOND = timedelta(seconds=1)


def is_in(client: Client, at: datetime) -> bool:
    with travel(at, tick=False):
        return bool(client.get("/").status_code == 200)


@pytest.fixture
def carls(client: PortalClient, carl: User) -> PortalClient:
    """Carl's browser, in which he has just opened his first page."""
    with travel(START, tick=False):
        client.sign_in(carl).page("/")
    return client


def test_it_ends_after_half_an_hour_unused(carls: PortalClient) -> None:
    assert is_in(carls, START + IDLE - SECOND)
    assert not is_in(carls, START + 2 * IDLE - SECOND)


def test_not_a_second_earlier_and_not_a_second_later(carls: PortalClient) -> None:
    assert not is_in(carls, START + IDLE)


def test_each_page_moves_the_limit_on(carls: PortalClient) -> None:
    moments = [START + step * timedelta(minutes=20) for step in range(1, 10)]

    assert all(is_in(carls, at) for at in moments)


def test_the_limit_is_half_an_hour_from_the_last_page_to_the_minute(
    carls: PortalClient,
) -> None:
    is_in(carls, START + 50 * SECOND)

    assert is_in(carls, START + IDLE - SECOND)


def test_a_busy_day_ends_after_twelve_hours(carls: PortalClient) -> None:
    step = IDLE - SECOND
    moments = [START + number * step for number in range(1, LONGEST // step + 1)]

    assert all(is_in(carls, at) for at in moments)
    assert is_in(carls, START + LONGEST)
    assert not is_in(carls, START + LONGEST + SECOND)


def test_signing_in_again_starts_a_new_day(carls: PortalClient, carl: User) -> None:
    later = START + LONGEST + SECOND
    assert not is_in(carls, later)

    with travel(later, tick=False):
        carls.sign_in(carl)
    assert is_in(carls, later + IDLE - SECOND)


def test_a_page_without_news_of_the_clock_writes_no_session(
    carls: PortalClient,
) -> None:
    key = carls.session.session_key
    before = Session.objects.get(pk=key).expire_date
    is_in(carls, START + 59 * SECOND)

    assert Session.objects.get(pk=key).expire_date == before


# --- What a page says of it ----------------------------------------------------------

UNTIL = "/sign-in/until/"
POLL = {"X-Portal-Poll": "1"}


def left(client: PortalClient, at: datetime, method: str = "get") -> dict[str, int]:
    with travel(at, tick=False):
        headers = POLL if method == "get" else {}
        found: dict[str, int] = getattr(client, method)(UNTIL, headers=headers).json()
        return found


def test_a_page_says_when_the_session_ends(carls: PortalClient) -> None:
    with travel(START, tick=False):
        page = carls.page("/")

    assert "You stay signed in until 03:30 EST" in words(one(page, ".portal-ends"))
    assert one(page, "#session-end").get("data-portal-idle") == "1800"


def test_asking_how_long_keeps_nobody_signed_in(carls: PortalClient) -> None:
    before = left(carls, START)
    later = left(carls, START + timedelta(minutes=20))

    assert (before, later) == (
        {"idle": 1800, "longest": 43_200},
        {"idle": 600, "longest": 42_000},
    )
    assert not is_in(carls, START + IDLE)


def test_staying_signed_in_moves_the_idle_limit_and_not_the_longest(
    carls: PortalClient,
) -> None:
    after = left(carls, START + timedelta(minutes=29), "post")

    assert after == {"idle": 1800, "longest": 41_460}
    assert is_in(carls, START + timedelta(minutes=58))


def test_signing_in_changes_the_key(client: PortalClient, carl: User) -> None:
    client.sign_in(carl).page("/")
    before = client.session.session_key
    client.post("/sign-in/out/")
    client.sign_in(carl)

    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_ended_sessions_are_cleared_away(carls: PortalClient) -> None:
    with travel(START + IDLE + SECOND, tick=False):
        clear_ended_sessions()

    assert not Session.objects.exists()


def test_a_cookie_that_nobody_gave_out_is_nobody(
    client: PortalClient, db: None
) -> None:
    client.cookies["portal-session"] = "x" * 32

    assert client.get("/").status_code == 302


def test_the_cookies_are_kept_from_scripts_and_other_sites(
    client: PortalClient, carl: User
) -> None:
    client.sign_in(carl).page("/")
    cookie = client.cookies["portal-session"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
