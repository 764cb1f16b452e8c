"""Wall in what was said outside the portal, and let it stand as it was noted."""

from django.db import migrations

from portal import walls
from portal.walls import ADMIN, OF_MY_CENTERS, STAFF, among

LOOKED_AFTER = f"{among('account_id', 'own')} OR account_id IN {OF_MY_CENTERS}"
ONE_WRITES = "SELECT, INSERT"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_contacts")]
    operations = [
        walls.company("accounts_contact", grants=ONE_WRITES),
        walls.wall(
            "accounts_contactnote",
            f"{STAFF} AND ({LOOKED_AFTER} OR {ADMIN})",
            grants=ONE_WRITES,
        ),
        walls.append_only("accounts_contact"),
        walls.append_only("accounts_contactnote"),
    ]
