"""Whoever changes roles shows first that it is they, and keeps what was typed."""

import pytest

from accounts.models import Account, Invitation, Membership, User
from accounts.states import Duty
from tests.accounts.signing_in import forget
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import PASSWORD
from tests.pages import filled, lands_on, one, words


def with_password(user: User) -> User:
    with as_owner():
        user.set_password(PASSWORD)
        user.save()
    return user


def asked_again(client: PortalClient, path: str, typed: dict[str, str]) -> None:
    """Send a form after a while, and again as soon as one has shown who one is."""
    forget(client)
    asked = client.post(path, typed)
    assert asked.status_code == 403
    assert words(one(parsed(asked), "h1")) == "Show that it is you"
    form = filled(one(parsed(asked), "main form"), again_password=PASSWORD)
    assert typed.items() <= form.items()
    lands_on(client.post(path, form))


def test_a_role_changes_only_after_a_fresh_sign_in(
    client: PortalClient, olga: User, carl: User, northwind: Account
) -> None:
    client.sign_in(with_password(olga))
    typed = {"role": "VIEWER", "why": "Another task"}
    asked_again(client, f"/people/{carl.ref}/role/", typed)
    with as_owner():
        now = Membership.objects.current().get(user=carl, account=northwind)
    assert now.role == "VIEWER"


def test_an_official_is_invited_only_after_a_fresh_sign_in(
    client: PortalClient, petra: User
) -> None:
    client.sign_in(with_password(petra))
    typed = {"email": "new@example.test", "duty": "NAM", "center": "CEE007"}
    asked_again(client, "/people/officials/invite/", typed)
    with as_owner():
        assert Invitation.objects.filter(email="new@example.test").exists()


@pytest.mark.parametrize("path", ["leave", "role"])
def test_ends_and_changes_ask_a_member(
    client: PortalClient, olga: User, carl: User, northwind: Account, path: str
) -> None:
    forget(client.sign_in(olga))
    sent = client.post(f"/people/{carl.ref}/{path}/", {"successor": "nobody"})
    with as_owner():
        here = Membership.objects.current().filter(user=carl, account=northwind)
        assert here.exists()
    assert sent.status_code == 403


@pytest.mark.parametrize("path", ["/companies/enroll/", "post"])
def test_posts_and_companies_ask_an_admin(
    client: PortalClient, petra: User, nora: User, path: str
) -> None:
    forget(client.sign_in(petra))
    of_post = f"/people/officials/{nora.ref}/{Duty.NAM}/end/"
    sent = client.post(of_post if path == "post" else path, {})
    assert words(one(parsed(sent), "h1")) == "Show that it is you"
