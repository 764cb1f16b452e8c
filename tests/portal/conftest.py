"""Who asks for the roof's pages, and the live process for tests of the streams."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.models import Account, User
from accounts.states import Duty
from tests.client import PortalClient
from tests.factories import assigned, official
from tests.portal.listening import LiveProcess, live_process


@pytest.fixture
def admin(client: PortalClient, petra: User) -> PortalClient:
    """The browser of Petra, program admin."""
    return client.sign_in(petra)


@pytest.fixture
def rosa(contoso: Account) -> User:
    """Rosa, Contoso's account manager."""
    rosa = official("Rosa Heir", Duty.NAM, "Headquarters")
    return assigned(rosa, contoso, Duty.NAM)


@pytest.fixture
def channel(settings: Settings) -> str:
    """A channel of the test's own; Redis' databases share them."""
    settings.HINTS_CHANNEL = f"test:{uuid4()}"
    return str(settings.HINTS_CHANNEL)


@pytest.fixture
def live(transactional_db: None, channel: str) -> Iterator[LiveProcess]:
    """A live process; what tests write is committed, since it reads over there."""
    with live_process() as process:
        yield process
