"""Officers and program admins see when each of their people signed in last."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.door.open_sessions import forget_ended
from accounts.models import Account, User
from accounts.states import Role
from portal.history import save_as
from portal.templatetags.portal import day
from tests.accounts.signing_in import signed_in
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import LONG_AGO, PASSWORD, member
from tests.pages import said_in


def comes_in(user: User) -> None:
    """Let somebody choose a password and sign in with it."""
    with as_owner():
        user.password = make_password(PASSWORD)
        save_as(user, by=None, why="Made for a test", at=LONG_AGO, fields=["password"])
    assert signed_in(PortalClient(), user.email).status_code == 302


def rows(client: PortalClient, path: str) -> dict[str, str]:
    page = client.page(path)
    names = said_in(page, "main .portal-choice .portal-row__title")
    details = said_in(page, "main .portal-choice .portal-row__detail")
    return dict(zip(names, details, strict=True))


def test_an_officer_reads_who_came_when_and_who_never_did(
    client: PortalClient, olga: User, carl: User, northwind: Account
) -> None:
    member("Nils Never", northwind, Role.CONTACT)
    comes_in(carl)
    with as_owner():
        forget_ended()  # the note of the sign-in goes, the moment stays

    found = rows(client.sign_in(olga), f"/people/?account={northwind.ref}")

    assert f"last signed in {strip_tags(day(timezone.now()))}" in found["Carl Jensen"]
    assert "never signed in" in found["Nils Never"]


def test_a_wrong_password_is_no_sign_in(carl: User) -> None:
    signed_in(PortalClient(), carl.email, "another password altogether")

    with as_owner():
        carl.refresh_from_db()
    assert carl.latest_sign_in is None


def test_whoever_does_not_manage_people_is_not_shown_it(
    client: PortalClient, olga: User, carl: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(f"/people/?account={northwind.ref}")

    assert "signed in" not in " ".join(said_in(page, "main .portal-choice"))


def test_a_program_admin_reads_it_of_officials(
    client: PortalClient, petra: User, ivan: User
) -> None:
    comes_in(ivan)

    found = rows(client.sign_in(petra), "/people/officials/")

    assert f"last signed in {strip_tags(day(timezone.now()))}" in found["Ivan Reyes"]
