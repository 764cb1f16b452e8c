"""How each table is walled in: kinds, and the migration operations that build them.

A model says its kind in a class attribute, `wall = Company()`; the migration that
makes the table calls the operation of the same kind. tests/house/test_rls.py holds
the two, and PostgreSQL's catalogue, against each other.
"""

from dataclasses import dataclass

from django.db.migrations.operations import RunSQL

WEB, WORKER, OWNER = "portal_web", "portal_worker", "portal_owner"


@dataclass(frozen=True)
class Company:
    """Rows of one company: its people, its agents by gift, its Center, its NAM."""


@dataclass(frozen=True)
class Staff:
    """Rows that no member ever sees."""


@dataclass(frozen=True)
class Person:
    """Rows of one person."""


@dataclass(frozen=True)
class Global:
    """Rows that need no wall, with the reason why."""

    reason: str


Wall = Company | Staff | Person | Global

NO_ROWS_ELSEWHERE = (
    "Never written: who signs in elsewhere is a person by the subject id."
)
# Tables of packages, which cannot say their kind themselves.
FOREIGN: dict[str, Wall] = {
    "account_emailaddress": Person(),
    "account_emailconfirmation": Global(
        "Never written: an address is a contact here, and nothing hangs on it."
    ),
    "mfa_authenticator": Person(),
    "usersessions_usersession": Person(),
    "socialaccount_socialaccount": Global(NO_ROWS_ELSEWHERE),
    "socialaccount_socialapp": Global(NO_ROWS_ELSEWHERE),
    "socialaccount_socialtoken": Global(NO_ROWS_ELSEWHERE),
    "auth_group": Global("Never written: roles are memberships and postings."),
    "auth_group_permissions": Global("Never written, like auth_group."),
    "auth_permission": Global("Names of Django's own permissions, never used."),
    "django_content_type": Global("Names of models."),
    "django_migrations": Global("Names of migrations."),
    "django_session": Global(
        "Looked up by its random key before anybody can be in context; it holds "
        "the person's number and whom they act for, no text."
    ),
}


LONG = frozenset({"own", "agent", "given", "people"})  # lists, maybe of thousands


def among(column: str, *settings: str) -> str:
    """Return SQL that is true where the column is in one of the context lists."""
    return " OR ".join(f"{column} {is_in(setting)}" for setting in settings)


def is_in(setting: str) -> str:
    """Return SQL for being in a context list, computed once a query, not once a row.

    A short list is an array, by which an index can be entered. A long one is hashed:
    each row would be compared with every element of an array.
    """
    if setting in LONG:
        return f"IN (SELECT unnest(portal_ids('portal.{setting}')))"
    return f"= ANY ((SELECT portal_ids('portal.{setting}'))::bigint[])"


PERSON = "(SELECT portal_person())"
STAFF = "(SELECT portal_flag('staff'))"
ADMIN = "(SELECT portal_flag('admin'))"
DOOR = "(SELECT portal_flag('door'))"
AUDITOR = "(SELECT portal_flag('auditor'))"
# What an auditor writes at all is their own: table → SQL for that.
OF_AN_AUDITOR = {
    "accounts_user": f"id = {PERSON}",
    "accounts_historicaluser": f"id = {PERSON}",
    # Whoever forgot a password asks for a link by an address, whosever it is.
    "accounts_notice": f"recipient_id = {PERSON} OR kind = 'sign_in'",
    "accounts_savedview": f"user_id = {PERSON}",
    "accounts_staffread": f"opened_by_id = {PERSON}",
    "account_emailaddress": f"user_id = {PERSON}",
    "mfa_authenticator": f"user_id = {PERSON}",
    "usersessions_usersession": f"user_id = {PERSON}",
}
OF_MY_CENTERS = (
    "(SELECT id FROM accounts_account "  # noqa: S608 - names of ours
    f"WHERE {among('center_id', 'centers')})"
)


def wall(table: str, sight: str, *, grants: str = "SELECT, INSERT, UPDATE") -> RunSQL:
    """Return the operation that closes a table to all rows but those in sight.

    Args:
        table: its name in the database.
        sight: SQL over the table's columns and the context, true for rows in sight.
        grants: what the web role may do at all; deleting is rarely among it.
    """
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY sight ON {table} TO {WEB} USING ({sight}) WITH CHECK ({sight});
        CREATE POLICY owner ON {table} TO {OWNER} USING (true) WITH CHECK (true);
        {read_only(table)}
        REVOKE ALL ON {table} FROM PUBLIC, {WEB}, {WORKER};
        GRANT {grants} ON {table} TO {WEB};
        """,
        f"""
        DROP POLICY sight ON {table};
        DROP POLICY owner ON {table};
        DROP POLICY audit ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def read_only(table: str) -> str:
    """Return SQL that refuses what an auditor would write, but for what is their own.

    It stands beside `sight` and narrows it. It says nothing of reading, so that it
    costs reading nothing, and a row that is locked or hidden stays as it is.
    """
    return (
        f"CREATE POLICY audit ON {table} AS RESTRICTIVE TO {WEB} "
        f"WITH CHECK ({written_by_auditors(table)});"
    )


def written_by_auditors(table: str) -> str:
    """Return SQL that is true for what may be written, whoever is in context."""
    own = OF_AN_AUDITOR.get(table)
    return f"NOT {AUDITOR} OR {own}" if own else f"NOT {AUDITOR}"


def unwalled(table: str, *, web: str = "", worker: str = "") -> RunSQL:
    """Return the operation that grants a global table, and nothing more."""
    grants = [
        f"GRANT {rights} ON {table} TO {role};"
        for role, rights in ((WEB, web), (WORKER, worker))
        if rights
    ]
    revoke = f"REVOKE ALL ON {table} FROM PUBLIC, {WEB}, {WORKER};"
    return RunSQL(" ".join([revoke, *grants]), RunSQL.noop)


def append_only(table: str) -> RunSQL:
    """Return the operation after which nobody changes or drops a row of a table.

    The triggers are per statement: a trigger per row would not even fire where row
    security hides the rows. They hold for the owner too, who would have to alter the
    table to switch them off; the chain is there to find that somebody did.
    """
    return RunSQL(
        f"""
        CREATE TRIGGER stands BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse();
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, {WEB}, {WORKER};
        """,
        f"DROP TRIGGER stands ON {table};",
    )


def company(
    table: str, *, account: str = "account_id", beside: str = "", grants: str = ""
) -> RunSQL:
    """Wall a table of the floor of accounts: it follows the account's Center.

    Args:
        table: its name in the database.
        account: the column that names the account.
        beside: SQL for further rows in sight, such as one's own membership.
        grants: as in `wall`.
    """
    sight = f"{among(account, 'own')} OR {ADMIN} OR {account} IN {OF_MY_CENTERS}"
    return wall(
        table,
        f"{sight} OR {beside}" if beside else sight,
        **({"grants": grants} if grants else {}),
    )


def conversation(
    table: str, *, conversation: str = "conversation_id", grants: str
) -> RunSQL:
    """Wall a table of the floor of conversations by its three own columns."""
    sight = " OR ".join(
        [
            among("account_id", "own"),
            among("center_id", "centers"),
            among(conversation, "given"),
        ]
    )
    return wall(table, sight, grants=grants)
