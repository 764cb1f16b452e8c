"""Add hand-overs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_elsewhere"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
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
                ("why", models.CharField(max_length=100, verbose_name="reason")),
                ("handed_at", models.DateTimeField()),
                ("reads_until", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.account",
                    ),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
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
                        models.F("predecessor"),
                        models.F("reads_until"),
                        name="handover_read_on",
                    ),
                    models.Index(
                        models.F("successor"),
                        condition=models.Q(("acknowledged_at", None)),
                        name="handover_to_acknowledge",
                    ),
                    models.Index(
                        models.F("account"),
                        models.F("duty"),
                        models.F("handed_at"),
                        name="handover_of_a_duty",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("predecessor", None),
                            models.Q(
                                ("predecessor", models.F("successor")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="handover_goes_to_somebody_else",
                        violation_error_message="Choose another official than before.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("predecessor", None), ("reads_until", None)),
                            models.Q(
                                ("predecessor__isnull", False),
                                ("reads_until__gte", models.F("handed_at")),
                                ("reads_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="handover_predecessor_reads_until_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="handover_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at", None), ("acknowledged_by", None)
                            ),
                            models.Q(
                                ("acknowledged_at__gte", models.F("handed_at")),
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by", models.F("successor")),
                                ("acknowledged_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="handover_acknowledged_by_the_successor",
                    ),
                ],
            },
        ),
    ]
