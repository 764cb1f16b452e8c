"""Read a timeline by kind and by person; built beside the running release."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F


def newest(*columns: str, name: str) -> models.Index:
    return models.Index(*columns, F("at").desc(), F("id").desc(), name=name)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("accounts", "0011_invitation_walls")]
    operations = [
        AddIndexConcurrently(
            f"{table}event", newest("account", column, name=f"{table}_event_by_{name}")
        )
        for table in ("account", "staff")
        for column, name in (("kind", "kind"), ("by", "person"))
    ]
