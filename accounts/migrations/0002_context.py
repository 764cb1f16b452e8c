"""Who is in context, and what follows from it, as functions of the database.

The arrays hold what the person sees now; the policies of 0003 read them. The
functions that look into walled tables belong to the owner, whose policies let it
see all rows: nobody needs to be a superuser for them to work.
"""

from django.db import migrations

READ_CONTEXT = """
CREATE FUNCTION portal_ids(setting text) RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
        SELECT coalesce(nullif(current_setting(setting, true), ''), '{}')::bigint[]
    $$;

CREATE FUNCTION portal_flag(name text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('portal.' || name, true), '') = 'on' $$;

-- After the transaction a local setting is '' and not NULL.
CREATE FUNCTION portal_person() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('portal.person', true), '')::bigint $$;

-- Whether a dated row holds. Not now(): a transaction sees what it began itself.
CREATE FUNCTION portal_holds(since timestamptz, until timestamptz) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
        SELECT since <= statement_timestamp()
            AND (until IS NULL OR until > statement_timestamp())
    $$;
"""

SIGHT = """
-- The floor above replaces this one when it has conversations to give.
CREATE FUNCTION portal_given(person bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT '{}'::bigint[] $$;

CREATE FUNCTION portal_is_official(person bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT EXISTS (
        SELECT 1 FROM accounts_posting WHERE official_id = person
    ) $$;

CREATE FUNCTION portal_sight(
    person bigint,
    OUT own bigint[], OUT agent bigint[], OUT centers bigint[], OUT given bigint[],
    OUT people bigint[], OUT member boolean, OUT staff boolean, OUT admin boolean
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    active boolean := EXISTS (
        SELECT 1 FROM accounts_user WHERE id = person AND is_active
    );
    posts text[] := ARRAY(
        SELECT duty FROM accounts_posting
        WHERE active AND official_id = person
          AND portal_holds(since, until)
    );
BEGIN
    staff := cardinality(posts) > 0;
    admin := 'ADMIN' = ANY (posts);
    member := active AND EXISTS (
        SELECT 1 FROM accounts_membership
        WHERE user_id = person AND portal_holds(since, until)
    );
    own := ARRAY(
        SELECT account_id FROM accounts_membership
        WHERE active AND user_id = person AND role <> 'AGENT'
          AND portal_holds(since, until)
        UNION
        SELECT account_id FROM accounts_assignment
        WHERE official_id = person AND duty IN ('NAM', 'SCSS') AND duty = ANY (posts)
          AND portal_holds(since, until)
    );
    agent := ARRAY(
        SELECT account_id FROM accounts_membership
        WHERE active AND user_id = person AND role = 'AGENT'
          AND portal_holds(since, until)
    );
    centers := ARRAY(
        SELECT DISTINCT center_id FROM accounts_posting
        WHERE active AND official_id = person
          AND duty IN ('IMPORT_SPECIALIST', 'SUPERVISOR') AND center_id IS NOT NULL
          AND portal_holds(since, until)
    );
    given := CASE WHEN active THEN portal_given(person) ELSE '{}' END;
    -- Whoever stood for the same companies, also earlier: their words still stand.
    people := CASE WHEN staff THEN '{}' ELSE ARRAY(
        SELECT DISTINCT user_id FROM accounts_membership
        WHERE account_id = ANY (own || agent)
    ) END;
END
$$;

CREATE FUNCTION portal_enter(
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
        set_config('portal.own', own::text, true),
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

REFUSE = """
CREATE FUNCTION portal_refuse() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'The rows of % stand as they were written.', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
"""

GRANTS = """
REVOKE EXECUTE ON FUNCTION portal_given(bigint), portal_is_official(bigint),
    portal_sight(bigint), portal_enter(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_given(bigint), portal_is_official(bigint),
    portal_sight(bigint), portal_enter(bigint) TO portal_web, portal_worker;
"""

DROP = """
DROP FUNCTION portal_refuse(), portal_enter(bigint), portal_sight(bigint),
    portal_is_official(bigint), portal_given(bigint), portal_person(),
    portal_holds(timestamptz, timestamptz), portal_flag(text), portal_ids(text);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(READ_CONTEXT + SIGHT + REFUSE + GRANTS, DROP),
    ]
