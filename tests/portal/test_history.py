"""Rows that change keep who changed them, when and why."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from accounts.actions import companies, duties, people
from accounts.actions.companies import Profile
from accounts.actions.people import Person
from accounts.models import Account, AccountEvent, Center, User
from accounts.states import Duty, ProgramStatus, Role
from portal import rls
from portal.history import save_as
from tests.database import as_owner
from tests.factories import LONG_AGO, UserFactory, anew

TRACKED = [model for model in apps.get_models() if hasattr(model, "history")]
GRACE = Person("provider:1", "Grace Hall", "grace@example.test", "UTC", "!")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def admin(petra: User) -> Iterator[User]:
    """Petra, in context."""
    with rls.entered(petra.pk):
        yield anew(petra)


def kept(row: Any) -> tuple[User | None, str, str]:
    """Return who made a row, why and how, from its history."""
    with as_owner():
        record = row.history.get()
        return record.history_user, record.history_change_reason, record.history_type


def test_a_new_row_names_its_person_and_reason(admin: User, northwind: Account) -> None:
    person = people.register(GRACE, by=admin)
    role = companies.appoint(
        companies.Appointment(Role.VIEWER), user=person, account=northwind, by=admin
    )
    post = duties.post(official=person, duty=Duty.SCSS, office="Miami", by=admin)
    task = companies.assign(
        account=northwind, official=person, duty=Duty.SCSS, by=admin
    )

    assert [kept(row) for row in (person, role, post, task)] == [
        (admin, why, "+") for why in ("Registered", "Appointed", "Posted", "Assigned")
    ]


def test_one_action_has_one_moment_on_all_that_it_writes(
    admin: User, electronics: Center
) -> None:
    profile = Profile(
        "Saltmarsh", ["12-3456789"], date(2026, 5, 4), None, ProgramStatus.PILOT
    )
    account = companies.enroll(profile, center=electronics, by=admin)

    with as_owner():
        event = AccountEvent.objects.get(account=account)
        assert account.history.get().history_date == event.at
    assert kept(account) == (admin, "Enrolled", "+")


def test_founding_has_one_moment_too(db: None) -> None:
    grace = duties.found(GRACE)

    with as_owner():
        moments = {
            grace.history.get().history_date,
            grace.postings.get().history.get().history_date,
        }
    assert len(moments) == 1


def test_a_change_is_added_and_the_earlier_row_stands(northwind: Account) -> None:
    with as_owner():
        northwind.legal_name = "Northwind Trading"
        save_as(northwind, by=None, why="Renamed", at=MONDAY, fields=["legal_name"])
        rows = northwind.history.order_by("history_date").values_list(
            "legal_name", "history_change_reason", "history_date"
        )

        assert list(rows) == [
            ("Northwind Traders", "Made for a test", LONG_AGO),
            ("Northwind Trading", "Renamed", MONDAY),
        ]


def test_only_the_named_fields_are_saved(northwind: Account) -> None:
    with as_owner():
        northwind.legal_name, northwind.status = "Changed", ProgramStatus.SUSPENDED
        save_as(northwind, by=None, why="Status", at=MONDAY, fields=["status"])
        found = Account.objects.get(pk=northwind.pk)

        assert (found.legal_name, found.status) == ("Northwind Traders", "suspended")


def test_passwords_are_not_kept_in_the_history(db: None) -> None:
    person = UserFactory.create(password="secret hash")

    with as_owner():
        assert not hasattr(person.history.get(), "password")


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: str(model.__name__))
def test_changes_that_would_leave_no_trace_are_refused(
    model: type[models.Model], db: None
) -> None:
    rows: Any = model._default_manager
    with pytest.raises(TypeError, match="saved one by one, by save_as"):
        rows.update()
    with pytest.raises(TypeError, match="saved one by one, by save_as"):
        rows.filter(pk=1).update()
    with pytest.raises(TypeError, match="saved one by one, by save_as"):
        rows.bulk_update([], ["pk"])


def test_there_are_tracked_models() -> None:
    names = {model.__name__ for model in TRACKED}

    assert {"User", "Account", "Membership", "Posting", "Assignment"} <= names
