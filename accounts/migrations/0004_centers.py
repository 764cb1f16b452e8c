"""The ten Centers of Excellence and Expertise, with their codes and cities."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CENTERS = [
    ("CEE001", "Pharmaceuticals, Health & Chemicals", "New York"),
    ("CEE002", "Agriculture & Prepared Products", "Miami"),
    ("CEE003", "Automotive & Aerospace", "Detroit"),
    ("CEE004", "Apparel, Footwear & Textiles", "San Francisco"),
    ("CEE005", "Base Metals", "Chicago"),
    ("CEE006", "Petroleum, Natural Gas & Minerals", "Houston"),
    ("CEE007", "Electronics", "Los Angeles / Long Beach"),
    ("CEE008", "Consumer Products & Mass Merchandising", "Atlanta"),
    ("CEE009", "Industrial & Manufacturing Materials", "Buffalo"),
    ("CEE010", "Machinery", "Laredo"),
]


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    centers = apps.get_model("accounts", "Center").objects
    for code, name, city in CENTERS:
        centers.using(schema_editor.connection.alias).get_or_create(
            code=code, defaults={"name": name, "city": city}
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_walls")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
