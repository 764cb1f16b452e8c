"""Keep what is known of a company as facts, each told once, with its moments."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal import walls


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_timeline_by_kind_and_person"),
    ]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="status",
            field=models.CharField(
                choices=[
                    ("isa", "Importer Self-Assessment"),
                    ("pilot", "Pilot company"),
                    ("transitioning", "Moving to Trade Compliance"),
                    ("active", "Active"),
                    ("on_notice", "On notice"),
                    ("suspended", "Suspended"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=16,
                verbose_name="program status",
            ),
        ),
        migrations.AlterField(
            model_name="historicalaccount",
            name="status",
            field=models.CharField(
                choices=[
                    ("isa", "Importer Self-Assessment"),
                    ("pilot", "Pilot company"),
                    ("transitioning", "Moving to Trade Compliance"),
                    ("active", "Active"),
                    ("on_notice", "On notice"),
                    ("suspended", "Suspended"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=16,
                verbose_name="program status",
            ),
        ),
        migrations.CreateModel(
            name="Fact",
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
                    "name",
                    models.CharField(
                        choices=[
                            ("legal_name", "Legal name"),
                            ("status", "Program status"),
                            ("center", "Center"),
                            ("importer_numbers", "Importer numbers"),
                            ("accepted_on", "In the program since"),
                            ("letter_on", "Last annual letter"),
                            ("divisions", "Divisions"),
                            ("addresses", "Addresses"),
                        ],
                        max_length=16,
                    ),
                ),
                ("value", models.JSONField(null=True)),
                ("since", models.DateTimeField(verbose_name="true since")),
                ("at", models.DateTimeField(verbose_name="told")),
                ("why", models.CharField(max_length=100, verbose_name="why")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="accounts.account",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
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
                        models.F("name"),
                        models.F("since"),
                        models.F("at"),
                        models.F("id"),
                        name="fact_by_name",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("since__lte", models.F("at"))),
                        name="fact_is_told_when_it_is_so_or_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="fact_says_why",
                    ),
                ],
            },
        ),
        walls.company(
            "accounts_fact",
            beside=walls.among("account_id", "agent"),
            grants="SELECT, INSERT",
        ),
        walls.append_only("accounts_fact"),
    ]
