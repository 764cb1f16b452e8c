"""What PostgreSQL refuses: a published version is not changed, cut or added to."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from criteria.catalogue import Catalogue
from tests.database import as_owner

TABLES = (
    "criteria_version",
    "criteria_phase",
    "criteria_category",
    "criteria_criterion",
    "criteria_point",
)
ATTEMPTS = {
    "UPDATE": "UPDATE {table} SET {key} = {key}",
    "no row": "UPDATE {table} SET {key} = {key} WHERE false",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table} CASCADE",
}
LATE = {
    "criteria_phase": "INSERT INTO criteria_phase (version_id, number, name, note) "
    "VALUES (1, 5, 'Late', '')",
    "criteria_category": "INSERT INTO criteria_category "
    "(version_id, number, key, name, focus_area, phase_id) "
    "SELECT version_id, 13, 'late', 'Late', focus_area, phase_id "
    "FROM criteria_category LIMIT 1",
    "criteria_criterion": "INSERT INTO criteria_criterion "
    "(version_id, category_id, number, position, level, earlier_level, title, "
    "summary, evidence, condition, recurrence, retention, applies_to, importers, "
    "remark, read_in) SELECT version_id, category_id, '1.9', 9, 'must', '', 'Late', "
    "'Late', '{late}', '', '', '', '{}', 'probable', '', '' "
    "FROM criteria_criterion WHERE number = '1.1'",
    "criteria_point": "INSERT INTO criteria_point "
    "(version_id, criterion_id, position, level, text) "
    "SELECT version_id, criterion_id, 99, 'must', 'Late' FROM criteria_point LIMIT 1",
}


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def attempt(kind: str, table: str) -> str:
    key = "number" if table == "criteria_version" else "id"
    return ATTEMPTS[kind].format(table=table, key=key)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", ATTEMPTS)
def test_neither_a_page_nor_the_owner_changes_what_is_published(
    few: Catalogue, kind: str, table: str
) -> None:
    statement = attempt(kind, table)

    with pytest.raises(DatabaseError, match="permission denied"):
        run(statement)
    with pytest.raises(DatabaseError, match="stand as they were written"), as_owner():
        run(statement)


@pytest.mark.parametrize("table", LATE)
def test_nothing_joins_a_published_version(few: Catalogue, table: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        run(LATE[table])
    with pytest.raises(DatabaseError, match="nothing joins it"), as_owner():
        run(LATE[table])


@pytest.mark.parametrize("table", TABLES)
def test_roles_of_the_portal_hold_no_right_but_reading(db: None, table: str) -> None:
    rights = {
        (role, right)
        for role in ("portal_web", "portal_worker")
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        if holds(role, table, right)
    }

    assert rights == {("portal_web", "SELECT")}


def holds(role: str, table: str, right: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, right])
        return bool(cursor.fetchone()[0])


def test_what_names_no_version_goes_with_its_transaction(db: None) -> None:
    with pytest.raises(IntegrityError, match="criteria_version"), as_owner():
        run(f"{LATE['criteria_phase']}; SET CONSTRAINTS ALL IMMEDIATE")
