"""The warning before one is signed out, by mouse, by keyboard and without script."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import User
from tests.browser.conftest import Window

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 123  # seconds that a session lasts here; the warning comes at 120


@pytest.fixture
def shorter(settings: Settings) -> None:
    """Sessions that end soon, so that the warning comes at once."""
    settings.IDLE_LIMIT = settings.IDLE_LIMIT.__class__(seconds=SOON)
    settings.SESSION_COOKIE_AGE = SOON


def warned(page: Page) -> Page:
    page.goto("/notices/")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    return page


def test_stay_signed_in_by_the_keyboard(
    window: Window, carl: User, shorter: None, settings: Settings
) -> None:
    page = warned(window(carl))
    stay = page.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    expect(page.get_by_role("alertdialog").get_by_role("link")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign in again")).to_be_hidden()
    expect(page.get_by_role("alertdialog")).to_have_accessible_description(
        re.compile("In two minutes, because nothing was done here")
    )

    settings.IDLE_LIMIT *= 10
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_escape_closes_it(window: Window, carl: User, shorter: None) -> None:
    page = warned(window(carl))
    page.keyboard.press("Escape")

    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_before_the_longest_time_it_offers_to_sign_in_again(
    window: Window, carl: User, settings: Settings
) -> None:
    settings.SESSION_LONGEST = settings.SESSION_LONGEST.__class__(seconds=SOON)
    page = warned(window(carl))
    page.get_by_role("button", name="Sign in again").click()

    expect(page).to_have_url(re.compile(r"/sign-in/\?next=/notices/$"))


def test_whoever_is_signed_out_already_is_told(
    window: Window, carl: User, shorter: None
) -> None:
    page = window(carl)
    page.goto("/notices/")
    Session.objects.all().delete()

    expect(page.get_by_role("alertdialog")).to_contain_text("You are signed out.")
    link = page.get_by_role("link", name="Sign in")
    expect(link).to_have_attribute("href", "/sign-in/?next=/notices/")


def test_without_script_the_foot_of_the_page_says_when(
    window: Window, carl: User
) -> None:
    page = window(carl, java_script_enabled=False)
    page.goto("/notices/")

    expect(page.locator(".portal-ends")).to_contain_text("You stay signed in until")
    expect(page.locator("#session-end")).to_be_hidden()
