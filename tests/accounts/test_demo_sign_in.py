"""One button per person, where the demo runs and nowhere else."""

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django import Settings

from accounts.models import Account, User
from accounts.states import Role
from tests.client import PortalClient
from tests.factories import PASSWORD, MembershipFactory, UserFactory
from tests.pages import filled, lands_on, one, said_in, words

SIGN_IN, DEMO_SIGN_IN = "/sign-in/", "/sign-in/demo/"


@pytest.fixture
def demo_carl(northwind: Account) -> User:
    """Carl as the demo seeds him."""
    carl = UserFactory.create(
        name="Carl Jensen", subject="demo:carl", password=make_password(PASSWORD)
    )
    MembershipFactory.create(user=carl, account=northwind, role=Role.CONTACT)
    return carl


def is_in(client: PortalClient) -> bool:
    return bool(client.get("/").status_code == 200)


def test_a_button_signs_in(client: PortalClient, demo_carl: User) -> None:
    button = one(client.page(SIGN_IN), ".portal-demo__person")
    response = client.post(DEMO_SIGN_IN, {"person": button.get("value")})

    assert words(button) == "Carl Jensen Company contact, Northwind Traders"
    assert lands_on(response) == "/"
    assert "Carl Jensen" in words(one(client.page("/"), ".portal-menu__person"))


def test_the_person_sees_where_they_are_signed_in(
    client: PortalClient, demo_carl: User
) -> None:
    for _ in range(2):
        client.post(DEMO_SIGN_IN, {"person": demo_carl.email})

    assert len(client.page("/sign-in/overview/").cssselect(".portal-place")) == 1


def test_it_goes_on_to_the_page_that_was_asked_for(
    client: PortalClient, demo_carl: User
) -> None:
    page = client.page(f"{SIGN_IN}?next=/conversations/")
    sent = filled(one(page, f"form[action='{DEMO_SIGN_IN}']"))
    response = client.post(DEMO_SIGN_IN, sent | {"person": demo_carl.email})

    assert lands_on(response) == "/conversations/"


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example"])
def test_and_never_to_another_site(
    path: str, client: PortalClient, demo_carl: User
) -> None:
    response = client.post(DEMO_SIGN_IN, {"person": demo_carl.email, "next": path})

    assert lands_on(response) == "/"


def test_only_people_of_the_demo_are_offered_and_taken(
    client: PortalClient, kim: User, demo_carl: User
) -> None:
    offered = said_in(client.page(SIGN_IN), ".portal-demo__person strong")
    response = client.post(DEMO_SIGN_IN, {"person": kim.email})

    assert offered == ["Carl Jensen"]
    assert response.status_code == 404
    assert not is_in(client)


def test_without_the_demo_there_is_no_button_and_no_door(
    client: PortalClient, demo_carl: User, settings: Settings
) -> None:
    settings.DEMO = False

    assert not client.page(SIGN_IN).cssselect(".portal-demo")
    assert client.post(DEMO_SIGN_IN, {"person": demo_carl.email}).status_code == 404
    assert not is_in(client)


def test_without_the_demo_its_known_password_opens_nothing(
    client: PortalClient, demo_carl: User, settings: Settings
) -> None:
    settings.DEMO = False
    client.post(SIGN_IN, {"login": demo_carl.email, "password": PASSWORD})

    assert not is_in(client)


def test_without_the_demo_its_open_sessions_end(
    client: PortalClient, demo_carl: User, settings: Settings
) -> None:
    before = is_in(client.sign_in(demo_carl))
    settings.DEMO = False

    assert (before, is_in(client)) == (True, False)


def test_before_the_demo_is_seeded_the_page_offers_nobody(
    client: PortalClient, db: None
) -> None:
    assert not client.page(SIGN_IN).cssselect("#demo")


def test_the_button_is_posted_not_got(client: PortalClient, demo_carl: User) -> None:
    assert client.get(DEMO_SIGN_IN).status_code == 405
