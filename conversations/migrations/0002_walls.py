"""Wall in the conversations, make what was said stand, and tell what is given."""

from django.db import migrations

from portal import walls
from portal.walls import PERSON

GIVEN = """
CREATE OR REPLACE FUNCTION portal_given(person bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT coalesce(array_agg(s.conversation_id), '{}')
        FROM conversations_share AS s
        WHERE s.user_id = person AND EXISTS (
            SELECT 1 FROM accounts_membership AS m
            WHERE m.user_id = person AND m.account_id = s.account_id
              AND m.role = 'AGENT'
              AND portal_holds(m.since, m.until)
        )
    $$;
"""

NOTHING_GIVEN = """
CREATE OR REPLACE FUNCTION portal_given(person bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT '{}'::bigint[] $$;
"""

ONE_WRITES = "SELECT, INSERT"
SEQUENCE = "conversations_conversation_id_seq"


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial"), ("accounts", "0003_walls")]
    operations = [
        walls.conversation(
            "conversations_conversation",
            conversation="id",
            grants="SELECT, INSERT, UPDATE",
        ),
        walls.conversation("conversations_entry", grants=ONE_WRITES),
        walls.conversation("conversations_body", grants=ONE_WRITES),
        walls.conversation("conversations_share", grants=ONE_WRITES),
        walls.wall("conversations_readmark", f"user_id = {PERSON}"),
        walls.append_only("conversations_entry"),
        walls.append_only("conversations_body"),
        migrations.RunSQL(GIVEN, NOTHING_GIVEN),
        # A conversation's id is taken before its row is made; see rls.give.
        migrations.RunSQL(
            f"GRANT USAGE ON SEQUENCE {SEQUENCE} TO portal_web",
            f"REVOKE USAGE ON SEQUENCE {SEQUENCE} FROM portal_web",
        ),
    ]
