"""Choosing a password: what is refused, and what ends with the old one."""

import pytest

from accounts.models import User
from accounts.passwords import rest_of
from portal import rls
from tests.accounts.signing_in import NEW_PASSWORD, OVERVIEW, is_in, mailed, signed_in
from tests.client import PortalClient, parsed
from tests.pages import lands_on, one, send, words

CHANGE = "/sign-in/password/"


@pytest.mark.parametrize(
    ("password", "rest"),
    [
        ("password1password1", "pasword1"),
        ("aaaaaaaaaaaaaaaaaaaa", "a"),
        ("qwertyuiopasdfghjkl", ""),
        ("9876543210987654321", ""),
        ("Trade Compliance 77", "  7"),
        ("correct horse battery", "corect horse batery"),
    ],
)
def test_what_anybody_would_try_does_not_count(password: str, rest: str) -> None:
    assert rest_of(password, ["trade", "compliance"]).strip() == rest.strip()


def test_kim_changes_the_password_and_stays_in(client: PortalClient, kim: User) -> None:
    signed_in(client, kim.email)
    elsewhere = PortalClient()
    signed_in(elsewhere, kim.email)
    twice = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = send(client, CHANGE, "main form", **twice)

    assert lands_on(answer) == OVERVIEW
    assert "Your password is changed." in words(one(client.page(OVERVIEW), "main"))
    assert not is_in(elsewhere)
    ((to, text, _path),) = mailed()
    assert (to, "Your password was changed." in text) == (kim.email, True)
    signed_in(elsewhere, kim.email, NEW_PASSWORD)
    assert is_in(elsewhere)


def test_a_change_says_in_the_history_who_and_why(
    client: PortalClient, kim: User
) -> None:
    signed_in(client, kim.email)
    send(client, CHANGE, "main form", password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    with rls.entered(kim.pk):
        latest = kim.history.latest()

    assert latest.history_user_id == kim.pk
    assert latest.history_change_reason == "Chose another password"


def test_who_signs_in_elsewhere_has_no_password_here(
    client: PortalClient, carl: User
) -> None:
    answer = client.sign_in(carl).get(CHANGE)

    assert answer.status_code == 403
    assert "You sign in elsewhere" in words(one(parsed(answer), "main"))
    assert "You sign in elsewhere" in words(one(client.page(OVERVIEW), "main"))
