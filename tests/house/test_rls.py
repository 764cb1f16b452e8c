"""The second wall, row by row: PostgreSQL and an oracle in Python agree."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.db.utils import ProgrammingError
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import Account, AccountEvent, Notice, StaffEvent, User
from conversations.models import Conversation
from onboarding.models import Transition
from portal import rls
from portal.walls import OF_AN_AUDITOR
from tests.database import as_owner
from tests.factories import AccountEventFactory, ReadMarkFactory, anew
from tests.house.edges import EDGES, newcomers
from tests.house.oracle import RULES, Facts, Oracle
from tests.house.settling import settle
from tests.house.tables import append_only, histories, models, tracked_by, walled
from tests.house.town import CAST, Town, undone

PEOPLE = (*CAST, *EDGES)
NEVER_UPDATED = {"conversations_share"}  # by a grant; it does not come to the policy
SITUATIONS = ("nobody", "carl", "petra", "owner")


# The tables of packages that hold rows of people, with what a row needs.
OF_PACKAGES: dict[str, dict[str, Any]] = {
    "account_emailaddress": {"email": "somebody@example.test"},
    "mfa_authenticator": {"type": "totp", "data": {}},
    "usersessions_usersession": {"ip": "192.0.2.1", "session_key": ""},
}


@pytest.fixture(scope="module")
def settled(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Town]:
    """The town with the people at the edges, and a row of each package for each."""
    with django_db_blocker.unblock(), undone():
        town = settle()
        town.people.update(newcomers(town))
        with as_owner():
            for person in town.people.values():
                for table, values in OF_PACKAGES.items():
                    values = {"user": person, **values}
                    if "session_key" in values:
                        values["session_key"] = f"key of {person.pk}"
                    models()[table]._default_manager.create(**values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield town


def ids(table: str) -> set[object]:
    """Return the keys of all rows of a table that the database shows."""
    column = models()[table]._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - names of ours
        return {key for (key,) in cursor.fetchall()}


def allowed(person: User) -> dict[str, set[object]]:
    """Return the keys of the rows that a person may see, as the oracle says."""
    with as_owner():
        oracle = Oracle(person, Facts.read(timezone.now()))
        return {
            table: {
                row.pk
                for row in models()[table]._default_manager.all()
                if oracle.sees(table, row)
            }
            for table in walled()
        }


def test_the_oracle_knows_every_walled_table(town: Town) -> None:
    assert RULES.keys() == set(walled())


def test_every_walled_table_has_rows_that_somebody_may_not_see(town: Town) -> None:
    with as_owner():
        everything = {table: ids(table) for table in walled()}
    seen = allowed(town.people["zoe"])

    assert [table for table in walled() if not everything[table] - seen[table]] == []


def test_nobody_in_context_sees_no_row_of_any_walled_table(town: Town) -> None:
    rls.leave()

    assert {table: ids(table) for table in walled()} == {t: set() for t in walled()}


def test_the_door_shows_people_and_how_they_come_in_only(town: Town) -> None:
    rls.leave()
    rls.open_door()

    assert {t for t in walled() if ids(t)} == {"accounts_user", *OF_PACKAGES}


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_sees_their_rows_and_no_other(town: Town, name: str) -> None:
    person = town.people[name]
    may_see = allowed(person)

    with rls.entered(person.pk):
        seen = {table: ids(table) for table in walled()}

    foreign = {t: seen[t] - may_see[t] for t in seen if seen[t] - may_see[t]}
    missing = {t: may_see[t] - seen[t] for t in seen if may_see[t] - seen[t]}
    assert foreign == {}
    assert missing.keys() <= histories(), "Histories may show less."


@pytest.mark.parametrize("name", PEOPLE)
def test_filters_and_walls_show_the_same_rows(town: Town, name: str) -> None:
    with rls.entered(town.people[name].pk):
        person = anew(town.people[name])
        for model in filtered():
            visible: Any = model._default_manager
            keys = set(visible.visible_to(person).values_list("pk", flat=True))

            assert keys == ids(model._meta.db_table), model


def filtered() -> list[type[Model]]:
    """Return the models whose rows Python limits to what a person may see."""
    return [
        model
        for table, model in models().items()
        if table in RULES and not tracked_by(model)
        if hasattr(model._default_manager, "visible_to")
    ]


def test_the_rows_that_people_look_for_have_a_filter() -> None:
    looked_for = {Account, AccountEvent, Conversation, Notice, StaffEvent, Transition}

    assert looked_for <= set(filtered())


# --- Writing -----------------------------------------------------------------------


@pytest.mark.parametrize("situation", SITUATIONS)
def test_what_stands_is_refused_to_everybody(town: Town, situation: str) -> None:
    for table, verb in product(sorted(append_only()), ("UPDATE", "DELETE", "TRUNCATE")):
        with pytest.raises(ProgrammingError) as refusal, undone():
            change(town, situation, table, verb)

        says = "stand as they were" if situation == "owner" else "permission denied"
        assert says in str(refusal.value), (table, verb)


def change(town: Town, situation: str, table: str, verb: str) -> None:
    column = models()[table]._meta.pk.column
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",  # noqa: S608
        "DELETE": f"DELETE FROM {table}",  # noqa: S608
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }[verb]
    with connection.cursor() as cursor:
        if situation == "owner":
            cursor.execute("SET ROLE portal_owner")
        elif situation != "nobody":
            rls.enter(town.people[situation].pk)
        cursor.execute(statement)


def test_carl_writes_no_row_of_another_company(town: Town) -> None:
    event = AccountEventFactory.build(account=town.contoso, by=town.people["carl"])
    mark = ReadMarkFactory.build(user=town.people["zoe"], conversation=town.secret)
    for row in (event, mark):
        rls.enter(town.people["carl"].pk)
        with pytest.raises(ProgrammingError, match="row-level security"), undone():
            row.save(force_insert=True)


def test_carl_changes_no_row_that_he_does_not_see(town: Town) -> None:
    with rls.entered(town.people["carl"].pk):
        secret = Conversation.objects.filter(pk=town.secret.pk)

        assert secret.update(subject="Mine now") == 0


def test_an_auditor_rewrites_no_row_but_their_own(town: Town) -> None:
    for table in set(walled()) - append_only() - NEVER_UPDATED:
        rls.enter(town.people["iris"].pk)
        if table in OF_AN_AUDITOR or not models()[table]._default_manager.exists():
            continue
        column = models()[table]._meta.pk.column
        with (
            pytest.raises(ProgrammingError, match='policy "audit"'),
            undone(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET {column} = {column}")  # noqa: S608 - names of ours


# --- The context -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_context_ends_with_its_transaction() -> None:
    with rls.entered(7):
        assert rls.current()["portal.person"] == "7"
        with rls.entered(8):
            assert rls.current()["portal.person"] == "8"
        assert rls.current()["portal.person"] == "7"

    assert set(rls.current().values()) == {""}


@pytest.mark.django_db(transaction=True)
def test_the_context_ends_with_an_error_too() -> None:
    with pytest.raises(ZeroDivisionError), rls.entered(7):
        raise ZeroDivisionError

    assert set(rls.current().values()) == {""}


def test_an_inner_context_is_put_back(town: Town) -> None:
    carl, zoe = town.people["carl"].pk, town.people["zoe"].pk
    with rls.entered(carl):
        outer = rls.current()
        with rls.entered(zoe):
            assert rls.current() != outer
        with pytest.raises(ZeroDivisionError), transaction.atomic(), rls.entered(zoe):
            raise ZeroDivisionError

        assert rls.current() == outer
