"""Read what happened to a company's conversations, without what was said in them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q

DEEDS = Q(kind__in=["handover", "opened", "state"])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("conversations", "0005_draft_walls")]
    operations = [
        AddIndexConcurrently(
            "entry",
            models.Index(
                "account",
                F("at").desc(),
                F("id").desc(),
                name="entry_deeds",
                condition=DEEDS,
            ),
        )
    ]
