"""Let the program office keep the list of Centers: add, rename and close, no more."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from portal import walls

KEPT = RunSQL(
    f"""
    GRANT INSERT ON accounts_center TO {walls.WEB};
    GRANT UPDATE (name, city, closed_at, closed_by_id)
        ON accounts_center TO {walls.WEB};
    """,
    f"REVOKE INSERT, UPDATE ON accounts_center FROM {walls.WEB};",
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0030_closed_centers")]
    operations = [
        KEPT,
        walls.unwalled("accounts_historicalcenter", web="SELECT, INSERT"),
        walls.append_only("accounts_historicalcenter"),
    ]
