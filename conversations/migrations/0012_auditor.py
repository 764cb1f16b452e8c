"""Name the duty of an auditor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0011_merged_companies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conversation",
            name="duty",
            field=models.CharField(
                choices=[
                    ("NAM", "National account manager"),
                    ("IMPORT_SPECIALIST", "Import specialist"),
                    ("SUPERVISOR", "Supervisory import specialist"),
                    ("SCSS", "Supply chain security specialist"),
                    ("ADMIN", "Program admin"),
                    ("AUDITOR", "Auditor"),
                ],
                max_length=17,
                verbose_name="addressed to",
            ),
        ),
    ]
