"""Calls and visits: noted by officials, read by both sides but for what is internal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.actions import contacts
from accounts.actions.contacts import AlreadyLogged, Held, NotYetHeld
from accounts.models import (
    Account,
    AccountEvent,
    Contact,
    ContactNote,
    FollowUpDone,
    User,
)
from accounts.states import ContactKind
from portal import rls
from tests.database import as_owner
from tests.factories import ContactFactory, ContactNoteFactory, anew

MARCH = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CALL = Held(
    kind=ContactKind.CALL,
    held_at=MARCH,
    participants=["Nora Blake", "Carl Jensen"],
    shared="We went through the lamps.",
    internal="They are short of staff.",
    follow_up="Send the ruling",
    follow_up_date=date(2026, 3, 20),
)


@pytest.fixture
def manager(nora: User) -> Iterator[User]:
    """Nora, in context."""
    with rls.entered(nora.pk):
        yield anew(nora)


def test_a_call_is_kept_in_two_tables_and_joins_the_timeline(
    manager: User, northwind: Account
) -> None:
    contact = contacts.log(CALL, account=northwind, by=manager)

    assert contact.notes.get().text == "They are short of staff."
    line = AccountEvent.objects.get(account=northwind)
    assert line.sentence == "Nora Blake had a call with Carl Jensen."
    assert line.at == MARCH


def test_without_internal_notes_there_is_no_row_of_them(
    manager: User, northwind: Account
) -> None:
    contacts.log(replace(CALL, internal=""), account=northwind, by=manager)

    assert not ContactNote.objects.exists()


def test_the_line_names_three_and_counts_the_others(
    manager: User, northwind: Account
) -> None:
    visit = replace(CALL, kind=ContactKind.VISIT, participants=["Nora Blake", *"ABCDE"])
    contacts.log(visit, account=northwind, by=manager)

    assert AccountEvent.objects.get(account=northwind).sentence == (
        "Nora Blake visited A, B, C and 2 more."
    )


def test_who_was_not_there_only_noted_it(manager: User, northwind: Account) -> None:
    contacts.log(replace(CALL, participants=["Iris"]), account=northwind, by=manager)

    line = AccountEvent.objects.get(account=northwind)
    assert line.sentence == "Nora Blake noted a call of Iris."


def test_the_same_is_not_noted_twice(manager: User, northwind: Account) -> None:
    contacts.log(CALL, account=northwind, by=manager)
    with pytest.raises(AlreadyLogged, match="on the timeline already"):
        contacts.log(CALL, account=northwind, by=manager)
    contacts.log(replace(CALL, shared="And again."), account=northwind, by=manager)

    assert Contact.objects.count() == 2


def test_what_is_to_come_is_refused(manager: User, northwind: Account) -> None:
    tomorrow = replace(CALL, held_at=timezone.now() + timedelta(days=1))

    with pytest.raises(NotYetHeld, match="Choose a moment that has passed"):
        contacts.log(tomorrow, account=northwind, by=manager)


@pytest.mark.parametrize("person", ["carl", "olga", "ada", "petra", "theo"])
def test_only_officials_who_look_after_it_log(
    person: str, northwind: Account, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    with rls.entered(user.pk), pytest.raises(PermissionDenied):
        contacts.log(CALL, account=northwind, by=anew(user))


@pytest.mark.parametrize(
    ("person", "sees", "notes"),
    [
        ("carl", True, False),
        ("ivan", True, True),
        ("ada", False, False),
        ("zoe", False, False),
        ("theo", False, False),
    ],
)
def test_who_reads_what(
    person: str, sees: bool, notes: bool, northwind: Account,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    ContactNoteFactory(contact__account=northwind)
    user: User = request.getfixturevalue(person)
    with rls.entered(user.pk):
        assert Contact.objects.exists() is sees
        assert Contact.objects.visible_to(anew(user)).exists() is sees
        assert ContactNote.objects.exists() is notes


@pytest.mark.parametrize("model", [Contact, ContactNote])
def test_what_was_noted_stands(
    model: type[Contact | ContactNote], northwind: Account
) -> None:
    ContactNoteFactory(contact__account=northwind)
    change = {"logged_at": MARCH}

    with pytest.raises(DatabaseError), as_owner(), transaction.atomic():
        model.objects.all().update(**change)


def test_a_contact_of_another_company_is_never_counted(
    manager: User, contoso: Account
) -> None:
    ContactFactory(account=contoso)

    assert not Contact.objects.visible_to(manager).exists()


def test_what_follows_is_open_until_it_is_done_and_both_sides_read_so(
    manager: User, northwind: Account
) -> None:
    contact = contacts.log(CALL, account=northwind, by=manager)
    assert Contact.objects.to_follow().get() == contact

    for _ in range(2):
        contacts.finish(contact=contact, by=manager)

    assert not Contact.objects.to_follow().exists()
    lines = AccountEvent.objects.filter(account=northwind).values_list("sentence")
    assert ("Done after the contact: Send the ruling",) in lines
    assert len(lines) == 2


def test_a_contact_without_follow_up_is_never_open(
    manager: User, northwind: Account
) -> None:
    plain = replace(CALL, follow_up="", follow_up_date=None)
    contact = contacts.log(plain, account=northwind, by=manager)
    contacts.finish(contact=contact, by=manager)

    assert not Contact.objects.to_follow().exists()
    assert not FollowUpDone.objects.exists()


@pytest.mark.parametrize("person", ["carl", "olga", "petra"])
def test_only_officials_who_look_after_it_say_it_is_done(
    person: str, northwind: Account, request: pytest.FixtureRequest
) -> None:
    contact = ContactFactory.create(account=northwind, follow_up="Send it.")
    user: User = request.getfixturevalue(person)

    with rls.entered(user.pk), pytest.raises(PermissionDenied):
        contacts.finish(contact=contact, by=anew(user))
