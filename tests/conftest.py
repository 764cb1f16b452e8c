"""The cast, the database and the client that every test may ask for."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from accounts.models import Account, Center, User
from accounts.states import Duty, Role
from conversations.models import Conversation
from tests import database, factories
from tests.client import INVALID, PortalClient


def pytest_configure() -> None:
    """Set what differs under test, before anything is loaded."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    templates: Any = settings.TEMPLATES
    templates[0]["OPTIONS"]["string_if_invalid"] = f"{INVALID}%s"
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.CELERY_BROKER_URL = "memory://"  # a bell that nobody hears
    alone = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": alone}}


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Build the database once; only tests that ask for it get at it."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(database.built())
        yield
        with django_db_blocker.unblock():
            stack.close()


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner() -> Iterator[None]:
    def flush(_case: Any) -> None:
        database.flush()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush)
        yield


@pytest.fixture
def client() -> PortalClient:
    """Somebody's browser, with nobody signed in."""
    return PortalClient()


# --- Companies -----------------------------------------------------------------------


@pytest.fixture
def electronics(db: None) -> Center:
    """The Center that Northwind belongs to."""
    return Center.objects.get(code="CEE007")


@pytest.fixture
def apparel(db: None) -> Center:
    """The Center that Contoso belongs to."""
    return Center.objects.get(code="CEE004")


@pytest.fixture
def northwind(electronics: Center) -> Account:
    """The company that the tests are about."""
    return factories.AccountFactory.create(
        legal_name="Northwind Traders", center=electronics
    )


@pytest.fixture
def contoso(apparel: Center) -> Account:
    """Another company, under another Center."""
    return factories.AccountFactory.create(
        legal_name="Contoso Outfitters", center=apparel
    )


# --- Members -------------------------------------------------------------------------


@pytest.fixture
def olga(northwind: Account) -> User:
    """Olga, Northwind's officer."""
    return factories.member("Olga Petrenko", northwind, Role.OFFICER)


@pytest.fixture
def carl(northwind: Account) -> User:
    """Carl, Northwind's contact."""
    return factories.member("Carl Jensen", northwind, Role.CONTACT)


@pytest.fixture
def lena(northwind: Account) -> User:
    """Lena, who only reads at Northwind."""
    return factories.member("Lena Fischer", northwind, Role.VIEWER)


@pytest.fixture
def ada(northwind: Account, contoso: Account) -> User:
    """Ada, agent of Northwind and of Contoso."""
    ada = factories.member("Ada Brook", northwind, Role.AGENT)
    factories.MembershipFactory(user=ada, account=contoso, role=Role.AGENT)
    return ada


@pytest.fixture
def zoe(contoso: Account) -> User:
    """Zoe, officer of the other company."""
    return factories.member("Zoe Marchetti", contoso, Role.OFFICER)


@pytest.fixture
def mona(northwind: Account) -> User:
    """Mona, Northwind's contact, whose sign-in was closed."""
    mona = factories.member("Mona Keller", northwind, Role.CONTACT)
    return factories.closed(mona)


@pytest.fixture
def paul(northwind: Account) -> User:
    """Paul, who was Northwind's contact and has left it."""
    paul = factories.UserFactory.create(name="Paul Anders")
    left = factories.LONG_AGO + timedelta(days=365)
    factories.MembershipFactory.create(user=paul, account=northwind, until=left)
    return paul


# --- Officials -----------------------------------------------------------------------


@pytest.fixture
def ivan(northwind: Account) -> User:
    """Ivan, import specialist at Northwind's Center, assigned to it."""
    ivan = factories.official("Ivan Reyes", Duty.IMPORT_SPECIALIST, northwind.center)
    return factories.assigned(ivan, northwind, Duty.IMPORT_SPECIALIST)


@pytest.fixture
def theo(contoso: Account) -> User:
    """Theo, import specialist at the other Center, assigned to nobody."""
    return factories.official("Theo Lindgren", Duty.IMPORT_SPECIALIST, contoso.center)


@pytest.fixture
def nora(northwind: Account) -> User:
    """Nora, Northwind's account manager."""
    nora = factories.official("Nora Blake", Duty.NAM, northwind.center)
    return factories.assigned(nora, northwind, Duty.NAM)


@pytest.fixture
def sam(northwind: Account) -> User:
    """Sam, Northwind's supply chain security specialist."""
    sam = factories.official("Sam Ortiz", Duty.SCSS, "Los Angeles field office")
    return factories.assigned(sam, northwind, Duty.SCSS)


@pytest.fixture
def petra(db: None) -> User:
    """Petra, program admin."""
    return factories.official("Petra Novak", Duty.ADMIN, "Headquarters")


@pytest.fixture
def iris(db: None) -> User:
    """Iris, auditor."""
    return factories.official("Iris Vance", Duty.AUDITOR, "Headquarters")


# --- Conversations -------------------------------------------------------------------


@pytest.fixture
def question(carl: User, northwind: Account, ivan: User) -> Conversation:
    """What Carl asked about a tariff number; it is with Ivan."""
    return factories.opened(by=carl, account=northwind)


@pytest.fixture
def secret(zoe: User, contoso: Account) -> Conversation:
    """What the other company asked; nobody of Northwind may know of it."""
    return factories.opened(
        by=zoe, account=contoso, subject="Canary of Contoso", text="Canary in a text"
    )
