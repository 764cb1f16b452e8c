"""Showing who one is once more, and finding again what one typed."""

import pytest

from accounts.models import User
from tests.accounts.signing_in import AGAIN, forget, mailed, signed_in
from tests.client import PortalClient, parsed
from tests.factories import PASSWORD, UserFactory
from tests.pages import error_words, filled, lands_on, one, send, words

ADDRESS = "/sign-in/address/"
NEW = "new@example.test"


@pytest.fixture
def kims(client: PortalClient, kim: User) -> PortalClient:
    """Kim's browser, which was signed in a while ago."""
    signed_in(client, kim.email)
    forget(client)
    return client


def test_a_fresh_sign_in_is_enough(client: PortalClient, kim: User) -> None:
    signed_in(client, kim.email)

    assert client.get(ADDRESS).status_code == 200


def test_a_page_asks_first_and_leads_back(kims: PortalClient) -> None:
    asked = lands_on(kims.get(f"{ADDRESS}?a=b"))
    answer = send(kims, asked, "main form", again_password=PASSWORD)

    assert asked.startswith(AGAIN)
    assert lands_on(answer) == f"{ADDRESS}?a=b"
    assert kims.get(ADDRESS).status_code == 200


def test_a_form_asks_in_place_and_goes_on_with_what_was_typed(
    kims: PortalClient,
) -> None:
    asked = kims.post(ADDRESS, {"email": NEW})
    form = filled(one(parsed(asked), "main form"), again_password=PASSWORD)
    nothing_yet = mailed()
    answer = kims.post(ADDRESS, form)

    assert asked.status_code == 403
    assert words(one(parsed(asked), "h1")) == "Show that it is you"
    assert form["email"] == NEW
    assert (nothing_yet, lands_on(answer)) == ([], ADDRESS)
    assert NEW in {to for to, _text, _path in mailed()}


def test_a_wrong_password_asks_again_and_keeps_what_was_typed(
    kims: PortalClient,
) -> None:
    sent = {"email": NEW, "again": "1", "again_password": "wrong horse"}
    answer = kims.post(ADDRESS, sent)

    assert error_words(answer) == ["This is not your password."]
    assert filled(one(parsed(answer), "main form"))["email"] == NEW
    assert kims.get(ADDRESS).status_code == 302
    assert mailed() == []


def test_no_secret_is_written_into_the_page(kims: PortalClient) -> None:
    typed = {"password1": "seven lamps over water", "password2": "x", "code": "123"}
    asked = kims.post("/sign-in/password/", typed)

    assert "seven lamps" not in asked.content.decode()
    assert not typed.keys() & filled(one(parsed(asked), "main form")).keys()


def test_nothing_typed_is_kept_in_the_session(kims: PortalClient) -> None:
    kims.post(ADDRESS, {"email": NEW})

    assert NEW not in str(dict(kims.session.items()))


def test_the_password_cannot_be_guessed_here(kims: PortalClient) -> None:
    wrong = {"again": "1", "again_password": "wrong horse"}
    answers = [kims.post(AGAIN, wrong).status_code for _ in range(11)]

    assert answers == [403] * 10 + [429]


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/x"])
def test_it_never_leads_to_another_site(path: str, kims: PortalClient) -> None:
    proof = {"again": "1", "again_password": PASSWORD}

    assert lands_on(kims.post(f"{AGAIN}?next={path}", proof)) == "/sign-in/overview/"


def test_a_person_of_the_demo_needs_no_password(client: PortalClient, db: None) -> None:
    client.sign_in(UserFactory.create(name="Dora", subject="demo:dora"))
    forget(client)
    answer = send(client, AGAIN, "main form")

    assert lands_on(answer) == "/sign-in/overview/"
    assert client.get(ADDRESS).status_code == 200
