"""Open the published criteria for reading, and make each version stand as it is."""

from django.db import migrations

from portal import walls

CONTENT = (
    "criteria_phase",
    "criteria_category",
    "criteria_criterion",
    "criteria_point",
)
# A version's row is written behind its content, in one transaction; the foreign keys
# are checked at its end.
COMPLETE = """
CREATE FUNCTION criteria_refuse_late() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM criteria_version WHERE number = NEW.version_id) THEN
        RAISE EXCEPTION 'Version % is published; nothing joins it.', NEW.version_id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
"""
INCOMPLETE = "DROP FUNCTION criteria_refuse_late();"


def closed_by_publication(table: str) -> migrations.RunSQL:
    """Return the operation after which nothing joins a published version."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER complete BEFORE INSERT ON {table}
            FOR EACH ROW EXECUTE FUNCTION criteria_refuse_late();
        """,
        f"DROP TRIGGER complete ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("criteria", "0001_initial"), ("accounts", "0002_context")]
    operations = [
        migrations.RunSQL(COMPLETE, INCOMPLETE),
        walls.unwalled("criteria_version", web="SELECT"),
        walls.append_only("criteria_version"),
        *(walls.unwalled(table, web="SELECT") for table in CONTENT),
        *(walls.append_only(table) for table in CONTENT),
        *(closed_by_publication(table) for table in CONTENT),
    ]
