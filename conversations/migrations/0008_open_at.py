"""Count the open conversations of a Center for the admin who is about to close it."""

from django.db import migrations

OPEN_AT = """
-- How many conversations are open at a Center: a number, for program admins, who read
-- none of them.
CREATE FUNCTION portal_open_at(hall bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT count(*) FROM conversations_conversation
        WHERE portal_flag('admin') AND center_id = hall AND state = 'open'
    $$;
REVOKE EXECUTE ON FUNCTION portal_open_at(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_open_at(bigint) TO portal_web;
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0007_open_counts")]
    operations = [migrations.RunSQL(OPEN_AT, "DROP FUNCTION portal_open_at(bigint)")]
