"""Signing in by address and password; the address is a contact, not the person."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Account, Membership, User
from accounts.states import Duty
from conversations.models import Conversation
from portal.history import save_as
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import (
    PASSWORD,
    MembershipFactory,
    PostingFactory,
    UserFactory,
)
from tests.pages import error_words, filled, lands_on, one, send, words

SIGN_IN = "/sign-in/"
OTHER_PASSWORD = "another horse battery"


def signed_in(client: PortalClient, email: str, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password})


def is_in(client: PortalClient) -> bool:
    return bool(client.get("/").status_code == 200)


def test_kim_signs_in_with_address_and_password(
    client: PortalClient, kim: User
) -> None:
    response = send(client, SIGN_IN, ".portal-form", login=kim.email, password=PASSWORD)

    assert lands_on(response) == "/"
    assert "Kim Vance" in words(one(client.page("/"), ".portal-menu__person"))


def test_the_case_of_the_address_does_not_matter(
    client: PortalClient, kim: User
) -> None:
    signed_in(client, "KIM@Example.Test")

    assert is_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("kim@example.test", "wrong horse"),
        ("kim@example.test", PASSWORD.upper()),
        ("nobody@example.test", PASSWORD),
    ],
)
def test_a_wrong_pair_says_one_and_the_same_and_keeps_the_address(
    email: str, password: str, client: PortalClient, kim: User
) -> None:
    response = signed_in(client, email, password)

    assert error_words(response) == [
        "The email address and/or password you specified are not correct."
    ]
    assert filled(one(parsed(response), ".portal-form"))["login"] == email
    assert not is_in(client)


def test_signing_in_goes_on_to_the_page_that_was_asked_for(
    client: PortalClient, kim: User, question: Conversation
) -> None:
    asked = lands_on(client.get(question.get_absolute_url()))
    response = send(client, asked, ".portal-form", login=kim.email, password=PASSWORD)

    assert lands_on(response) == question.get_absolute_url()


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/x"])
def test_and_never_to_another_site(path: str, client: PortalClient, kim: User) -> None:
    sent = {"login": kim.email, "password": PASSWORD, "next": path}
    response = client.post(SIGN_IN, sent)

    assert lands_on(response) == "/"


def test_signing_in_takes_no_key_that_somebody_planted(
    client: PortalClient, kim: User
) -> None:
    planted = client.session
    planted.save()
    signed_in(client, kim.email)

    assert is_in(client)
    assert client.session.session_key != planted.session_key


@pytest.mark.parametrize(
    ("duty", "first"),
    [
        (Duty.NAM, "/portfolio/"),
        (Duty.IMPORT_SPECIALIST, "/conversations/"),
        (Duty.SCSS, "/conversations/"),
        (Duty.ADMIN, "/onboarding/"),
    ],
)
def test_an_official_lands_where_their_day_begins(
    duty: Duty, first: str, client: PortalClient, db: None
) -> None:
    official = UserFactory.create(name="Noa Reed", password=make_password(PASSWORD))
    PostingFactory.create(official=official, duty=duty)
    signed_in(client, official.email)

    assert lands_on(client.get("/")) == first


def test_whoever_is_in_is_led_on_from_the_sign_in_page(
    client: PortalClient, carl: User
) -> None:
    assert lands_on(client.sign_in(carl).get(SIGN_IN)) == "/"


def test_signing_out_is_a_form_and_ends_it(client: PortalClient, carl: User) -> None:
    client.sign_in(carl)
    asked = client.page("/sign-in/out/")
    response = client.post("/sign-in/out/")

    assert words(one(asked, "main form button")) == "Sign out"
    assert lands_on(response) == SIGN_IN
    assert not is_in(client)


def test_nobody_signs_up(client: PortalClient, db: None) -> None:
    sent = {"email": "mallory@example.test", "password1": PASSWORD}
    page = client.page("/sign-in/up/")
    client.post("/sign-in/up/", sent)

    assert words(one(page, "h1")) == "People join by invitation"
    with as_owner():
        assert not User.objects.filter(email="mallory@example.test").exists()


def test_a_closed_sign_in_says_so(client: PortalClient, db: None) -> None:
    gone = UserFactory.create(
        name="Gus Lane", password=make_password(PASSWORD), is_active=False
    )
    response = signed_in(client, gone.email)

    assert lands_on(response) == "/sign-in/inactive/"
    assert words(one(client.page("/sign-in/inactive/"), "h1")) == (
        "This sign-in is closed"
    )
    assert not is_in(client)


def test_closing_a_sign_in_ends_what_is_open(client: PortalClient, kim: User) -> None:
    before = is_in(client.sign_in(kim))
    with as_owner():
        kim.is_active = False
        save_as(kim, by=None, why="Left", at=timezone.now(), fields=["is_active"])

    assert (before, is_in(client)) == (True, False)


# --- One address, several people -----------------------------------------------------


@pytest.fixture
def namesake(kim: User, contoso: Account) -> User:
    """Somebody of the other company with Kim's address."""
    namesake = UserFactory.create(
        name="Kay Vance", email=kim.email, password=make_password(OTHER_PASSWORD)
    )
    MembershipFactory.create(user=namesake, account=contoso)
    return namesake


def test_of_two_with_one_address_only_the_one_whose_password_fits_is_in(
    client: PortalClient, kim: User, namesake: User
) -> None:
    names = []
    for password in (PASSWORD, OTHER_PASSWORD):
        signed_in(client, kim.email, password)
        names.append(words(one(client.page("/"), ".portal-menu__person strong")))
        client.post("/sign-in/out/")

    assert names == ["Kim Vance", "Kay Vance"]


def test_an_address_that_changes_hands_inherits_nothing(
    client: PortalClient, kim: User, namesake: User, question: Conversation
) -> None:
    with as_owner():
        membership = Membership.objects.get(user=kim)
        membership.until = at = timezone.now()
        save_as(membership, by=None, why="Left", at=at, fields=["until"])
    signed_in(client, kim.email, OTHER_PASSWORD)

    assert client.get(question.get_absolute_url()).status_code == 404
    assert client.get(question.account.get_absolute_url()).status_code == 404


def test_an_old_page_is_told_apart_from_a_forgery(kim: User) -> None:
    client = PortalClient(enforce_csrf_checks=True)
    response = client.post(SIGN_IN, {"login": kim.email, "password": PASSWORD})

    assert response.status_code == 403
    assert words(one(parsed(response), "h1")) == "This page was open too long"
