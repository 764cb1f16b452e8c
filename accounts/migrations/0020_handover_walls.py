"""Wall in hand-overs, and let who handed a company over read on for a while."""

from django.db import migrations

from portal import walls

FORMER = """
-- Companies that an official has handed over and may still read. Without a post, and
-- as a program admin, who reads no conversations, nobody does.
CREATE FUNCTION portal_former(person bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT ARRAY(
            SELECT DISTINCT h.account_id FROM accounts_handover AS h
            WHERE h.predecessor_id = person AND h.reads_until > statement_timestamp()
              AND EXISTS (SELECT FROM accounts_user WHERE id = person AND is_active)
              AND EXISTS (
                  SELECT FROM accounts_posting
                  WHERE official_id = person AND portal_holds(since, until)
              )
              AND NOT EXISTS (
                  SELECT FROM accounts_posting
                  WHERE official_id = person AND duty = 'ADMIN'
                    AND portal_holds(since, until)
              )
        )
    $$;
REVOKE EXECUTE ON FUNCTION portal_former(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_former(bigint) TO portal_web, portal_worker;
"""


def enter(own: str) -> str:
    """Return the function that puts a person in context, with what is walled as own."""
    return ENTER.replace("{own}", own)


ENTER = """
CREATE OR REPLACE FUNCTION portal_enter(
    person bigint,
    OUT own bigint[], OUT agent bigint[], OUT centers bigint[], OUT given bigint[],
    OUT member boolean, OUT staff boolean, OUT admin boolean
) LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp
AS $$
DECLARE
    people bigint[];
BEGIN
    SELECT s.own, s.agent, s.centers, s.given, s.people, s.member, s.staff, s.admin
    INTO own, agent, centers, given, people, member, staff, admin
    FROM portal_sight(person) AS s;
    PERFORM
        set_config('portal.person', person::text, true),
        set_config('portal.own', ({own})::text, true),
        set_config('portal.agent', agent::text, true),
        set_config('portal.centers', centers::text, true),
        set_config('portal.given', given::text, true),
        set_config('portal.people', people::text, true),
        set_config('portal.staff', CASE WHEN staff THEN 'on' ELSE '' END, true),
        set_config('portal.admin', CASE WHEN admin THEN 'on' ELSE '' END, true),
        set_config('portal.door', '', true);
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0019_handovers")]
    operations = [
        walls.company("accounts_handover"),
        migrations.RunSQL(FORMER, "DROP FUNCTION portal_former(bigint)"),
        migrations.RunSQL(enter("own || portal_former(person)"), enter("own")),
    ]
