"""Who gets an event stream, when it ends, and what it costs."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

from accounts.models import Membership, User
from accounts.sessions import SINCE
from portal.history import save_as
from portal.streams import hub, stream
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import closed
from tests.portal.listening import SOON, LiveProcess

Change = Callable[[PortalClient, User], None]


def browser(user: User) -> PortalClient:
    client = PortalClient().sign_in(user)
    client.page("/help/")
    return client


def copy_of(client: PortalClient) -> PortalClient:
    """Return another browser with the same cookies, as they are now."""
    other = PortalClient()
    for name, cookie in client.cookies.items():
        other.cookies[name] = cookie.value
    return other


@pytest.fixture
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams whose access is checked every second, not every twenty."""
    monkeypatch.setattr(stream, "BEAT", 0.1)


# --- Who gets one --------------------------------------------------------------------


def test_a_person_who_is_signed_in(live: LiveProcess, carl: User) -> None:
    page = live.open(browser(carl))
    headers = dict(page.start["headers"])

    assert page.status == 200
    assert headers[b"content-type"] == b"text/event-stream; charset=utf-8"
    assert headers[b"cache-control"] == b"no-store"
    assert page.text().endswith("event: beat\ndata:\n\n")


def test_nobody_else(live: LiveProcess) -> None:
    stranger, guesser = PortalClient(), PortalClient()
    stranger.cookies["portal-session"] = "x" * 32
    guesser.cookies["portal-session"] = "x' OR 1=1"

    assert live.open(None).status == 401
    assert live.open(stranger).status == 401
    assert live.open(guesser).status == 401


# --- When it ends --------------------------------------------------------------------


def sign_out(client: PortalClient, user: User) -> None:
    assert copy_of(client).post("/sign-in/out/").status_code == 302


def leave_it_unused(client: PortalClient, user: User) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(pk=client.session.session_key).update(expire_date=past)


def change(client: PortalClient, **words: object) -> None:
    session = client.session
    session.update(words)
    session.save()


def stay_too_long(client: PortalClient, user: User) -> None:
    change(client, **{SINCE: timezone.now().timestamp() - 12 * 3600 - 1})


def change_password(client: PortalClient, user: User) -> None:
    with as_owner():
        user.password = "another"
        save_as(user, by=None, why="For a test", at=timezone.now())


def break_the_seal(client: PortalClient, user: User) -> None:
    change(client, **{HASH_SESSION_KEY: "0" * 64})


def come_by_another_door(client: PortalClient, user: User) -> None:
    other = "django.contrib.auth.backends.ModelBackend"
    change(client, **{BACKEND_SESSION_KEY: other})


def close_sign_in(client: PortalClient, user: User) -> None:
    closed(user)


@pytest.mark.parametrize(
    "happens",
    [
        sign_out,
        leave_it_unused,
        stay_too_long,
        change_password,
        break_the_seal,
        come_by_another_door,
        close_sign_in,
    ],
)
@pytest.mark.usefixtures("quick_beats")
def test_stream_and_pages_let_in_the_same_sessions(
    live: LiveProcess, carl: User, happens: Change
) -> None:
    client = browser(carl)
    page = live.open(client)
    assert (page.status, page.ends(wait=0)) == (200, False)
    happens(client, carl)

    assert page.ends()
    assert live.open(client).status == 401
    assert copy_of(client).get("/").status_code == 302


@pytest.mark.usefixtures("quick_beats")
def test_it_goes_on_while_nothing_happens_and_changes_no_session(
    live: LiveProcess, carl: User
) -> None:
    page = live.open(browser(carl))
    before = list(Session.objects.values())

    assert not page.ends(wait=2.5)
    assert page.text().count("event: beat") >= 3
    assert list(Session.objects.values()) == before


@pytest.mark.usefixtures("quick_beats")
def test_it_ends_when_its_person_sees_less(live: LiveProcess, carl: User) -> None:
    page = live.open(browser(carl))
    with as_owner():
        membership = Membership.objects.get(user=carl)
        membership.until = timezone.now()
        save_as(membership, by=None, why="For a test", at=timezone.now())

    assert page.ends()


def test_it_ends_after_a_while_and_says_when_to_come_back(
    live: LiveProcess, carl: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LONGEST", 0.5)
    page = live.open(browser(carl))

    assert page.text().startswith("retry: ")
    assert page.ends()


def test_it_ends_when_its_page_is_left(live: LiveProcess, carl: User) -> None:
    page = live.open(browser(carl))
    page.leave()

    assert page.ends()
    assert not live.app.hub.streams


@pytest.mark.usefixtures("quick_beats")
def test_it_ends_when_nobody_can_say_whether_it_may_go_on(
    live: LiveProcess, carl: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(carl)
    page = live.open(client)

    def no_database(keys: list[str]) -> None:
        raise OperationalError

    monkeypatch.setattr(live.app.hub.doorkeeper, "ask", no_database)
    assert page.ends()
    assert live.open(client).status == 503


# --- What it costs -------------------------------------------------------------------


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        )
        return int(cursor.fetchone()[0])


def settles(count: Callable[[], int], most: int) -> bool:
    """Whether a count comes down again; a server says good-bye in its time."""
    until = monotonic() + SOON
    while count() > most and monotonic() < until:
        sleep(0.02)
    return count() <= most


def test_no_stream_holds_a_database_connection(live: LiveProcess, carl: User) -> None:
    before = connections()
    clients = [browser(carl) for _ in range(10)]
    pages = [live.open(client) for client in clients]

    assert {page.status for page in pages} == {200}
    assert settles(connections, before)


def test_one_process_holds_so_many_and_no_more(
    live: LiveProcess, carl: User, ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST", 1)
    page = live.open(browser(carl))
    full = live.open(browser(ivan))
    page.leave()
    assert page.ends()

    assert (full.status, live.open(browser(ivan)).status) == (503, 200)


def test_one_session_holds_only_a_few(
    live: LiveProcess, carl: User, ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "MOST_EACH", 2)
    client = browser(carl)

    assert [live.open(client).status for _ in range(3)] == [200, 200, 503]
    assert live.open(browser(ivan)).status == 200
