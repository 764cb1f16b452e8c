"""One valid row per model, and the few situations that many tests begin with."""

from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import uuid4

import factory
from django.db.models import Model

from accounts.models import (
    Account,
    AccountEvent,
    Assignment,
    Center,
    Membership,
    Posting,
    StaffEvent,
    User,
)
from accounts.states import Duty, OfficeKind, ProgramStatus, Role
from conversations import actions
from conversations.models import Conversation, Entry
from portal import rls
from portal.history import save_as
from tests.database import as_owner

Row = TypeVar("Row", bound=Model)

LONG_AGO = datetime(2024, 3, 4, 15, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


class RowFactory(factory.django.DjangoModelFactory[Row]):
    """Makes rows as the owner, so that no test needs an admin to begin."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_owner():
            row = model_class(*args, **kwargs)
            if hasattr(model_class, "history"):
                return save_as(row, by=None, why="Made for a test", at=LONG_AGO)
            row.save(force_insert=True)
            return row


class UserFactory(RowFactory[User]):
    class Meta:
        model = User
        exclude = ["first"]

    name = factory.Sequence(lambda number: f"Person {number}")
    first = factory.LazyAttribute(lambda user: user.name.split()[0].lower())
    subject = factory.LazyAttribute(lambda user: f"test:{user.first}:{uuid4()}")
    email = factory.LazyAttribute(lambda user: f"{user.first}@example.test")
    time_zone = "America/New_York"
    password = "!"


class AccountFactory(RowFactory[Account]):
    class Meta:
        model = Account

    legal_name = factory.Sequence(lambda number: f"Company {number}")
    status = ProgramStatus.MEMBER
    importer_numbers = factory.LazyFunction(lambda: ["89-123456700"])
    accepted_on = date(2024, 2, 29)
    letter_on = date(2026, 3, 29)
    center = factory.LazyFunction(lambda: Center.objects.get(code="CEE007"))


class MembershipFactory(RowFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    account = factory.SubFactory(AccountFactory)
    role = Role.CONTACT
    since = LONG_AGO


class PostingFactory(RowFactory[Posting]):
    class Meta:
        model = Posting

    official = factory.SubFactory(UserFactory)
    duty = Duty.IMPORT_SPECIALIST
    office = OfficeKind.CENTER
    center = factory.LazyFunction(lambda: Center.objects.get(code="CEE007"))
    since = LONG_AGO


class AssignmentFactory(RowFactory[Assignment]):
    class Meta:
        model = Assignment

    account = factory.SubFactory(AccountFactory)
    official = factory.SubFactory(UserFactory)
    duty = Duty.NAM
    since = LONG_AGO


class AccountEventFactory(RowFactory[AccountEvent]):
    class Meta:
        model = AccountEvent

    account = factory.SubFactory(AccountFactory)
    at = LONG_AGO
    kind = "enrolled"
    sentence = "Company was enrolled."


class StaffEventFactory(RowFactory[StaffEvent]):
    class Meta:
        model = StaffEvent

    account = factory.SubFactory(AccountFactory)
    at = LONG_AGO
    kind = "enrolled"
    sentence = "Company was looked at."


# --- Situations ----------------------------------------------------------------------


def member(name: str, account: Account, role: Role) -> User:
    """Make a person who stands for a company."""
    user = UserFactory.create(name=name)
    MembershipFactory(user=user, account=account, role=role)
    return user


def closed(user: User) -> User:
    """Close a person's sign-in."""
    with as_owner():
        user.is_active = False
        return save_as(user, by=None, why="Made for a test", at=LONG_AGO)


def official(name: str, duty: Duty, office: Center | str) -> User:
    """Make an official with a duty at a Center, or at another office by its name."""
    user = UserFactory.create(name=name)
    if isinstance(office, Center):
        PostingFactory(official=user, duty=duty, center=office)
    else:
        away = OfficeKind.FIELD
        PostingFactory(
            official=user, duty=duty, office=away, office_name=office, center=None
        )
    return user


def assigned(user: User, account: Account, duty: Duty) -> User:
    """Let an official look after a company."""
    AssignmentFactory(account=account, official=user, duty=duty)
    return user


def opened(
    *,
    by: User,
    account: Account,
    subject: str = "Which number fits the lamp?",
    text: str = "A lamp with a **speaker** in its foot.",
    topic: str = "classification",
) -> Conversation:
    """Open a conversation as a person does, in their own context."""
    opening = actions.Opening(topic=topic, subject=subject, text=text, key=uuid4())
    with rls.entered(by.pk):
        return actions.open_conversation(opening, account=account, by=anew(by))


def said(conversation: Conversation, *, by: User, text: str = "Thank you.") -> Entry:
    """Reply as a person does, in their own context."""
    with rls.entered(by.pk):
        return actions.reply(
            conversation=conversation, text=text, key=uuid4(), by=anew(by)
        )


def anew(user: User) -> User:
    """Return a person as the next request would load them."""
    return User.objects.get(pk=user.pk)
