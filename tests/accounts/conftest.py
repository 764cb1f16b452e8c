"""What the tests of people share."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache

from accounts.models import Account, User
from accounts.states import Role
from tests.factories import PASSWORD, MembershipFactory, UserFactory


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Forget the sign-ins of earlier tests, which count against a limit."""
    cache.clear()


@pytest.fixture
def kim(northwind: Account) -> User:
    """Kim, a contact of Northwind with a password."""
    kim = UserFactory.create(name="Kim Vance", password=make_password(PASSWORD))
    MembershipFactory.create(user=kim, account=northwind, role=Role.CONTACT)
    return kim
