-- The role of the test suite; it has no place on a server in production. It makes and
-- drops databases that belong to portal_owner, and becomes the other roles in turn.
-- May be run again at any time, after roles.sql.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_tester') THEN
        CREATE ROLE portal_tester LOGIN CREATEDB;
    END IF;
END
$$;

GRANT portal_owner, portal_web, portal_worker TO portal_tester;
