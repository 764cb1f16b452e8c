"""A second factor: adding one, coming in with it, and doing without it."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.db import connection
from pytest_django import Settings
from time_machine import travel

from accounts.models import Center, User
from accounts.sealing import unseal
from accounts.sessions import sights
from accounts.states import Duty
from conversations.models import Conversation
from tests.accounts.signing_in import (
    AGAIN,
    OVERVIEW,
    SIGN_IN,
    forget,
    is_in,
    mailed,
    signed_in,
)
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import PASSWORD, PostingFactory, UserFactory
from tests.pages import error_words, filled, lands_on, one, said_in, send, words

APP, CODES, FACTOR = "/sign-in/factor/app/", "/sign-in/codes/", "/sign-in/factor/"
SECOND = "/sign-in/second/"
PERIOD = 30


def code_of(secret: str, *, later: int = 0) -> str:
    """Return what an app shows now, or some periods later."""
    counter = int(time.time()) // PERIOD + later
    return str(format_hotp_value(hotp_value(secret.replace(" ", ""), counter)))


def with_app(client: PortalClient) -> str:
    """Add an authenticator app in a browser, and return its secret."""
    page = client.page(APP)
    secret = words(one(page, "code"))
    answer = client.post(APP, filled(one(page, "main form"), code=code_of(secret)))
    assert answer.status_code == 302, error_words(answer)
    return secret


@pytest.fixture
def kims(client: PortalClient, kim: User) -> PortalClient:
    """Kim's browser, just signed in."""
    signed_in(client, kim.email)
    return client


@pytest.fixture
def secret(kim: User) -> str:
    """The secret of Kim's app, added at another desk a while ago."""
    desk = PortalClient()
    signed_in(desk, kim.email)
    with travel(time.time() - 1000, tick=False):
        forget_later = desk.session
        forget_later["account_authentication_methods"] = [
            {"method": "password", "at": time.time()}
        ]
        forget_later.save()
        return with_app(desk)


def half_in(client: PortalClient, kim: User, **sent: str) -> Any:
    """Take the first of two steps."""
    return client.post(SIGN_IN, {"login": kim.email, "password": PASSWORD, **sent})


# --- Adding --------------------------------------------------------------------------


def test_kim_adds_an_app_and_is_told(kims: PortalClient, kim: User) -> None:
    with_app(kims)
    page = kims.page(CODES)

    ((to, text, _path),) = mailed()
    assert to == kim.email
    assert "An authenticator app was added to your sign-in." in text
    assert len(said_in(page, ".portal-codes code")) == 10
    assert "Authenticator app" in words(one(kims.page(OVERVIEW), "main"))


def test_adding_one_ends_what_else_is_signed_in(kims: PortalClient, kim: User) -> None:
    elsewhere = PortalClient()
    signed_in(elsewhere, kim.email)
    before = is_in(elsewhere)
    with_app(kims)

    assert (before, is_in(elsewhere), is_in(kims)) == (True, False, True)


def test_the_square_holds_nothing_that_a_page_may_not(kims: PortalClient) -> None:
    square = one(kims.page(APP), "svg.portal-square")

    assert [child.tag for child in square] == ["path"]


def test_a_wrong_code_adds_nothing_and_keeps_the_secret(kims: PortalClient) -> None:
    before = words(one(kims.page(APP), "code"))
    answer = kims.post(APP, {"code": "000000"})

    assert error_words(answer) == [
        "This is not the code of now. Look at the app again."
    ]
    assert words(one(parsed(answer), "code")) == before
    assert mailed() == []


def test_adding_asks_for_a_fresh_sign_in(kims: PortalClient) -> None:
    forget(kims)

    assert lands_on(kims.get(APP)).startswith(AGAIN)
    assert kims.post(APP, {"code": "1"}).status_code == 403


def test_the_secret_is_sealed_where_it_lies(kims: PortalClient) -> None:
    secret = with_app(kims).replace(" ", "")
    with as_owner():
        rows = {row.type: row.data for row in Authenticator.objects.all()}

    assert secret not in str(rows)
    assert unseal(rows["totp"]["secret"]) == secret


