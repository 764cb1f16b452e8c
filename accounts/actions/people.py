"""Bring people in."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import User
from portal.history import save_as


@dataclass(frozen=True)
class Person:
    """Who somebody is, as the sign-in provider or an admin says.

    Attributes:
        subject: the provider's id, which nobody else ever gets.
        email: a contact, not an identity.
        password: hashed by `make_password`; of None, for who signs in elsewhere.
    """

    subject: str
    name: str
    email: str
    time_zone: str
    password: str


@transaction.atomic
def register(person: Person, *, by: User) -> User:
    """Make a person who may sign in, and stands for nobody yet.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        ValidationError: if a value cannot be stored.
    """
    permissions.may_administer(by).require()
    return make(person, by=by, at=timezone.now())


def make(person: Person, *, by: User | None, at: datetime) -> User:
    """Save a new person; `by` is None only for the installation's first admin."""
    user = User(**asdict(person))
    user.full_clean(exclude=["ref"])
    return save_as(user, by=by, why=_("Registered"), at=at)
