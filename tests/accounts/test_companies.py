"""Enrolling companies, and saying who stands for them and who looks after them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.actions import companies
from accounts.actions.companies import Appointment, Profile
from accounts.events import ended_once
from accounts.models import (
    Account,
    AccountEvent,
    Assignment,
    Center,
    Membership,
    User,
)
from accounts.states import Duty, ProgramStatus, Role
from portal import rls
from tests.database import as_owner
from tests.factories import AssignmentFactory, MembershipFactory, UserFactory, anew

PROFILE = Profile(
    legal_name="Saltmarsh Looms",
    importer_numbers=["12-3456789"],
    accepted_on=date(2026, 5, 4),
    letter_on=None,
    status=ProgramStatus.ACTIVE,
)
SPRING = datetime(2026, 4, 1, 13, 0, tzinfo=UTC)
TODAY = timedelta(hours=1)


@pytest.fixture
def admin(petra: User) -> Iterator[User]:
    """Petra, in context."""
    with rls.entered(petra.pk):
        yield anew(petra)


def events(account: Account) -> list[str]:
    with as_owner():
        lines = AccountEvent.objects.filter(account=account).order_by("at", "pk")
        return [line.sentence for line in lines]


# --- Enroll --------------------------------------------------------------------------


def test_petra_enrolls_a_company(admin: User, electronics: Center) -> None:
    account = companies.enroll(PROFILE, center=electronics, by=admin)

    found = Account.objects.get(pk=account.pk)
    assert (found.legal_name, found.status) == ("Saltmarsh Looms", "active")
    assert found.ref.startswith("AC-")
    assert events(found) == ["Saltmarsh Looms was enrolled under Center – Electronics."]


def test_a_letter_cannot_come_before_the_company_joined(
    admin: User, electronics: Center
) -> None:
    early = replace(PROFILE, letter_on=PROFILE.accepted_on - timedelta(days=1))

    with pytest.raises(ValidationError):
        companies.enroll(early, center=electronics, by=admin)


# --- Appoint -------------------------------------------------------------------------


def test_who_is_appointed_sees_the_company_from_then_on(
    admin: User, northwind: Account
) -> None:
    person = UserFactory.create(name="Priya Raman")
    before = rls.sight(person.pk)
    companies.appoint(
        Appointment(Role.OFFICER), user=person, account=northwind, by=admin
    )

    assert (before.own, rls.sight(person.pk).own) == ((), (northwind.pk,))
    assert events(northwind) == ["Priya Raman became company officer."]


def test_who_is_appointed_for_later_sees_nothing_yet(
    admin: User, northwind: Account
) -> None:
    person = UserFactory.create(name="Priya Raman")
    later = Appointment(Role.OFFICER, since=timezone.now() + TODAY)
    companies.appoint(later, user=person, account=northwind, by=admin)

    assert rls.sight(person.pk).own == ()


def test_only_agents_are_given_kinds(admin: User, northwind: Account) -> None:
    person = UserFactory.create()

    with pytest.raises(ValidationError):
        companies.appoint(
            Appointment(Role.CONTACT, kinds=["goods"]),
            user=person,
            account=northwind,
            by=admin,
        )


def test_nobody_stands_twice_for_a_company_at_a_time(
    admin: User, carl: User, northwind: Account
) -> None:
    with pytest.raises(ValidationError):
        companies.appoint(
            Appointment(Role.VIEWER), user=carl, account=northwind, by=admin
        )

    assert Membership.objects.filter(user=carl).count() == 1


def test_nor_where_only_the_database_looks(carl: User, northwind: Account) -> None:
    with pytest.raises(IntegrityError, match="membership_one_role_at_a_time"):
        MembershipFactory.create(
            user=carl, account=northwind, role=Role.VIEWER, since=SPRING
        )


def test_one_role_may_follow_another(northwind: Account) -> None:
    person = UserFactory.create()
    for since, until in ((SPRING, SPRING + TODAY), (SPRING + TODAY, None)):
        MembershipFactory.create(
            user=person, account=northwind, since=since, until=until
        )

    with as_owner():
        assert Membership.objects.filter(user=person).current().count() == 1


def test_a_role_cannot_end_before_it_begins(northwind: Account) -> None:
    with pytest.raises(IntegrityError, match="membership_ends_after_it_begins"):
        MembershipFactory.create(account=northwind, since=SPRING, until=SPRING)


# --- Assign --------------------------------------------------------------------------


def test_who_is_assigned_is_named_to_the_company(
    admin: User, northwind: Account, theo: User
) -> None:
    companies.assign(
        account=northwind, official=theo, duty=Duty.IMPORT_SPECIALIST, by=admin
    )

    assert events(northwind) == [
        "Theo Lindgren became import specialist for Northwind Traders."
    ]


def test_a_company_has_one_official_for_a_duty(
    admin: User, northwind: Account, ivan: User, theo: User
) -> None:
    with pytest.raises(ValidationError):
        companies.assign(
            account=northwind, official=theo, duty=Duty.IMPORT_SPECIALIST, by=admin
        )

    assert Assignment.objects.filter(account=northwind).count() == 1


def test_also_where_only_the_database_looks(
    northwind: Account, ivan: User, theo: User
) -> None:
    with pytest.raises(IntegrityError, match="assignment_one_of_a_duty_at_a_time"):
        AssignmentFactory.create(
            account=northwind, official=theo, duty=Duty.IMPORT_SPECIALIST, since=SPRING
        )


def test_officials_of_different_duties_stand_side_by_side(
    northwind: Account, ivan: User, nora: User, sam: User
) -> None:
    with as_owner():
        assert Assignment.objects.filter(account=northwind).current().count() == 3


@pytest.mark.parametrize("duty", [Duty.ADMIN, Duty.SUPERVISOR])
def test_nobody_looks_after_a_company_as_something_else(
    duty: Duty, northwind: Account
) -> None:
    with pytest.raises(IntegrityError, match="assignment_is_to_an_assignable_duty"):
        AssignmentFactory.create(account=northwind, duty=duty)


# --- Who may -------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["carl", "olga", "ada", "ivan", "nora", "sam"])
def test_only_petra_changes_companies_and_duties(
    person: str,
    northwind: Account,
    electronics: Center,
    request: pytest.FixtureRequest,
) -> None:
    user: User = request.getfixturevalue(person)
    with rls.entered(user.pk):
        by = anew(user)
        tries = (
            lambda: companies.enroll(PROFILE, center=electronics, by=by),
            lambda: companies.appoint(
                Appointment(Role.OFFICER), user=by, account=northwind, by=by
            ),
            lambda: companies.assign(
                account=northwind, official=by, duty=Duty.NAM, by=by
            ),
        )
        for attempt in tries:
            with pytest.raises(PermissionDenied, match="Only a program admin"):
                attempt()


# --- Dated back ----------------------------------------------------------------------


def test_what_happened_before_the_portal_is_dated_when_it_did(
    admin: User, electronics: Center, theo: User
) -> None:
    person = UserFactory.create(name="Priya Raman")
    account = companies.enroll(PROFILE, center=electronics, by=admin, at=SPRING)
    role = companies.appoint(
        Appointment(Role.OFFICER), user=person, account=account, by=admin, at=SPRING
    )
    task = companies.assign(
        account=account, official=theo, duty=Duty.NAM, by=admin, at=SPRING
    )

    with as_owner():
        lines = AccountEvent.objects.filter(account=account)
        assert {line.at for line in lines} == {SPRING}
        assert {row.history.get().history_date for row in (account, role, task)} == {
            SPRING
        }
    assert (role.since, task.since) == (SPRING, SPRING)


def test_a_line_ends_in_one_period(
    admin: User, electronics: Center, theo: User
) -> None:
    profile = replace(PROFILE, legal_name="Saltmarsh Looms, Inc.")
    account = companies.enroll(profile, center=electronics, by=admin)
    companies.assign(account=account, official=theo, duty=Duty.NAM, by=admin)

    assert events(account)[1].endswith(" for Saltmarsh Looms, Inc.")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("It went to Saltmarsh, Inc..", "It went to Saltmarsh, Inc."),
        ("It went on.", "It went on."),
        ("It went on ...", "It went on ..."),
    ],
)
def test_a_name_lends_its_period_to_the_sentence(said: str, written: str) -> None:
    assert ended_once(said) == written
