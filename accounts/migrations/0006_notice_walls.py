"""Wall in the ledger of notices, which others write and the worker delivers."""

from django.db import migrations

from portal import walls
from portal.walls import ADMIN, DOOR, PERSON, among

# One's own, as long as one still sees the company that it is about.
MINE = (
    f"recipient_id = {PERSON} AND (account_id IS NULL OR {ADMIN} "
    f"OR {among('account_id', 'own', 'agent')} OR {among('center_id', 'centers')})"
)
NOTED = "state, attempts, next_at, tried_at, lease_until, sent_at, answer"

OWED = f"""
-- Whoever acts owes notices to others, whose rows they do not see.
CREATE POLICY owed ON accounts_notice FOR INSERT TO portal_web
    WITH CHECK ({PERSON} IS NOT NULL OR {DOOR} AND kind = 'sign_in');
CREATE POLICY claim ON accounts_notice FOR SELECT TO portal_worker
    USING (channel = 'mail');
CREATE POLICY deliver ON accounts_notice FOR UPDATE TO portal_worker
    USING (channel = 'mail');
GRANT SELECT, UPDATE ({NOTED}) ON accounts_notice TO portal_worker;
CREATE POLICY deliver ON accounts_user FOR SELECT TO portal_worker USING (true);
GRANT SELECT (id, name, email, is_active) ON accounts_user TO portal_worker;
"""

NOT_OWED = """
DROP POLICY owed ON accounts_notice;
DROP POLICY claim ON accounts_notice;
DROP POLICY deliver ON accounts_notice;
DROP POLICY deliver ON accounts_user;
REVOKE ALL ON accounts_notice, accounts_user FROM portal_worker;
"""

CONCERNED = """
-- The officials whom news of a conversation concerns: whoever holds it, as long as they
-- see it, else the staff of its Center. A member may owe them a notice unseen.
CREATE FUNCTION portal_concerned_officials(company bigint, hall bigint, holder bigint)
    RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        WITH held AS (
            SELECT holder AS official FROM portal_sight(holder) AS s
            WHERE company = ANY (s.own) OR hall = ANY (s.centers)
        )
        SELECT official FROM held
        UNION
        SELECT p.official_id
        FROM accounts_posting AS p JOIN accounts_user AS u ON u.id = p.official_id
        WHERE NOT EXISTS (SELECT FROM held)
            AND p.center_id = hall AND portal_holds(p.since, p.until)
            AND p.duty IN ('IMPORT_SPECIALIST', 'SUPERVISOR') AND u.is_active
    $$;
REVOKE EXECUTE ON FUNCTION portal_concerned_officials(bigint, bigint, bigint)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_concerned_officials(bigint, bigint, bigint)
    TO portal_web;
"""

MAIL_DUE = """
-- When each person may be mailed about a thread again; NULL while a mail waits, which
-- will lead to this news, too. That mail is held until the caller's transaction ends,
-- so that it cannot leave, and be read, before the news is there.
CREATE FUNCTION portal_mail_due(
    people bigint[], thread text, at timestamptz, pause interval
) RETURNS TABLE (person bigint, due timestamptz)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM FROM accounts_notice AS n
    WHERE n.recipient_id = ANY (people) AND n.ref = thread
        AND n.channel = 'mail' AND n.kind = 'entry' AND n.state = 'due'
    FOR SHARE;
    RETURN QUERY
        SELECT p.id, CASE
            WHEN bool_or(n.state = 'due') THEN NULL
            ELSE greatest(at, max(
                CASE WHEN n.state = 'sending' THEN at ELSE n.sent_at END
            ) + pause)
        END
        FROM unnest(people) AS p (id)
        LEFT JOIN accounts_notice AS n
            ON n.recipient_id = p.id AND n.ref = thread
            AND n.channel = 'mail' AND n.kind = 'entry'
        GROUP BY p.id;
END
$$;
REVOKE EXECUTE ON FUNCTION
    portal_mail_due(bigint[], text, timestamptz, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    portal_mail_due(bigint[], text, timestamptz, interval) TO portal_web;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_notices")]
    operations = [
        walls.wall("accounts_notice", MINE, grants="SELECT, INSERT"),
        migrations.RunSQL(OWED, NOT_OWED),
        migrations.RunSQL(
            CONCERNED,
            "DROP FUNCTION portal_concerned_officials(bigint, bigint, bigint)",
        ),
        migrations.RunSQL(
            MAIL_DUE,
            "DROP FUNCTION portal_mail_due(bigint[], text, timestamptz, interval)",
        ),
    ]
