-- The portal's roles, for the embedded server and for one in production alike.
-- May be run again at any time. In production, as a role that may create roles:
--
--     psql --dbname=postgres --file=portal/embedded/roles.sql
--     createdb --owner=portal_owner portal
--     psql --dbname=portal --file=portal/embedded/database.sql
--     psql --dbname=postgres --command='\password portal_owner'     (and the others)
--
-- and then DATABASE_URL, DATABASE_WORKER_URL and DATABASE_OWNER_URL name the role, its
-- password and the database. A role that is made without more words is no superuser,
-- bypasses no row security and may create neither roles nor databases.

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['portal_owner', 'portal_web', 'portal_worker'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        END IF;
    END LOOP;
END
$$;
