"""Where one is signed in, and ending that from elsewhere."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.door.agents import browser_of
from accounts.models import User
from accounts.sessions import sights
from accounts.tasks import clear_ended_sessions
from tests.accounts.signing_in import OVERVIEW, is_in, signed_in
from tests.client import PortalClient
from tests.database import as_owner, as_worker
from tests.pages import lands_on, one, said_in, words

PLACES = ".portal-place strong"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


def browser(kim: User, user_agent: str) -> PortalClient:
    """Return a browser in which Kim is signed in."""
    client = PortalClient(headers={"user-agent": user_agent})
    signed_in(client, kim.email)
    client.page("/help/")
    return client


@pytest.fixture
def laptop(kim: User) -> PortalClient:
    """Kim's laptop."""
    return browser(kim, FIREFOX)


@pytest.fixture
def phone(kim: User) -> PortalClient:
    """Kim's phone."""
    return browser(kim, IPHONE)


def test_kim_sees_each_place_this_one_first(
    laptop: PortalClient, phone: PortalClient, kim: User, carl: User
) -> None:
    PortalClient().sign_in(carl)
    page = laptop.page(OVERVIEW)

    assert said_in(page, PLACES) == ["Firefox on Linux", "Safari on iPhone"]
    first = words(one(page, ".portal-place:first-child"))
    assert "This one" in first
    assert "from 127.0.0.1" in first


def test_reading_the_list_costs_two_queries_for_any_number(
    laptop: PortalClient, kim: User
) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            laptop.page(OVERVIEW)
        counts.append(len(asked))
        for _ in range(6):
            browser(kim, EDGE)

    assert counts[0] == counts[1]


def test_ending_one_acts_with_the_next_request(
    laptop: PortalClient, phone: PortalClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)  # the stream's own
    key = str(phone.session.session_key)
    before = is_in(phone), bool(sights([key]))
    forms = laptop.page(OVERVIEW).cssselect(".portal-place form")
    answer = laptop.post(forms[1].get("action"))

    assert before == (True, True)
    assert lands_on(answer) == OVERVIEW
    assert (is_in(phone), sights([key])) == (False, {})
    assert is_in(laptop)
    assert said_in(laptop.page(OVERVIEW), PLACES) == ["Firefox on Linux"]


def test_ending_all_others_leaves_this_one(
    laptop: PortalClient, phone: PortalClient, kim: User
) -> None:
    desk = browser(kim, EDGE)
    laptop.post("/sign-in/sessions/end-others/")

    assert [is_in(each) for each in (laptop, phone, desk)] == [True, False, False]


def test_ending_this_one_is_signing_out(laptop: PortalClient) -> None:
    forms = laptop.page(OVERVIEW).cssselect(".portal-place form")

    assert lands_on(laptop.post(forms[0].get("action"))) == "/sign-in/"
    assert not is_in(laptop)


def test_nobody_ends_another_persons(
    laptop: PortalClient, phone: PortalClient, carl: User
) -> None:
    forms = laptop.page(OVERVIEW).cssselect(".portal-place form")
    client = PortalClient().sign_in(carl)

    assert client.post(forms[1].get("action")).status_code == 404
    assert is_in(phone)


def test_what_signed_out_or_ended_is_not_listed(
    laptop: PortalClient, phone: PortalClient, kim: User
) -> None:
    phone.post("/sign-in/out/")

    assert said_in(laptop.page(OVERVIEW), PLACES) == ["Firefox on Linux"]


def test_the_worker_forgets_the_notes_of_ended_ones_alone(
    laptop: PortalClient, phone: PortalClient
) -> None:
    key = phone.session.session_key
    Session.objects.filter(pk=key).delete()
    with as_worker():
        clear_ended_sessions()

    with as_owner():
        kept = {row.session_key for row in UserSession.objects.all()}
    assert kept == {laptop.session.session_key}


@pytest.mark.parametrize(
    ("user_agent", "says"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_browsers_are_told_in_words(user_agent: str, says: str) -> None:
    assert browser_of(user_agent) == says
