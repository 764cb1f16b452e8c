"""Tell one side when the other has first seen what was said last."""

from django.db import migrations

SEEN = """
-- How far somebody has read is theirs alone; that a side has read is for both. Only
-- whoever sees the conversation gets an answer.
CREATE FUNCTION portal_seen(conversation bigint, said integer, by_officials boolean)
    RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT min(m.read_at)
        FROM conversations_readmark AS m
        JOIN conversations_conversation AS c ON c.id = m.conversation_id
        WHERE c.id = conversation AND m.seq >= said
            AND portal_is_official(m.user_id) = by_officials
            AND (
                c.account_id = ANY (portal_ids('portal.own'))
                OR c.center_id = ANY (portal_ids('portal.centers'))
                OR c.id = ANY (portal_ids('portal.given'))
            )
    $$;
REVOKE EXECUTE ON FUNCTION portal_seen(bigint, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_seen(bigint, integer, boolean) TO portal_web;
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_walls")]
    operations = [
        migrations.RunSQL(SEEN, "DROP FUNCTION portal_seen(bigint, integer, boolean)")
    ]
