"""Wall in saved views; whoever made one may remove it."""

from django.db import migrations

from portal import walls
from portal.walls import PERSON


class Migration(migrations.Migration):
    dependencies = [("accounts", "0027_saved_views")]
    operations = [
        walls.wall(
            "accounts_savedview",
            f"user_id = {PERSON}",
            grants="SELECT, INSERT, DELETE",
        )
    ]
