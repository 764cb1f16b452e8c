-- Who may do what in the portal's database, before any table is there. Migrations
-- grant the tables one by one. May be run again at any time; see roles.sql.

DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO portal_web, portal_worker', current_database()
    );
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal_web, portal_worker;
GRANT USAGE, CREATE ON SCHEMA public TO portal_owner;
