"""Count open conversations for those who hand companies over and may not read them."""

from django.db import migrations

COUNTS = """
-- How many open conversations of each company somebody holds, or, of nobody, how many
-- wait in the queue for a duty. Only numbers, for the program admin; for supervisors
-- those of their Centers.
CREATE FUNCTION portal_open_counts(official bigint, asked text)
    RETURNS TABLE (account bigint, conversations bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT account_id, count(*) FROM conversations_conversation
        WHERE state = 'open'
          AND (holder_id = official
               OR official IS NULL AND holder_id IS NULL AND duty = asked)
          AND (portal_flag('admin') OR center_id = ANY (portal_ids('portal.centers')))
        GROUP BY account_id
    $$;
REVOKE EXECUTE ON FUNCTION portal_open_counts(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_open_counts(bigint, text) TO portal_web;
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0006_entry_deeds")]
    operations = [
        migrations.RunSQL(COUNTS, "DROP FUNCTION portal_open_counts(bigint, text)")
    ]
