"""A passkey made, used to come in, and used to show who one is, in a real browser."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.conftest import Window
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def with_device(page: Page) -> Page:
    """Give a page's browser a device that keeps passkeys."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def make_passkey(page: Page, name: str) -> None:
    page.goto("/sign-in/factor/passkey/")
    page.get_by_label("Name for this passkey").fill(name)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


def forget_cookies(page: Page) -> None:
    """Be a browser that was never here; the answer to an open page's request is late.

    It would set the cookie of that page's forms again, against which none fits.
    """
    page.goto("about:blank")
    page.context.clear_cookies()


def test_carl_makes_a_passkey_and_needs_no_password_any_more(
    window: Window, carl: User, live_server: LiveServer
) -> None:
    page = with_device(window(carl))
    make_passkey(page, "Laptop")
    page.get_by_role("button", name="I have written them down").click()
    expect(page.locator("main")).to_contain_text("Laptop")

    forget_cookies(page)
    page.goto("/sign-in/?next=/notices/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/notices/")


def test_a_passkey_is_the_second_step_and_the_proof(
    window: Window, carl: User, live_server: LiveServer
) -> None:
    page = with_device(window(carl))
    make_passkey(page, "Laptop")
    forget_cookies(page)
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(carl.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/")

    page.goto("/sign-in/again/?next=/notices/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{live_server.url}/notices/")


def test_a_browser_without_a_device_says_so_and_stays(
    window: Window, carl: User
) -> None:
    page = with_device(window())
    page.goto("/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.locator(".portal-passkey [role=status]")).to_have_text(
        "The passkey was not used. Try again, or take another way.",
    )


def test_without_script_no_button_promises_what_it_cannot_do(window: Window) -> None:
    page = window(java_script_enabled=False)
    page.goto("/sign-in/")

    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
