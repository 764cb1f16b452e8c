"""Let officials' reads be written down, once and for good."""

from django.db import migrations

from portal import walls


class Migration(migrations.Migration):
    dependencies = [("accounts", "0023_staff_reads")]
    operations = [
        walls.company("accounts_staffread", grants="SELECT, INSERT"),
        walls.append_only("accounts_staffread"),
    ]
