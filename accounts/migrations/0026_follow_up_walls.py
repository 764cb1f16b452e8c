"""Wall in what was done after contacts, once and for good."""

from django.db import migrations

from portal import walls


class Migration(migrations.Migration):
    dependencies = [("accounts", "0025_follow_ups")]
    operations = [
        walls.company("accounts_followupdone", grants="SELECT, INSERT"),
        walls.append_only("accounts_followupdone"),
    ]
