"""Say in one query whom news of a conversation is for, and when to mail them."""

from django.db import migrations

READERS = """
-- Whom news of a conversation is for: the people of the company that are named, and
-- the officials it concerns, whom a member may not see; but not its author. With each,
-- when they may be mailed about it again. NULL is while a mail waits, which will lead
-- to this news, too: it is held until the caller's transaction ends, so that it cannot
-- leave, and be read, before the news is there.
CREATE FUNCTION portal_readers(
    company bigint, hall bigint, holder bigint, members bigint[], author bigint,
    thread text, at timestamptz, pause interval
) RETURNS TABLE (person bigint, official boolean, mail_at timestamptz)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    officials bigint[] := ARRAY(
        SELECT portal_concerned_officials(company, hall, holder)
    );
    everybody bigint[] := ARRAY(
        SELECT DISTINCT unnest(members || officials) EXCEPT SELECT author
    );
BEGIN
    PERFORM FROM accounts_notice AS n
    WHERE n.recipient_id = ANY (everybody) AND n.ref = thread
        AND n.channel = 'mail' AND n.kind = 'entry' AND n.state = 'due'
    FOR SHARE;
    RETURN QUERY
        SELECT p.id, p.id = ANY (officials), CASE
            WHEN bool_or(n.state = 'due') THEN NULL
            ELSE greatest(at, max(
                CASE WHEN n.state = 'sending' THEN at ELSE n.sent_at END
            ) + pause)
        END
        FROM unnest(everybody) AS p (id)
        LEFT JOIN accounts_notice AS n
            ON n.recipient_id = p.id AND n.ref = thread
            AND n.channel = 'mail' AND n.kind = 'entry'
        GROUP BY p.id
        ORDER BY p.id;
END
$$;
REVOKE EXECUTE ON FUNCTION portal_readers(
    bigint, bigint, bigint, bigint[], bigint, text, timestamptz, interval
) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_readers(
    bigint, bigint, bigint, bigint[], bigint, text, timestamptz, interval
) TO portal_web;
"""
NO_READERS = """
DROP FUNCTION portal_readers(
    bigint, bigint, bigint, bigint[], bigint, text, timestamptz, interval
);
"""
NOT_ASKED = """
DROP FUNCTION portal_mail_due(bigint[], text, timestamptz, interval);
REVOKE EXECUTE ON FUNCTION portal_concerned_officials(bigint, bigint, bigint)
    FROM portal_web;
"""

ASKED = """
GRANT EXECUTE ON FUNCTION portal_concerned_officials(bigint, bigint, bigint)
    TO portal_web;
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
    dependencies = [("accounts", "0006_notice_walls")]
    operations = [
        migrations.RunSQL(READERS, NO_READERS),
        # They said the same in two.
        migrations.RunSQL(NOT_ASKED, ASKED),
    ]
