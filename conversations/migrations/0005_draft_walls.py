"""Wall in what people have begun to write: it is theirs alone until it is sent."""

from django.db import migrations

from portal import walls
from portal.walls import PERSON


class Migration(migrations.Migration):
    dependencies = [("conversations", "0004_drafts")]
    operations = [walls.wall("conversations_draft", f"user_id = {PERSON}")]
