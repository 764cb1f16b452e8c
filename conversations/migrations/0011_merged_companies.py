"""Let what was given and what is open be found after a company was merged."""

from django.db import migrations

OF_AGENCIES = "s.account_id IN (SELECT unnest(portal_agencies(person)))"
OF_MEMBERSHIPS = """EXISTS (
            SELECT 1 FROM accounts_membership AS m
            WHERE m.user_id = person AND m.account_id = s.account_id
              AND m.role = 'AGENT'
              AND portal_holds(m.since, m.until)
        )"""


def given(of: str) -> str:
    """Return the function of 0002, with which companies somebody is an agent of."""
    return GIVEN.replace("{of}", of)


GIVEN = """
CREATE OR REPLACE FUNCTION portal_given(person bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT coalesce(array_agg(s.conversation_id), '{}')
        FROM conversations_share AS s
        WHERE s.user_id = person AND {of}
    $$;
"""

GOES_ON = "coalesce(a.merged_into_id, a.id)"


def counts(company: str) -> str:
    """Return the function of 0007, with the company under which something counts."""
    return COUNTS.replace("{company}", company)


COUNTS = """
CREATE OR REPLACE FUNCTION portal_open_counts(official bigint, asked text)
    RETURNS TABLE (account bigint, conversations bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT {company}, count(*) FROM conversations_conversation AS c
        JOIN accounts_account AS a ON a.id = c.account_id
        WHERE c.state = 'open'
          AND (c.holder_id = official
               OR official IS NULL AND c.holder_id IS NULL AND c.duty = asked)
          AND (
              portal_flag('admin') OR c.center_id = ANY (portal_ids('portal.centers'))
          )
        GROUP BY 1
    $$;
"""

OPEN_UNDER = """
-- How many conversations of a company are open: a number, for the program admin who is
-- about to merge it.
CREATE FUNCTION portal_open_under(company bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT count(*) FROM conversations_conversation
        WHERE state = 'open' AND account_id = company AND portal_flag('admin')
    $$;
REVOKE EXECUTE ON FUNCTION portal_open_under(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_open_under(bigint) TO portal_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0010_note_walls"),
        ("accounts", "0034_merged_companies"),
    ]
    operations = [
        migrations.RunSQL(given(OF_AGENCIES), given(OF_MEMBERSHIPS)),
        migrations.RunSQL(counts(GOES_ON), counts("a.id")),
        migrations.RunSQL(OPEN_UNDER, "DROP FUNCTION portal_open_under(bigint)"),
    ]
