"""The pages of one's own sign-in: inspected by somebody who has all there is.

They need a password, a factor or a link from a mail, which nobody in the town has.
"""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from accounts.models import Account, User
from tests.accounts.signing_in import SIGN_IN, mailed, signed_in
from tests.accounts.test_factors import APP, CODES, with_app
from tests.browser.conftest import Window, with_password
from tests.browser.inspector import Inspector
from tests.client import PortalClient
from tests.database import as_owner

ADDRESS, PASSWORD = "/sign-in/address/", "/sign-in/password/"
FORMS = {
    APP: {},
    PASSWORD: {},
    ADDRESS: {"email": "nobody"},
    "/sign-in/again/": {},
    "/sign-in/password/forgotten/": {"email": "nobody"},
}


@pytest.fixture
def furnished(carl: User, northwind: Account) -> PortalClient:
    """Carl's browser; he has a password, an app, codes, and an address that waits."""
    client = PortalClient()
    signed_in(client, with_password(carl).email)
    with_app(client)
    client.post(ADDRESS, {"email": "carl.new@northwind.example"})
    return client


def paths(person: User) -> list[str]:
    """Return the addresses of all pages of a sign-in, links of mails included."""
    with as_owner():
        app = Authenticator.objects.get(user=person, type="totp").pk
    links = [path for _to, _text, path in mailed() if "confirm" in path]
    pages = ["overview/", "factor/", "factor/app/", "factor/passkey/", "codes/"]
    return [
        *(f"{SIGN_IN}{page}" for page in pages),
        f"{SIGN_IN}factor/{app}/remove/",
        *FORMS,
        *links,
    ]


def test_every_page_of_a_sign_in_is_for_everybody(
    window: Window, furnished: PortalClient, carl: User
) -> None:
    inspector = Inspector(window(furnished), furnished, set())
    found = paths(carl)
    for path in found:
        inspector.visit(path)

    assert any("confirm" in path for path in found)
    assert CODES in found
    assert inspector.faults == []


@pytest.mark.parametrize("path", FORMS)
def test_also_in_error(path: str, window: Window, furnished: PortalClient) -> None:
    inspector = Inspector(window(furnished), furnished, set())
    page = inspector.page
    page.goto(path)
    form = page.locator("main form:has(input:not([type=hidden]))").first
    for name, value in FORMS[path].items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button.usa-button").first.click()
    expect(page.locator("[role=alert]")).to_be_visible()
    inspector.inspect(f"{path} in error")

    assert inspector.faults == []
