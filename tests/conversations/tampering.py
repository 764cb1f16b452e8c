# ruff: noqa: S608  # the statements are all written here, with nobody's words in them
"""What somebody with the owner's rights could do to rows that should stand."""

from django.db import connection

from tests.database import as_owner

STANDING = ("conversations_entry", "conversations_body")
COLUMNS = (
    "conversation_id, account_id, center_id, kind, at, author_id, author_ref, role, "
    "on_behalf_of, body_digest, attachments, prev, digest"
)
COPY = """
    WITH new AS (
        INSERT INTO conversations_entry (seq, {columns})
        SELECT {to}, {columns} FROM conversations_entry WHERE {here}
        RETURNING id
    )
    INSERT INTO conversations_body
        (entry_id, conversation_id, account_id, center_id, salt, text)
    SELECT new.id, conversation_id, account_id, center_id, salt, text
    FROM conversations_body, new WHERE {body}
"""


def tamper(*statements: str, **values: int) -> None:
    """Change what was said, as the owner, with the triggers off."""
    with as_owner(), connection.cursor() as cursor:
        # A table with constraints still to be checked cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in STANDING:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement, values)
        for table in STANDING:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def here(seq: int) -> str:
    return f"conversation_id = %(conversation)s AND seq = {seq}"


def body_of(seq: int) -> str:
    return f"entry_id = (SELECT id FROM conversations_entry WHERE {here(seq)})"


def entry_set(change: str, seq: int = 4) -> str:
    return f"UPDATE conversations_entry SET {change} WHERE {here(seq)}"


def body_set(change: str, seq: int = 4) -> str:
    return f"UPDATE conversations_body SET {change} WHERE {body_of(seq)}"


def head_set(change: str) -> str:
    return f"UPDATE conversations_conversation SET {change} WHERE id = %(conversation)s"


def moved(seq: int, to: int) -> str:
    return entry_set(f"seq = {to}", seq)


def copied(seq: int, to: int) -> str:
    """Return what puts a copy of an entry at another number."""
    return COPY.format(columns=COLUMNS, to=to, here=here(seq), body=body_of(seq))


def erased(seq: int) -> str:
    return f"DELETE FROM conversations_body WHERE {body_of(seq)}"


def dropped(seq: int) -> tuple[str, str]:
    return erased(seq), f"DELETE FROM conversations_entry WHERE {here(seq)}"
