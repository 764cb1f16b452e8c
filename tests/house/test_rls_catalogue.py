"""What PostgreSQL's own catalogue says of tables, policies, rights and roles."""

from collections import defaultdict
from typing import Any

import pytest
from django.db import connection

from portal.walls import FOREIGN
from tests.database import as_owner
from tests.house.tables import append_only, declared, in_catalogue, models, walled

pytestmark = pytest.mark.django_db

WEB, WORKER, OWNER = "portal_web", "portal_worker", "portal_owner"
ROLES = [WEB, WORKER, OWNER, "portal_tester"]
WRITING = ["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
RIGHTS = ["SELECT", *WRITING, "REFERENCES", "TRIGGER", "MAINTAIN"]

# Table → what the web role may do at all, and what the worker may.
DIFFERENT = {
    "accounts_center": ("SELECT INSERT", "SELECT"),
    "accounts_historicalcenter": ("SELECT INSERT", ""),
    "accounts_notice": ("SELECT INSERT", "SELECT INSERT"),
    "accounts_savedview": ("SELECT INSERT DELETE", ""),
    "conversations_share": ("SELECT INSERT", ""),
    "criteria_category": ("SELECT", ""),
    "criteria_criterion": ("SELECT", ""),
    "criteria_phase": ("SELECT", ""),
    "criteria_point": ("SELECT", ""),
    "criteria_version": ("SELECT", ""),
    "django_content_type": ("SELECT", "SELECT"),
    "django_migrations": ("SELECT", "SELECT"),
    "mfa_authenticator": ("SELECT INSERT UPDATE DELETE", ""),
    "usersessions_usersession": ("SELECT INSERT UPDATE DELETE", "SELECT DELETE"),
    "django_session": ("SELECT INSERT UPDATE DELETE", "SELECT DELETE"),
}
# Rights on some columns only.
COLUMNS = {
    ("accounts_center", WEB, "UPDATE"): {"city", "closed_at", "closed_by_id", "name"},
    ("accounts_user", WORKER, "SELECT"): {"id", "name", "email", "is_active"},
    ("accounts_invitation", WORKER, "SELECT"): {
        "accepted_at",
        "email",
        "expires_at",
        "id",
        "ref",
        "revoked_at",
    },
    ("accounts_notice", WORKER, "UPDATE"): {
        "answer",
        "attempts",
        "lease_until",
        "next_at",
        "sent_at",
        "state",
        "tried_at",
    },
}
SEQUENCES = {"accounts_user_id_seq", "conversations_conversation_id_seq"}
# Policies beside the person's sight and the owner's.
FURTHER: dict[str, dict[str, tuple[str, str]]] = {
    "accounts_invitation": {"deliver": (WORKER, "SELECT")},
    "accounts_notice": {
        "owed": (WEB, "INSERT"),
        "claim": (WORKER, "SELECT"),
        "deliver": (WORKER, "UPDATE"),
        "owed_of_introductions": (WORKER, "INSERT"),
    },
    "accounts_user": {"deliver": (WORKER, "SELECT")},
    "usersessions_usersession": {
        "ended": (WORKER, "SELECT"),
        "clear": (WORKER, "DELETE"),
    },
}


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


# --- Tables ------------------------------------------------------------------------


def test_every_table_says_its_kind() -> None:
    assert [table for table in in_catalogue() if declared(table) is None] == []


def test_no_kind_is_declared_for_a_table_that_is_not_there() -> None:
    assert FOREIGN.keys() <= in_catalogue()
    assert models().keys() <= in_catalogue()


def test_every_walled_table_is_closed_to_its_owner_too() -> None:
    closed = {
        table
        for (table,) in rows(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
    }

    assert closed == set(walled())


def test_every_walled_table_has_its_policies_and_no_others() -> None:
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for table, policy, permissive, roles, command in rows(
        "SELECT tablename, policyname, permissive, roles::text[], cmd FROM pg_policies"
    ):
        assert (permissive == "RESTRICTIVE") is (policy == "audit")
        found[table][policy] = (",".join(roles), command)

    usual = {"sight": (WEB, "ALL"), "owner": (OWNER, "ALL"), "audit": (WEB, "ALL")}
    assert found == {table: usual | FURTHER.get(table, {}) for table in walled()}


def test_only_the_owner_sees_every_row_by_policy() -> None:
    everything = rows(
        "SELECT tablename, policyname FROM pg_policies "
        "WHERE qual = 'true' AND roles <> '{portal_owner}'"
    )

    # Its rights are on some columns; see below.
    assert everything == [("accounts_user", "deliver")]


def test_what_may_be_written_is_what_may_be_seen() -> None:
    apart = rows(
        "SELECT tablename FROM pg_policies WHERE policyname = 'sight' "
        "AND qual IS DISTINCT FROM with_check"
    )

    assert apart == []


def test_long_lists_are_hashed_and_not_gone_through_for_every_row() -> None:
    gone_through = rows(
        "SELECT tablename FROM pg_policies WHERE qual ~ "
        r"'ANY \(\( SELECT portal_ids\(''portal\.(own|agent|given|people)'"
    )

    assert gone_through == []


# --- Rights ------------------------------------------------------------------------


def rights() -> dict[str, tuple[str, str]]:
    """Return what the two roles may do with each table, default privileges included."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for table, role, right, has in rows(
        "SELECT relname, role, may, has_table_privilege(role, pg_class.oid, may) "
        "FROM pg_class, unnest(%s) AS role, unnest(%s) AS may "
        "WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('r', 'p', 'v', 'm')",
        [WEB, WORKER],
        RIGHTS,
    ):
        found[table][role] += [right] if has else []
    return {
        table: (" ".join(of[WEB]), " ".join(of[WORKER])) for table, of in found.items()
    }


def expected_rights(table: str) -> tuple[str, str]:
    if table in DIFFERENT:
        return DIFFERENT[table]
    if table not in set(walled()):
        return "", ""
    return ("SELECT INSERT" if table in append_only() else "SELECT INSERT UPDATE"), ""


def test_both_roles_may_do_what_is_listed_and_no_more() -> None:
    assert rights() == {table: expected_rights(table) for table in in_catalogue()}


def test_what_stands_is_never_updated_deleted_or_truncated() -> None:
    forbidden = {"UPDATE", "DELETE", "TRUNCATE"}
    for table in append_only():
        assert not forbidden & {*" ".join(rights()[table]).split()}, table


def test_rights_on_columns_are_the_listed_ones() -> None:
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for table, column, role, right in rows(
        "SELECT attrelid::regclass::text, attname, grantee::regrole::text, "
        "privilege_type FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid, "
        "aclexplode(attacl) WHERE relnamespace = 'public'::regnamespace"
    ):
        found[table, role, right].add(column)

    assert found == COLUMNS


def test_default_privileges_do_not_open_what_a_wall_closes() -> None:
    from portal import walls

    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
            "GRANT ALL ON TABLES TO portal_web, portal_worker, PUBLIC"
        )
        cursor.execute("CREATE TABLE accounts_planted (id bigint)")
        assert "TRUNCATE" in rights()["accounts_planted"][0]
        for operation in (
            walls.wall("accounts_planted", "false", grants="SELECT, INSERT"),
            walls.append_only("accounts_planted"),
        ):
            cursor.execute(str(operation.sql))

        assert rights()["accounts_planted"] == ("SELECT INSERT", "")


def test_a_planted_table_without_a_kind_or_a_wall_is_found() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE accounts_planted (id bigint)")

        assert "accounts_planted" in set(walled())
        with pytest.raises(AssertionError):
            test_every_table_says_its_kind()
        with pytest.raises(AssertionError):
            test_every_walled_table_is_closed_to_its_owner_too()


def test_the_web_role_takes_numbers_from_the_listed_sequences_only() -> None:
    usable = rows(
        "SELECT relname FROM pg_class WHERE relkind = 'S' "
        "AND relnamespace = 'public'::regnamespace AND EXISTS (SELECT 1 "
        "FROM unnest(%s) AS role WHERE has_sequence_privilege(role, pg_class.oid, "
        "'USAGE, SELECT, UPDATE'))",
        [WEB, WORKER],
    )

    assert {name for (name,) in usable} == SEQUENCES


# --- Roles and functions -----------------------------------------------------------


def test_no_role_of_the_portal_is_above_the_walls() -> None:
    powers = rows(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND "
        "(rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication "
        "OR rolcreatedb AND rolname <> 'portal_tester')",
        ROLES,
    )
    memberships = rows(
        "SELECT member::regrole::text FROM pg_auth_members "
        "WHERE member::regrole::text = ANY (%s)",
        ROLES,
    )

    assert powers == []
    assert {member for (member,) in memberships} == {"portal_tester"}


def test_those_who_serve_own_nothing_and_make_nothing() -> None:
    owned = rows(
        "SELECT classid::regclass, objid FROM pg_shdepend WHERE deptype = 'o' "
        "AND refobjid::regrole::text IN ('portal_web', 'portal_worker')"
    )
    creating = rows(
        "SELECT role FROM unnest(%s) AS role "
        "WHERE has_schema_privilege(role, 'public', 'CREATE')",
        [WEB, WORKER],
    )

    assert owned == []
    assert creating == []


def test_functions_that_see_everything_are_the_owners_and_look_nowhere_else() -> None:
    functions = rows(
        "SELECT proname, proowner::regrole::text, proconfig, "
        "has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )

    assert functions, "There are such functions."
    for name, owner, config, is_public in functions:
        assert owner == OWNER, name
        assert config == ["search_path=public, pg_temp"], name
        assert not is_public, name


def test_what_stands_is_guarded_by_a_trigger_for_each_statement() -> None:
    each_row, before, deletes, updates, truncates = 1, 2, 8, 16, 32
    guarded = rows(
        "SELECT tgrelid::regclass::text FROM pg_trigger "
        "WHERE tgfoid = 'portal_refuse'::regproc AND tgenabled IN ('O', 'A') "
        "AND tgtype & %s = 0 AND tgtype & %s = %s",
        each_row,
        before | deletes | updates | truncates,
        before | deletes | updates | truncates,
    )

    assert {table for (table,) in guarded} == append_only()
