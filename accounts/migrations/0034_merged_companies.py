"""Let a company be merged into another, and let sight follow where it went."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

MERGED = """
-- Companies that were merged into one of a list, or into one of a list of Centers.
CREATE FUNCTION portal_formers(companies bigint[], halls bigint[]) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT ARRAY(
            SELECT a.id FROM accounts_account AS a
            JOIN accounts_account AS home ON home.id = a.merged_into_id
            WHERE a.merged_into_id IS NOT NULL AND (
                home.id IN (SELECT unnest(companies)) OR home.center_id = ANY (halls)
            )
        )
    $$;
-- Of some companies those that were merged, each with where it went and its Center.
CREATE FUNCTION portal_merged(companies bigint[]) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT coalesce(
            array_agg(ARRAY[a.id, home.id, home.center_id] ORDER BY a.id), '{}'
        )
        FROM accounts_account AS a
        JOIN accounts_account AS home ON home.id = a.merged_into_id
        WHERE a.merged_into_id IS NOT NULL AND a.id IN (SELECT unnest(companies))
    $$;
-- Companies that somebody is an agent of; also those that were merged, as long as they
-- stood there on that day and are an agent of the one that goes on.
CREATE FUNCTION portal_agencies(person bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT ARRAY(
            SELECT account_id FROM accounts_membership
            WHERE user_id = person AND role = 'AGENT' AND portal_holds(since, until)
            UNION
            SELECT a.id FROM accounts_membership AS m
            JOIN accounts_account AS a ON a.merged_into_id = m.account_id
            JOIN accounts_membership AS earlier
                ON earlier.account_id = a.id AND earlier.user_id = m.user_id
                AND earlier.until = a.merged_at
            WHERE m.user_id = person AND m.role = 'AGENT'
              AND portal_holds(m.since, m.until)
        )
    $$;
-- Who stands for the company that goes on. The staff of the Center at which the merged
-- one was go on answering in what was opened there, and do not see the other company.
CREATE FUNCTION portal_people_at_home(company bigint)
    RETURNS TABLE (person bigint, role text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT m.user_id, m.role FROM accounts_account AS a
        JOIN accounts_membership AS m ON m.account_id = a.merged_into_id
        WHERE a.id = company AND portal_holds(m.since, m.until)
        ORDER BY m.id
    $$;
REVOKE EXECUTE ON FUNCTION portal_formers(bigint[], bigint[]), portal_merged(bigint[]),
    portal_agencies(bigint), portal_people_at_home(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_merged(bigint[]) TO portal_web, portal_worker;
GRANT EXECUTE ON FUNCTION portal_people_at_home(bigint) TO portal_web;
"""
NOT_MERGED = """
DROP FUNCTION portal_formers(bigint[], bigint[]), portal_merged(bigint[]),
    portal_agencies(bigint), portal_people_at_home(bigint);
"""

NO_CHAIN = """
-- Sight follows one step; so that no record is lost, there never is a second.
CREATE FUNCTION portal_no_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM accounts_account
        WHERE merged_into_id = NEW.id
            OR id = NEW.merged_into_id AND merged_into_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'A merged company leads to one that goes on'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION portal_no_chain() FROM PUBLIC;
CREATE TRIGGER no_chain
    BEFORE INSERT OR UPDATE OF merged_into_id ON accounts_account
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)
    EXECUTE FUNCTION portal_no_chain();
"""
CHAINS = """
DROP TRIGGER no_chain ON accounts_account;
DROP FUNCTION portal_no_chain();
"""

AGENT = """CASE WHEN active THEN portal_agencies(person) ELSE '{}' END"""
AGENT_ALONE = """ARRAY(
        SELECT account_id FROM accounts_membership
        WHERE active AND user_id = person AND role = 'AGENT'
          AND portal_holds(since, until)
    )"""
FORMERS = """
    own := ARRAY(
        SELECT unnest(own) UNION SELECT unnest(portal_formers(own, centers))
    );"""


def sight(agent: str, formers: str) -> str:
    """Return the function of 0022, with who is an agent where, and what was merged."""
    return SIGHT.replace("{agent}", agent).replace("{formers}", formers)


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
          AND portal_holds(since, until)
        UNION
        SELECT account_id FROM accounts_assignment
        WHERE official_id = ANY (portal_covers(person))
          AND duty IN ('NAM', 'SCSS') AND duty = ANY (posts)
          AND portal_holds(since, until)
    );
    agent := {agent};
    centers := ARRAY(
        SELECT DISTINCT center_id FROM accounts_posting
        WHERE active AND official_id = person
          AND duty IN ('IMPORT_SPECIALIST', 'SUPERVISOR') AND center_id IS NOT NULL
          AND portal_holds(since, until)
    );{formers}
    given := CASE WHEN active THEN portal_given(person) ELSE '{}' END;
    -- Whoever stood for the same companies, also earlier: their words still stand.
    people := CASE WHEN staff THEN '{}' ELSE ARRAY(
        SELECT DISTINCT user_id FROM accounts_membership
        WHERE account_id = ANY (own || agent)
    ) END;
END
$$;
"""

READS_ON = """
            UNION
            SELECT a.id FROM accounts_account AS a
            JOIN accounts_handover AS h
                ON h.account_id = a.merged_into_id AND h.handed_at >= a.merged_at
            WHERE a.merged_into_id IS NOT NULL
              AND h.predecessor_id = person AND h.reads_until > statement_timestamp()"""


def former(merged: str) -> str:
    """Return the function of 0020, with what had been merged into those companies."""
    return FORMER.replace("{merged}", merged)


FORMER = """
CREATE OR REPLACE FUNCTION portal_former(person bigint) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT ARRAY(
            SELECT found.account_id FROM (
                SELECT h.account_id FROM accounts_handover AS h
                WHERE h.predecessor_id = person
                  AND h.reads_until > statement_timestamp(){merged}
            ) AS found
            WHERE EXISTS (SELECT FROM accounts_user WHERE id = person AND is_active)
              AND EXISTS (
                  SELECT FROM accounts_posting
                  WHERE official_id = person AND portal_holds(since, until)
              )
              AND NOT EXISTS (
                  SELECT FROM accounts_posting
                  WHERE official_id = person AND duty = 'ADMIN'
                    AND portal_holds(since, until)
              )
            GROUP BY found.account_id
        )
    $$;
"""


def returns(of: str) -> str:
    """Return the function of 0011, with where somebody may have stood before."""
    return RETURNS.replace("{of}", of)


OF_FAMILY = """m.account_id IN (
                SELECT id FROM accounts_account
                WHERE id = company OR merged_into_id = company
            )"""
RETURNS = """
CREATE OR REPLACE FUNCTION portal_returns(
    company bigint, addresses text[], newcomer bigint
)
    RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        WITH had AS (
            SELECT id FROM accounts_user
            WHERE lower(email) = ANY (addresses) AND id <> newcomer
            UNION
            SELECT id FROM accounts_historicaluser
            WHERE lower(email) = ANY (addresses) AND id <> newcomer
        )
        SELECT EXISTS (
            SELECT FROM accounts_membership AS m JOIN had ON had.id = m.user_id
            WHERE {of}
        ) OR company IS NULL AND EXISTS (
            SELECT FROM accounts_posting AS p JOIN had ON had.id = p.official_id
        )
    $$;
"""


def moment() -> "models.Field[Any, Any]":
    return models.DateTimeField(blank=True, null=True, verbose_name="merged")


def kept(to: str) -> "models.Field[Any, Any]":
    """Return a key of the history, which outlives what it names."""
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0033_note_notices")]
    operations = [
        migrations.AddField("account", "merged_at", moment()),
        migrations.AddField(
            "account",
            "merged_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "account",
            "merged_into",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="formers",
                to="accounts.account",
            ),
        ),
        migrations.AddField("historicalaccount", "merged_at", moment()),
        migrations.AddField(
            "historicalaccount", "merged_by", kept(settings.AUTH_USER_MODEL)
        ),
        migrations.AddField(
            "historicalaccount", "merged_into", kept("accounts.account")
        ),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=Q(merged_at=None, merged_by=None, merged_into=None)
                | Q(
                    merged_at__isnull=False,
                    merged_by__isnull=False,
                    merged_into__isnull=False,
                ),
                name="account_merged_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="account_merged_into_another",
            ),
        ),
        migrations.AddIndex(
            "account",
            models.Index(
                "merged_into",
                condition=Q(merged_into__isnull=False),
                name="account_merged",
            ),
        ),
        migrations.RunSQL(NO_CHAIN, CHAINS),
        migrations.RunSQL(MERGED, NOT_MERGED),
        migrations.RunSQL(sight(AGENT, FORMERS), sight(AGENT_ALONE, "")),
        migrations.RunSQL(former(READS_ON), former("")),
        migrations.RunSQL(returns(OF_FAMILY), returns("m.account_id = company")),
    ]