def test_codes_are_shown_until_they_are_written_down(kims: PortalClient) -> None:
    with_app(kims)
    shown = [said_in(kims.page(CODES), ".portal-codes code") for _ in range(2)]
    kims.post(CODES)

    assert shown[0] == shown[1] != []
    page = kims.page(CODES)
    assert said_in(page, ".portal-codes code") == []
    assert "10 codes are left." in words(one(page, "main"))


def test_renewed_codes_are_others(kims: PortalClient) -> None:
    with_app(kims)
    before = said_in(kims.page(CODES), ".portal-codes code")
    kims.post(CODES)
    send(kims, CODES, "main form")

    assert said_in(kims.page(CODES), ".portal-codes code") not in ([], before)
    assert any("recovery codes were replaced" in text for _to, text, _path in mailed())


# --- Coming in -----------------------------------------------------------------------


def test_the_password_alone_is_half_the_way(
    client: PortalClient, kim: User, secret: str, question: Conversation
) -> None:
    answer = half_in(client, kim)

    assert lands_on(answer) == SECOND
    assert not is_in(client)
    for path in ("/", question.get_absolute_url(), APP, OVERVIEW, CODES):
        assert lands_on(client.get(path)).startswith(f"{SIGN_IN}?next=")


def test_a_code_is_the_other_half(client: PortalClient, kim: User, secret: str) -> None:
    half_in(client, kim, next="/conversations/")
    answer = send(client, SECOND, "main form.portal-form", code=code_of(secret))

    assert lands_on(answer) == "/conversations/"
    assert is_in(client)
    assert client.get("/sign-in/address/").status_code == 200, "It is fresh."


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(
    later: int, client: PortalClient, kim: User, secret: str
) -> None:
    half_in(client, kim)
    client.post(SECOND, {"code": code_of(secret, later=later)})

    assert is_in(client)


@pytest.mark.parametrize("wait", [0, 31])
def test_a_code_is_good_once(
    wait: int, client: PortalClient, kim: User, secret: str
) -> None:
    code, elsewhere = code_of(secret, later=1), PortalClient()
    half_in(client, kim)
    client.post(SECOND, {"code": code})
    with travel(time.time() + wait, tick=False):
        half_in(elsewhere, kim)
        answer = elsewhere.post(SECOND, {"code": code})

    assert is_in(client)
    assert error_words(answer) == ["Incorrect code."]
    assert not is_in(elsewhere)


def test_codes_cannot_be_tried_for_long(
    client: PortalClient, kim: User, secret: str
) -> None:
    half_in(client, kim)
    answers = [client.post(SECOND, {"code": "000000"}) for _ in range(6)]

    assert error_words(answers[4]) == ["Incorrect code."]
    assert error_words(answers[5]) == [
        "Too many failed login attempts. Try again later."
    ]
    client.post(SECOND, {"code": code_of(secret)})
    assert not is_in(client)


def test_a_recovery_code_lets_in_once(
    client: PortalClient, kims: PortalClient, kim: User
) -> None:
    with_app(kims)
    code = said_in(kims.page(CODES), ".portal-codes code")[0]
    results = []
    for browser in (PortalClient(), PortalClient()):
        half_in(browser, kim)
        browser.post(SECOND, {"code": code})
        results.append(is_in(browser))

    assert results == [True, False]


def test_words_that_came_too_late_survive_the_second_step(
    client: PortalClient, kim: User, secret: str, question: Conversation
) -> None:
    typed = {
        "text": "Words that came too late",
        "sent_to": f"{question.get_absolute_url()}reply/",
        "key": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "writer": kim.ref,
    }
    answer = half_in(client, kim, **typed)
    page = client.post(SECOND, {"login": kim.email, "password": PASSWORD, **typed})
    sent = filled(one(parsed(page), "main form.portal-form"), code=code_of(secret))
    back = client.post(SECOND, sent)

    assert (answer.status_code, answer["Location"]) == (307, SECOND)
    assert PASSWORD not in page.content.decode()
    assert lands_on(back) == question.get_absolute_url()
    assert "Words that came too late" in client.get(lands_on(back)).content.decode()


# --- Showing who one is --------------------------------------------------------------


