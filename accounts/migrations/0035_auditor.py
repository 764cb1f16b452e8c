"""Add the duty of an auditor, and what about a company they read."""

import django.contrib.postgres.constraints
from django.db import migrations, models

import accounts.models.dated


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0034_merged_companies"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="staffread",
            name="staff_read_once_a_visit",
        ),
        migrations.AddField(
            model_name="staffread",
            name="about",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=12
            ),
        ),
        migrations.AlterField(
            model_name="assignment",
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
                verbose_name="duty",
            ),
        ),
        migrations.AlterField(
            model_name="handover",
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
                verbose_name="duty",
            ),
        ),
        migrations.AlterField(
            model_name="historicalassignment",
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
                verbose_name="duty",
            ),
        ),
        migrations.AlterField(
            model_name="historicalposting",
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
                verbose_name="duty",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="duty",
            field=models.CharField(
                blank=True,
                choices=[
                    ("NAM", "National account manager"),
                    ("IMPORT_SPECIALIST", "Import specialist"),
                    ("SUPERVISOR", "Supervisory import specialist"),
                    ("SCSS", "Supply chain security specialist"),
                    ("ADMIN", "Program admin"),
                    ("AUDITOR", "Auditor"),
                ],
                max_length=17,
            ),
        ),
        migrations.AlterField(
            model_name="posting",
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
                verbose_name="duty",
            ),
        ),
        migrations.AlterField(
            model_name="staffread",
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
                verbose_name="duty",
            ),
        ),
        migrations.AlterField(
            model_name="staffread",
            name="why",
            field=models.CharField(
                choices=[
                    ("assigned", "Looks after the company"),
                    ("stand_in", "Stands in for somebody who is away"),
                    ("former", "Handed the company over, and reads on for a while"),
                    ("center", "Works at the company's Center"),
                    ("program", "Administers the program"),
                    ("audit", "Audits the program"),
                ],
                max_length=8,
                verbose_name="why",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("official", "="),
                    (
                        models.Case(
                            models.When(duty="AUDITOR", then=models.Value(1)),
                            default=models.Value(0),
                        ),
                        "<>",
                    ),
                    (accounts.models.dated.Period("since", "until"), "&&"),
                ],
                name="posting_of_an_auditor_stands_alone",
                violation_error_message="An auditor has no other duty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("duty", "AUDITOR"), _negated=True),
                    ("office", "HEADQUARTERS"),
                    _connector="OR",
                ),
                name="posting_of_an_auditor_is_at_headquarters",
                violation_error_message="An auditor sits at headquarters.",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffread",
            constraint=models.UniqueConstraint(
                fields=("account", "opened_by", "visit", "about"),
                name="staff_read_once_a_visit",
            ),
        ),
    ]
