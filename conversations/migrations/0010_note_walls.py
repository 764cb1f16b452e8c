"""Wall in notes among officials: no member sees one, whatever else they see."""

from django.db import migrations

from portal import walls
from portal.walls import STAFF, among

IN_SIGHT = " OR ".join(
    [
        among("account_id", "own"),
        among("center_id", "centers"),
        among("conversation_id", "given"),
    ]
)
ONE_WRITES = "SELECT, INSERT"


class Migration(migrations.Migration):
    dependencies = [("conversations", "0009_notes")]
    operations = [
        *(
            walls.wall(table, f"{STAFF} AND ({IN_SIGHT})", grants=ONE_WRITES)
            for table in ("conversations_note", "conversations_mention")
        ),
        walls.append_only("conversations_note"),
        walls.append_only("conversations_mention"),
    ]
