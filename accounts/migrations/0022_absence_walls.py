"""Wall in absences, and let whoever stands in see and be told what it needs."""

from django.db import migrations

from portal import walls
from portal.walls import ADMIN, PERSON

COVERS = """
-- The officials for whom somebody stands in now: as long as both still have a duty that
-- the one can do for the other.
CREATE FUNCTION portal_covers(person bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT ARRAY(
            SELECT DISTINCT a.official_id
            FROM accounts_absence AS a
            JOIN accounts_user AS u ON u.id = a.stand_in_id AND u.is_active
            JOIN accounts_posting AS mine ON mine.official_id = a.stand_in_id
            JOIN accounts_posting AS theirs ON theirs.official_id = a.official_id
            WHERE a.stand_in_id = person AND portal_holds(a.since, a.until)
              AND portal_holds(mine.since, mine.until)
              AND portal_holds(theirs.since, theirs.until)
              AND (
                  mine.duty = theirs.duty AND mine.duty IN ('NAM', 'SCSS')
                  OR mine.center_id = theirs.center_id
                  AND mine.duty IN ('IMPORT_SPECIALIST', 'SUPERVISOR')
                  AND theirs.duty IN ('IMPORT_SPECIALIST', 'SUPERVISOR')
              )
        )
    $$;
-- Until when an official is away at a moment, and who stands in: what everybody who
-- writes to them is told, who may not see the rows.
CREATE FUNCTION portal_away_until(official bigint, at timestamptz)
    RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT a.until FROM accounts_absence AS a
        WHERE a.official_id = official AND a.since <= at AND a.until > at
    $$;
CREATE FUNCTION portal_stand_in(official bigint, at timestamptz) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT u.name FROM accounts_absence AS a
        JOIN accounts_user AS u ON u.id = a.stand_in_id
        WHERE a.official_id = official AND a.since <= at AND a.until > at
    $$;
REVOKE EXECUTE ON FUNCTION portal_covers(bigint),
    portal_away_until(bigint, timestamptz), portal_stand_in(bigint, timestamptz)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_covers(bigint),
    portal_away_until(bigint, timestamptz), portal_stand_in(bigint, timestamptz)
    TO portal_web, portal_worker;
"""
NO_COVERS = """
DROP FUNCTION portal_covers(bigint), portal_away_until(bigint, timestamptz),
    portal_stand_in(bigint, timestamptz);
"""

COVERED = """
        UNION
        SELECT account_id FROM accounts_assignment
        WHERE official_id = ANY (portal_covers(person))
          AND duty IN ('NAM', 'SCSS') AND duty = ANY (posts)
          AND portal_holds(since, until)"""
SIGHT = """
CREATE OR REPLACE FUNCTION portal_sight(
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
          AND portal_holds(since, until){covered}
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
"""

STANDING_IN = """
        SELECT a.stand_in_id FROM accounts_absence AS a,
            portal_sight(a.stand_in_id) AS s
        WHERE EXISTS (SELECT FROM held) AND a.official_id = holder
            AND portal_holds(a.since, a.until)
            AND holder = ANY (portal_covers(a.stand_in_id))
            AND (company = ANY (s.own) OR hall = ANY (s.centers))
        UNION"""
CONCERNED = """
-- The officials whom news of a conversation concerns: whoever holds it, as long as they
-- see it, and whoever stands in for them, else the staff of its Center.
CREATE OR REPLACE FUNCTION portal_concerned_officials(
    company bigint, hall bigint, holder bigint
)
    RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        WITH held AS (
            SELECT holder AS official FROM portal_sight(holder) AS s
            WHERE company = ANY (s.own) OR hall = ANY (s.centers)
        )
        SELECT official FROM held
        UNION{standing_in}
        SELECT p.official_id
        FROM accounts_posting AS p JOIN accounts_user AS u ON u.id = p.official_id
        WHERE NOT EXISTS (SELECT FROM held)
            AND p.center_id = hall AND portal_holds(p.since, p.until)
            AND p.duty IN ('IMPORT_SPECIALIST', 'SUPERVISOR') AND u.is_active
    $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0021_absences")]
    operations = [
        walls.wall("accounts_absence", walls.STAFF, grants="SELECT, INSERT, UPDATE"),
        walls.wall("accounts_historicalabsence", walls.STAFF, grants="SELECT, INSERT"),
        walls.append_only("accounts_historicalabsence"),
        walls.wall(
            "accounts_absencereason",
            f"official_id = {PERSON} OR noted_by_id = {PERSON} OR {ADMIN}",
            grants="SELECT, INSERT",
        ),
        walls.append_only("accounts_absencereason"),
        migrations.RunSQL(COVERS, NO_COVERS),
        migrations.RunSQL(
            SIGHT.replace("{covered}", COVERED), SIGHT.replace("{covered}", "")
        ),
        migrations.RunSQL(
            CONCERNED.replace("{standing_in}", STANDING_IN),
            CONCERNED.replace("{standing_in}", ""),
        ),
    ]
