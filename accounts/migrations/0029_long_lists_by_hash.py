"""Let policies look long context lists up by hash, where they went through an array.

An official with two thousand companies paid two thousand comparisons a row. Walls that
are built from here on are of this kind at once; these are the ones that stood.
"""

from django.db import migrations

# As PostgreSQL writes the two forms of `portal.walls.is_in`.
ARRAY = (
    r"= ANY \(\( SELECT portal_ids\(''portal\.(own|agent|given|people)''::text\) "
    r"AS portal_ids\)::bigint\[\]\)"
)
HASHED = r"IN (SELECT unnest(portal_ids(''portal.\1'')))"

REWRITE = f"""
DO $$
DECLARE
    wall record;
BEGIN
    FOR wall IN
        SELECT tablename, policyname,
            regexp_replace(qual, '{ARRAY}', '{HASHED}', 'g') AS hashed
        FROM pg_policies
        WHERE schemaname = 'public' AND policyname = 'sight' AND qual ~ '{ARRAY}'
    LOOP
        EXECUTE format(
            'ALTER POLICY %I ON %I USING (%s) WITH CHECK (%s)',
            wall.policyname, wall.tablename, wall.hashed, wall.hashed
        );
    END LOOP;
END
$$;
"""  # noqa: S608 - patterns of ours


class Migration(migrations.Migration):
    dependencies = [("accounts", "0028_saved_view_walls")]
    # Both forms say the same, so that nothing is to be taken back.
    operations = [migrations.RunSQL(REWRITE, migrations.RunSQL.noop)]
