"""Who is owed a notice of an introduction, as functions of the database.

The worker sees no row of a company. What it may ask for is who has not been told yet:
a reference, a date, a person's number and zone, which is what it will write.
"""

from django.db import migrations

EXPECTED = """
-- Every notice that should be in the ledger, each with its key. Whoever asks sees the
-- companies they see anyway; the owner's functions below see all.
CREATE FUNCTION onboarding_expected(today date, company bigint)
    RETURNS TABLE (
        key text, channel text, account bigint, ref text, person bigint,
        time_zone text, on_or_about date
    )
    LANGUAGE sql STABLE SET search_path = public, pg_temp
    AS $$
        SELECT
            format(
                'onboarding:%s:t30:%s:%s:%s', a.ref,
                to_char(t.on_or_about, 'YYYY-MM-DD'), u.id, c.channel
            ),
            c.channel, a.id, a.ref, u.id, u.time_zone, t.on_or_about
        FROM onboarding_transition t
        JOIN accounts_account a ON a.id = t.account_id
        JOIN accounts_membership m ON m.account_id = a.id
        JOIN accounts_user u ON u.id = m.user_id
        CROSS JOIN (VALUES ('portal'), ('mail')) AS c (channel)
        WHERE t.stage IN ('waiting', 'invited', 'booked')
            AND t.on_or_about >= today
            AND (company IS NULL OR a.id = company)
            AND m.role IN ('OFFICER', 'CONTACT') AND portal_holds(m.since, m.until)
            AND u.is_active
    $$;
"""

UNTOLD = """
-- The nearest first, and no more at once than one transaction should write.
CREATE FUNCTION onboarding_untold(today date, at_most integer)
    RETURNS TABLE (
        key text, channel text, account bigint, ref text, person bigint,
        time_zone text, on_or_about date
    )
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT e.* FROM onboarding_expected(today, NULL) e
        WHERE NOT EXISTS (SELECT FROM accounts_notice n WHERE n.key = e.key)
        ORDER BY e.on_or_about, e.ref, e.person, e.channel
        LIMIT at_most
    $$;
"""

# Both rows of a notice have one due time, so that the mail, which has an index,
# speaks for the row in the portal.
SETTLE = """
CREATE FUNCTION onboarding_settle(today date, at timestamptz, company bigint)
    RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    untrue text[];
BEGIN
    WITH dropped AS (
        UPDATE accounts_notice n SET state = 'dropped'
        WHERE n.kind = 'onboarding' AND n.channel = 'mail' AND n.state = 'due'
            AND (
                company IS NULL
                OR n.ref = (SELECT a.ref FROM accounts_account a WHERE a.id = company)
            )
            AND NOT EXISTS (
                SELECT FROM onboarding_expected(today, company) e WHERE e.key = n.key
            )
        RETURNING n.key
    )
    SELECT array_agg(regexp_replace(key, ':mail$', ':portal')) INTO untrue FROM dropped;
    -- What a person could see on their page already stands.
    UPDATE accounts_notice SET state = 'dropped'
    WHERE key = ANY (untrue) AND state = 'due' AND due_at > at;
    UPDATE accounts_notice n
    SET state = 'due', due_at = greatest(n.due_at, at), next_at = greatest(n.due_at, at)
    FROM onboarding_expected(today, company) e
    WHERE n.key = e.key AND n.state = 'dropped';
END
$$;
"""

RIGHTS = """
REVOKE EXECUTE ON FUNCTION onboarding_expected(date, bigint),
    onboarding_untold(date, integer), onboarding_settle(date, timestamptz, bigint)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION onboarding_expected(date, bigint) TO portal_web;
GRANT EXECUTE ON FUNCTION onboarding_untold(date, integer) TO portal_worker;
GRANT EXECUTE ON FUNCTION onboarding_settle(date, timestamptz, bigint)
    TO portal_web, portal_worker;
CREATE POLICY owed_of_introductions ON accounts_notice FOR INSERT TO portal_worker
    WITH CHECK (kind = 'onboarding');
GRANT INSERT ON accounts_notice TO portal_worker;
"""

BACK = """
REVOKE INSERT ON accounts_notice FROM portal_worker;
DROP POLICY owed_of_introductions ON accounts_notice;
DROP FUNCTION onboarding_settle(date, timestamptz, bigint),
    onboarding_untold(date, integer), onboarding_expected(date, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("onboarding", "0002_walls"),
        ("accounts", "0006_notice_walls"),
    ]
    operations = [migrations.RunSQL(EXPECTED + UNTOLD + SETTLE + RIGHTS, BACK)]
