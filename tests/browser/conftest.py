"""A real browser before a real server; skipped in one line where there is none."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from portal.embedded import browser as chromium
from portal.history import save_as
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import PASSWORD

AXE = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js")
WAIT = 10_000  # milliseconds
# No sound, no cards: what a page of words needs and no more.
OPTIONS = ["--disable-gpu", "--disable-dev-shm-usage", "--mute-audio"]

Window = Callable[..., Page]


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """The browser, started once."""
    path = chromium.find()
    if not path:
        pytest.skip("No Chromium found: set CHROMIUM or install Debian's chromium.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django would refuse.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield launched
        launched.close()


@pytest.fixture
def window(chrome: Browser, live_server: LiveServer) -> Iterator[Window]:
    """Open windows that know nothing of each other, as on different machines."""
    contexts = []
    cache.clear()  # of how often somebody tried to sign in

    def opened(person: User | PortalClient | None = None, **options: Any) -> Page:
        context = chrome.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(WAIT)
        client = PortalClient().sign_in(person) if isinstance(person, User) else person
        name = settings.SESSION_COOKIE_NAME
        if client and name in client.cookies:
            key = client.cookies[name].value
            context.add_cookies([{"name": name, "value": key, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def with_password(person: User) -> User:
    """Let a person sign in by their address and the tests' password."""
    with as_owner():
        person.password = make_password(PASSWORD)
        at = timezone.now()
        return save_as(person, by=None, why="Password", at=at, fields=["password"])


@pytest.fixture
def carl(carl: User) -> User:
    """Carl, with a password."""
    return with_password(carl)


@pytest.fixture
def ivan(ivan: User) -> User:
    """Ivan, with a password."""
    return with_password(ivan)
