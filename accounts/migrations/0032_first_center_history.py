"""Begin the history of each Center with what it is called now."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

SAME = ("id", "code", "name", "city", "closed_at", "closed_by_id")


def begin(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    using = schema_editor.connection.alias
    centers = apps.get_model("accounts", "Center").objects.using(using)
    past = apps.get_model("accounts", "HistoricalCenter").objects.using(using)
    begun = set(past.values_list("id", flat=True))
    at = timezone.now()
    for center in centers.exclude(pk__in=begun).order_by("pk"):
        past.create(
            **{name: getattr(center, name) for name in SAME},
            history_date=at,
            history_change_reason="Listed when its history began",
            history_type="+",
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0031_center_walls")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
