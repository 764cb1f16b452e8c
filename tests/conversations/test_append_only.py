"""What was said stands: nobody changes or removes an entry, not even the owner."""

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.models import User
from conversations.models import Body, Conversation, Entry
from portal import rls
from tests.database import as_owner

TABLES = ["conversations_entry", "conversations_body"]
CHANGES = [
    "UPDATE {} SET account_id = account_id",
    "UPDATE {} SET account_id = account_id WHERE false",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
]
EACH_CHANGE = pytest.mark.parametrize("change", CHANGES)
EACH_TABLE = pytest.mark.parametrize("table", TABLES)


def attempt(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def rows() -> tuple[int, int]:
    with as_owner():
        return Entry.objects.count(), Body.objects.count()


@EACH_TABLE
@EACH_CHANGE
def test_the_web_role_may_not_with_nobody_in_context(
    change: str, table: str, question: Conversation
) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        attempt(change.format(table))

    assert rows() == (2, 2)


@EACH_TABLE
@EACH_CHANGE
def test_the_web_role_may_not_with_the_author_in_context(
    change: str, table: str, carl: User, question: Conversation
) -> None:
    with (
        rls.entered(carl.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        attempt(change.format(table))

    assert rows() == (2, 2)


@EACH_TABLE
@EACH_CHANGE
def test_the_owner_may_not_either(
    change: str, table: str, question: Conversation
) -> None:
    with pytest.raises(ProgrammingError, match="stand as they were written"):
        attempt_as_owner(change.format(table))

    assert rows() == (2, 2)


def attempt_as_owner(statement: str) -> None:
    with as_owner():
        attempt("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE fails for that alone
        attempt(statement)


@EACH_TABLE
def test_the_web_role_cannot_switch_the_triggers_off(
    table: str, question: Conversation
) -> None:
    for statement in (
        f"ALTER TABLE {table} DISABLE TRIGGER USER",
        f"DROP TRIGGER stands ON {table}",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
            attempt(statement)


@EACH_TABLE
@pytest.mark.parametrize("role", ["portal_web", "portal_worker"])
def test_the_roles_at_work_hold_no_right_to_change(
    role: str, table: str, db: None
) -> None:
    with connection.cursor() as cursor:
        for right in ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER"):
            cursor.execute(
                "SELECT has_table_privilege(%s, %s, %s)", [role, table, right]
            )
            assert cursor.fetchone() == (False,), right


def test_a_conversation_is_never_deleted(carl: User, question: Conversation) -> None:
    with rls.entered(carl.pk), pytest.raises(ProgrammingError):
        attempt("DELETE FROM conversations_conversation")

    with as_owner():
        assert Conversation.objects.count() == 1
