"""Another address: nothing changes before its owner confirms it."""

import time

import pytest
from time_machine import travel

from accounts.models import User
from tests.accounts.signing_in import OVERVIEW, mailed, signed_in
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import UserFactory
from tests.pages import error_words, lands_on, one, send, words

ADDRESS = "/sign-in/address/"
NEW = "kim.vance@new.example"


@pytest.fixture
def kims(client: PortalClient, kim: User) -> PortalClient:
    """Kim's browser."""
    signed_in(client, kim.email)
    return client


def address_of(user: User) -> str:
    with as_owner():
        return str(User.objects.get(pk=user.pk).email)


def link(client: PortalClient, email: str = NEW) -> str:
    """Ask for an address, and return where the mail to it leads."""
    client.post(ADDRESS, {"email": email})
    return next(path for to, _text, path in mailed() if to == email)


def test_asking_tells_both_addresses_and_changes_nothing(
    kims: PortalClient, kim: User
) -> None:
    answer = send(kims, ADDRESS, "main form", email=NEW.upper())
    texts = {to: text for to, text, _path in mailed()}

    assert texts.keys() == {NEW, kim.email}
    assert "Somebody asked to use another address" in texts[kim.email]
    assert NEW not in texts[kim.email]
    assert f"{NEW} waits to be confirmed" in words(one(kims.page(ADDRESS), "main"))
    assert lands_on(answer) == ADDRESS
    assert address_of(kim) == kim.email


def test_the_link_and_a_button_make_it_the_address(
    kims: PortalClient, kim: User
) -> None:
    path = link(kims)
    before = address_of(kim)
    answer = send(kims, path, "main form")

    assert lands_on(answer) == OVERVIEW
    assert (before, address_of(kim)) == (kim.email, NEW)
    assert {to for to, _text, _path in mailed()} == {NEW, kim.email}
    kims.post("/sign-in/out/")
    signed_in(kims, NEW)
    assert NEW in words(one(kims.page(OVERVIEW), "main"))


def test_the_link_is_good_once(kims: PortalClient, kim: User) -> None:
    path = link(kims)
    kims.post(path)

    assert kims.post(path).status_code == 404
    assert kims.get(path).status_code == 404


def test_the_link_is_good_for_an_hour(kims: PortalClient, kim: User) -> None:
    path = link(kims)
    with travel(time.time() + 3601, tick=False):
        client = PortalClient().sign_in(kim)
        late = client.post(path)

    assert (late.status_code, address_of(kim)) == (404, kim.email)


def test_a_later_wish_ends_the_earlier_link(kims: PortalClient, kim: User) -> None:
    first = link(kims)
    second = link(kims, "other@new.example")

    assert kims.post(first).status_code == 404
    assert kims.post(second).status_code == 302
    assert address_of(kim) == "other@new.example"


def test_whoever_else_has_the_link_cannot_use_it(
    kims: PortalClient, kim: User, carl: User
) -> None:
    path = link(kims)

    assert PortalClient().sign_in(carl).post(path).status_code == 404
    assert PortalClient().post(path).status_code == 302
    assert address_of(kim) == kim.email


def test_keeping_the_old_one_ends_the_link(kims: PortalClient, kim: User) -> None:
    path = link(kims)
    kims.post(f"{ADDRESS}keep/")

    assert kims.post(path).status_code == 404
    assert address_of(kim) == kim.email


def test_that_somebody_has_it_already_is_not_said(
    kims: PortalClient, kim: User
) -> None:
    UserFactory.create(name="Ann Other", email="ann@new.example")
    known = kims.post(ADDRESS, {"email": "ann@new.example"})
    unknown = kims.post(ADDRESS, {"email": "bob@new.example"})

    assert known.status_code == unknown.status_code == 302
    assert len(mailed()) == 4


def test_ones_own_address_is_no_other(kims: PortalClient, kim: User) -> None:
    answer = kims.post(ADDRESS, {"email": kim.email})

    assert error_words(answer) == ["This is your address already."]
