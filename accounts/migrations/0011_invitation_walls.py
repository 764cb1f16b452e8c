"""Wall in invitations and what follows from them, and let the worker mail them."""

from django.db import migrations

from portal import walls
from portal.walls import ADMIN, PERSON, among

PRESENTED = "digest = (SELECT nullif(current_setting('portal.invitation', true), ''))"
ASKED_OF_US = (
    "company IN (SELECT ref FROM accounts_account "  # noqa: S608 - names of ours
    f"WHERE {among('id', 'own')})"
)
SEQUENCE = "accounts_user_id_seq"
MAILED = "id, ref, email, expires_at, accepted_at, revoked_at"

DELIVER = f"""
CREATE POLICY deliver ON accounts_invitation FOR SELECT TO portal_worker
    USING (accepted_at IS NULL AND revoked_at IS NULL);
GRANT SELECT ({MAILED}) ON accounts_invitation TO portal_worker;
-- A new person's id is taken before their row is made; see accounts.actions.joining.
GRANT USAGE ON SEQUENCE {SEQUENCE} TO portal_web;
"""
NOT_DELIVERED = f"""
DROP POLICY deliver ON accounts_invitation;
REVOKE ALL ON accounts_invitation FROM portal_worker;
REVOKE USAGE ON SEQUENCE {SEQUENCE} FROM portal_web;
"""

RETURNS = """
-- Whether one of some addresses is, or once was, that of somebody else who stands or
-- stood for a company; without a company, of somebody else who has or had a post.
CREATE FUNCTION portal_returns(company bigint, addresses text[], newcomer bigint)
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
            WHERE m.account_id = company
        ) OR company IS NULL AND EXISTS (
            SELECT FROM accounts_posting AS p JOIN had ON had.id = p.official_id
        )
    $$;
REVOKE EXECUTE ON FUNCTION portal_returns(bigint, text[], bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_returns(bigint, text[], bigint) TO portal_web;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_invitations")]
    operations = [
        walls.company("accounts_invitation", beside=PRESENTED),
        walls.company(
            "accounts_succession",
            beside=among("account_id", "agent"),
            grants="SELECT, INSERT",
        ),
        walls.append_only("accounts_succession"),
        walls.wall(
            "accounts_joinrequest",
            f"asked_by_id = {PERSON} OR {ADMIN} OR {ASKED_OF_US}",
        ),
        migrations.RunSQL(DELIVER, NOT_DELIVERED),
        migrations.RunSQL(
            RETURNS, "DROP FUNCTION portal_returns(bigint, text[], bigint)"
        ),
    ]
