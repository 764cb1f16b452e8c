"""Bringing people in and posting officials to offices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from accounts.actions import duties, people
from accounts.actions.people import Person
from accounts.models import Center, Posting, User
from accounts.states import Duty, OfficeKind
from portal import rls
from tests.database import as_owner
from tests.factories import PASSWORD, PostingFactory, UserFactory, anew

GRACE = Person(
    subject="provider:4711",
    name="Grace Whitfield",
    email="grace@example.test",
    time_zone="America/Los_Angeles",
    password=make_password(PASSWORD),
)
SPRING = datetime(2026, 4, 1, 13, 0, tzinfo=UTC)


@pytest.fixture
def admin(petra: User) -> Iterator[User]:
    """Petra, in context."""
    with rls.entered(petra.pk):
        yield anew(petra)


def test_petra_brings_a_person_in_who_stands_for_nobody_yet(admin: User) -> None:
    grace = people.register(GRACE, by=admin)

    assert User.objects.get(pk=grace.pk).check_password(PASSWORD)
    assert rls.sight(grace.pk) == rls.Sight(person=grace.pk)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"time_zone": "America/Nowhere"},
        {"email": "grace at example"},
        {"name": ""},
        {"subject": ""},
    ],
)
def test_a_value_that_cannot_be_stored_is_refused(
    spoilt: dict[str, str], admin: User
) -> None:
    with pytest.raises(ValidationError):
        people.register(replace(GRACE, **spoilt), by=admin)


def test_a_subject_id_belongs_to_one_person_for_good(admin: User) -> None:
    people.register(GRACE, by=admin)

    with pytest.raises(ValidationError):
        people.register(replace(GRACE, name="Somebody else"), by=admin)


def test_an_address_may_belong_to_several(admin: User) -> None:
    people.register(GRACE, by=admin)
    people.register(replace(GRACE, subject="provider:4712"), by=admin)

    assert User.objects.filter(email=GRACE.email).count() == 2


def test_who_is_posted_to_a_center_sees_its_rows(
    admin: User, electronics: Center
) -> None:
    grace = people.register(GRACE, by=admin)
    duties.post(
        official=grace, duty=Duty.IMPORT_SPECIALIST, office=electronics, by=admin
    )

    sight = rls.sight(grace.pk)
    assert (sight.centers, sight.staff, sight.admin) == ((electronics.pk,), True, False)


@pytest.mark.parametrize(
    ("duty", "kind"),
    [(Duty.SCSS, OfficeKind.FIELD), (Duty.NAM, OfficeKind.HEADQUARTERS)],
)
def test_who_is_posted_elsewhere_sees_only_what_is_assigned(
    duty: Duty, kind: OfficeKind, admin: User
) -> None:
    grace = people.register(GRACE, by=admin)
    posting = duties.post(official=grace, duty=duty, office="Long Beach", by=admin)

    assert (posting.office, posting.place) == (kind, "Long Beach")
    assert rls.sight(grace.pk).centers == ()


def test_nobody_has_a_duty_twice_at_a_time(
    admin: User, theo: User, electronics: Center
) -> None:
    with pytest.raises(ValidationError):
        duties.post(
            official=theo, duty=Duty.IMPORT_SPECIALIST, office=electronics, by=admin
        )

    assert Posting.objects.filter(official=theo).count() == 1


def test_nor_where_only_the_database_looks(theo: User, electronics: Center) -> None:
    with pytest.raises(IntegrityError, match="posting_one_of_a_duty_at_a_time"):
        PostingFactory.create(official=theo, center=electronics, since=SPRING)


@pytest.mark.parametrize(
    "wrong",
    [
        {"office": OfficeKind.CENTER, "center": None},
        {"office": OfficeKind.FIELD, "center": None, "office_name": ""},
        {"office": OfficeKind.HEADQUARTERS, "office_name": "Washington"},
    ],
)
def test_a_posting_names_its_office(wrong: dict[str, object], db: None) -> None:
    with pytest.raises(IntegrityError, match="posting_names_its_office"):
        PostingFactory.create(**wrong)


@pytest.mark.parametrize("person", ["carl", "olga", "ivan", "nora", "sam"])
def test_only_petra_brings_people_in_and_posts_them(
    person: str, electronics: Center, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    with rls.entered(user.pk):
        by = anew(user)
        with pytest.raises(PermissionDenied, match="Only a program admin"):
            people.register(GRACE, by=by)
        with pytest.raises(PermissionDenied, match="Only a program admin"):
            duties.post(official=by, duty=Duty.ADMIN, office=electronics, by=by)


# --- The first admin -----------------------------------------------------------------


def test_an_empty_installation_gets_its_first_admin(db: None) -> None:
    grace = duties.found(GRACE)

    with rls.entered(grace.pk) as sight:
        assert sight.admin
        assert anew(grace).current_postings[0].place == "Program office"


def test_a_second_one_is_refused(petra: User) -> None:
    with pytest.raises(PermissionDenied, match="There is a program admin already"):
        duties.found(GRACE)

    with as_owner():
        assert Posting.objects.count() == 1


def test_founding_leaves_nobody_in_context(db: None) -> None:
    duties.found(GRACE)

    assert not any(rls.current().values())
    assert not User.objects.exists()


def test_not_even_an_ended_admin_leaves_the_door_open(db: None) -> None:
    gone = UserFactory.create()
    PostingFactory.create(official=gone, duty=Duty.ADMIN, until=SPRING)

    with pytest.raises(PermissionDenied):
        duties.found(GRACE)
