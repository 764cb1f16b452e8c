"""Add the log of what officials open."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0022_absence_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("assigned", "Looks after the company"),
                            ("stand_in", "Stands in for somebody who is away"),
                            (
                                "former",
                                "Handed the company over, and reads on for a while",
                            ),
                            ("center", "Works at the company's Center"),
                            ("program", "Administers the program"),
                        ],
                        max_length=8,
                        verbose_name="why",
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("NAM", "National account manager"),
                            ("IMPORT_SPECIALIST", "Import specialist"),
                            ("SUPERVISOR", "Supervisory import specialist"),
                            ("SCSS", "Supply chain security specialist"),
                            ("ADMIN", "Program admin"),
                        ],
                        max_length=17,
                        verbose_name="duty",
                    ),
                ),
                ("place", models.CharField(max_length=120, verbose_name="office")),
                ("visit", models.CharField(max_length=64)),
                ("opened_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("account"),
                        models.OrderBy(models.F("opened_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="staff_read_latest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "opened_by", "visit"),
                        name="staff_read_once_a_visit",
                    )
                ],
            },
        ),
    ]