def test_with_a_factor_the_password_is_no_proof(kims: PortalClient, kim: User) -> None:
    secret = with_app(kims)
    forget(kims)
    page = kims.page(AGAIN)
    wrong = kims.post(AGAIN, {"again": "1", "again_password": PASSWORD})
    later = code_of(secret, later=1)
    right = kims.post(AGAIN, {"again": "1", "again_code": later})

    assert not page.cssselect("[name=again_password]")
    assert wrong.status_code == 403
    assert lands_on(right) == OVERVIEW


def test_a_fresh_password_is_not_enough_beside_a_factor(
    kims: PortalClient, kim: User
) -> None:
    with_app(kims)
    kims.prove(kim)

    assert lands_on(kims.get("/sign-in/address/")).startswith(AGAIN)


# --- Doing without -------------------------------------------------------------------


def app_of(kim: User) -> int:
    with as_owner():
        return int(Authenticator.objects.get(user=kim, type="totp").pk)


def test_a_member_may_remove_the_last_one_and_is_told(
    kims: PortalClient, kim: User
) -> None:
    with_app(kims)
    answer = send(kims, f"{FACTOR}{app_of(kim)}/remove/", "main form")

    assert lands_on(answer) == OVERVIEW
    assert any("factor was removed" in text for _to, text, _path in mailed())
    with as_owner():
        assert not Authenticator.objects.exists(), "The codes go, too."


def test_nobody_removes_another_persons(
    kims: PortalClient, kim: User, carl: User
) -> None:
    with_app(kims)
    path = f"{FACTOR}{app_of(kim)}/remove/"

    assert PortalClient().sign_in(carl).post(path).status_code == 404
    with as_owner():
        assert Authenticator.objects.count() == 2


# --- Officials -----------------------------------------------------------------------


@pytest.fixture
def olive(electronics: Center, settings: Settings) -> User:
    """Olive, an official with a password, where officials need a second factor."""
    settings.OFFICIALS_NEED_FACTOR = True
    olive = UserFactory.create(name="Olive Grant", password=make_password(PASSWORD))
    PostingFactory(official=olive, duty=Duty.IMPORT_SPECIALIST, center=electronics)
    return olive


@pytest.mark.parametrize("path", ["/", "/conversations/", "/portfolio/", "/notices/"])
def test_an_official_without_one_is_led_to_it(
    path: str, client: PortalClient, olive: User
) -> None:
    signed_in(client, olive.email)

    assert lands_on(client.get(path)) == FACTOR
    assert lands_on(client.post(path)) == FACTOR


def test_and_gets_on_as_soon_as_it_is_there(
    client: PortalClient, olive: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)  # the stream's own
    signed_in(client, olive.email)
    before = sights([str(client.session.session_key)])
    with_app(client)

    assert client.get("/conversations/").status_code == 200
    assert before == {}, "Nor does the stream let them in."
    assert sights([str(client.session.session_key)])


def test_an_official_cannot_remove_the_last_one(
    client: PortalClient, olive: User
) -> None:
    signed_in(client, olive.email)
    with_app(client)
    path = f"{FACTOR}{app_of(olive)}/remove/"

    assert "Officials need a second factor." in words(one(client.page(path), "main"))
    assert client.post(path).status_code == 403


def test_a_member_is_not_led_there(
    kims: PortalClient, settings: Settings, question: Conversation
) -> None:
    settings.OFFICIALS_NEED_FACTOR = True

    assert kims.get(question.get_absolute_url()).status_code == 200


def test_a_member_is_offered_one_until_they_say_not_now(kims: PortalClient) -> None:
    offered = one(kims.page("/"), ".portal-offer form")
    kims.post(offered.get("action"))

    assert not kims.page("/").cssselect(".portal-offer")


def test_whoever_came_in_with_one_is_not_offered_another(kims: PortalClient) -> None:
    with_app(kims)

    assert not kims.page("/").cssselect(".portal-offer")


def test_officials_are_led_to_a_passkey_first(
    client: PortalClient, ivan: User, carl: User, settings: Settings
) -> None:
    settings.OFFICIALS_NEED_FACTOR = True

    page = client.sign_in(ivan).page("/sign-in/factor/")

    assert said_in(page, "main h2") == [
        "First choice: a passkey",
        "If you cannot: an authenticator app",
    ]
    page = PortalClient().sign_in(carl).page("/sign-in/factor/")
    assert said_in(page, "main h2") == ["A passkey", "An authenticator app"]
