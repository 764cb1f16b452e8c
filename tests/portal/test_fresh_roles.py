"""Whoever changes roles, or ends them, has just shown who they are."""

from collections.abc import Callable

import pytest

from accounts.models import Center, Invitation, Membership, Posting, User
from accounts.states import Duty, Role
from tests.accounts.inviting import ADDRESS
from tests.accounts.signing_in import AGAIN, forget
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import PASSWORD, official
from tests.pages import filled, lands_on, one, words

Sent = dict[str, str]


def long_signed_in(client: PortalClient, user: User) -> PortalClient:
    with as_owner():
        user.set_password(PASSWORD)
        user.save()
    client.sign_in(user)
    forget(client)
    return client


def asks_in_place(client: PortalClient, path: str, sent: Sent) -> dict[str, str]:
    """Send a form, be asked who one is, and return the form that goes on."""
    asked = client.post(path, sent)
    assert asked.status_code == 403
    assert words(one(parsed(asked), "h1")) == "Show that it is you"
    return filled(one(parsed(asked), "main form"), again_password=PASSWORD)


def test_a_role_changes_after_one_has_shown_who_one_is(
    client: PortalClient, olga: User, carl: User
) -> None:
    path = f"/people/{carl.ref}/role/"
    roles = Membership.objects.filter(user=carl, role=Role.VIEWER)
    long_signed_in(client, olga)
    form = asks_in_place(client, path, {"role": "VIEWER", "why": "Purchasing now"})

    with as_owner():
        assert not roles.exists()
    assert form["why"] == "Purchasing now"
    assert lands_on(client.post(path, form)).startswith("/people/")
    with as_owner():
        assert roles.exists()


def test_a_membership_ends_after_one_has_shown_who_one_is(
    client: PortalClient, olga: User, carl: User
) -> None:
    path = f"/people/{carl.ref}/leave/"
    long_signed_in(client, olga)
    form = asks_in_place(client, path, {"successor": "nobody"})

    with as_owner():
        assert Membership.objects.current().filter(user=carl).exists()
    client.post(path, form)
    with as_owner():
        assert not Membership.objects.current().filter(user=carl).exists()


def test_an_invitation_leaves_after_one_has_shown_who_one_is(
    client: PortalClient, olga: User
) -> None:
    long_signed_in(client, olga)
    sent: Sent = {"email": ADDRESS, "role": "CONTACT"}
    form = asks_in_place(client, "/people/invite/", sent)

    with as_owner():
        assert not Invitation.objects.exists()
    assert form["email"] == ADDRESS
    client.post("/people/invite/", form)
    with as_owner():
        assert Invitation.objects.get().email == ADDRESS


def test_an_official_is_invited_after_one_has_shown_who_one_is(
    client: PortalClient, petra: User, electronics: Center
) -> None:
    path = "/people/officials/invite/"
    long_signed_in(client, petra)
    sent: Sent = {"email": ADDRESS, "duty": "NAM", "center": electronics.code}
    form = asks_in_place(client, path, sent)

    with as_owner():
        assert not Invitation.objects.exists()
    assert lands_on(client.post(path, form)) == "/people/officials/"
    with as_owner():
        assert Invitation.objects.get().email == ADDRESS


def test_a_post_ends_after_one_has_shown_who_one_is(
    client: PortalClient, petra: User
) -> None:
    free = official("Sven Holt", Duty.SCSS, "Newark field office")
    path = f"/people/officials/{free.ref}/SCSS/end/"
    long_signed_in(client, petra)
    form = asks_in_place(client, path, {"successor": "nobody"})

    with as_owner():
        assert Posting.objects.current().filter(official=free).exists()
    client.post(path, form)
    with as_owner():
        assert not Posting.objects.current().filter(official=free).exists()


def test_a_company_is_enrolled_after_one_has_shown_who_one_is(
    client: PortalClient, petra: User
) -> None:
    long_signed_in(client, petra)
    form = asks_in_place(client, "/companies/enroll/", {"legal_name": "Alder Tools"})

    assert form["legal_name"] == "Alder Tools"


PAGES: list[Callable[[User], str]] = [
    lambda carl: f"/people/{carl.ref}/role/",
    lambda carl: f"/people/{carl.ref}/leave/",
]


@pytest.mark.parametrize("page", PAGES, ids=["role", "leave"])
def test_its_page_asks_before_anything_is_typed(
    page: Callable[[User], str], client: PortalClient, olga: User, carl: User
) -> None:
    asked = lands_on(long_signed_in(client, olga).get(page(carl)))

    assert asked.startswith(AGAIN)
