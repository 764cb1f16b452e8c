"""Let an auditor see every Center, and write nothing but what is their own.

The three functions are rewritten where they stand and not written out once more: what
else they say is for the migrations that said it.
"""

import json

from django.db import migrations

from portal import walls

TABLES = ("", *walls.OF_AN_AUDITOR)  # the first is any other
ALLOWED = [walls.written_by_auditors(name) for name in TABLES]

AUDITS = """
CREATE FUNCTION portal_audits(person bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT EXISTS (
        SELECT 1
        FROM accounts_posting AS p JOIN accounts_user AS u ON u.id = p.official_id
        WHERE p.official_id = person AND p.duty = 'AUDITOR' AND u.is_active
          AND portal_holds(p.since, p.until)
    ) $$;
REVOKE EXECUTE ON FUNCTION portal_audits(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_audits(bigint) TO portal_web, portal_worker;
"""

REWRITE = """
DO $do$
DECLARE
    was text := pg_get_functiondef('{function}'::regprocedure);
    says text := replace(was, $old${old}$old$, $new${new}$new$);
BEGIN
    ASSERT says <> was, 'There is nothing to rewrite in {function}.';
    EXECUTE says;
END
$do$;
"""


def rewritten(function: str, old: str, new: str) -> migrations.RunSQL:
    """Return the operation that says something else in the body of a function."""
    return migrations.RunSQL(
        REWRITE.format(function=function, old=old, new=new),
        REWRITE.format(function=function, old=new, new=old),
    )


# Closed Centers too: what was said there still stands.
OF_A_CENTER = """    centers := ARRAY(
        SELECT DISTINCT center_id FROM accounts_posting"""
OF_EVERY_CENTER = """    centers := ARRAY(
        SELECT id FROM accounts_center WHERE 'AUDITOR' = ANY (posts)
        UNION
        SELECT DISTINCT center_id FROM accounts_posting"""
NO_DOOR = "        set_config('portal.door', '', true);"
AND_AUDITOR = f"""        set_config(
            'portal.auditor',
            CASE WHEN portal_audits(person) THEN 'on' ELSE '' END, true
        ),
{NO_DOOR}"""
# Who became an auditor sees what they once held and can do nothing about it.
HELD = "company = ANY (s.own) OR hall = ANY (s.centers)\n        )\n        SELECT"
HELD_BY_NO_AUDITOR = (
    "(company = ANY (s.own) OR hall = ANY (s.centers))\n"
    "                AND NOT portal_audits(holder)\n        )\n        SELECT"
)

READ_ONLY = """
DO $do$
DECLARE
    wall record;
    own jsonb := $own${own}$own$;
BEGIN
    FOR wall IN
        SELECT tablename FROM pg_policies AS sight
        WHERE schemaname = 'public' AND policyname = 'sight' AND NOT EXISTS (
            SELECT FROM pg_policies AS audit
            WHERE audit.tablename = sight.tablename AND audit.policyname = 'audit'
        )
    LOOP
        EXECUTE format(
            'CREATE POLICY audit ON %I AS RESTRICTIVE TO portal_web WITH CHECK (%s)',
            wall.tablename, coalesce(own ->> wall.tablename, own ->> '')
        );
    END LOOP;
END
$do$;
""".replace("{own}", json.dumps(dict(zip(TABLES, ALLOWED, strict=True))))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0035_auditor")]
    operations = [
        migrations.RunSQL(AUDITS, "DROP FUNCTION portal_audits(bigint)"),
        rewritten("portal_sight(bigint)", OF_A_CENTER, OF_EVERY_CENTER),
        rewritten("portal_enter(bigint)", NO_DOOR, AND_AUDITOR),
        rewritten(
            "portal_concerned_officials(bigint, bigint, bigint)",
            HELD,
            HELD_BY_NO_AUDITOR,
        ),
        # Walls that are built from here on have it at once; these stood.
        migrations.RunSQL(READ_ONLY, migrations.RunSQL.noop),
    ]
