"""Let a person ask for another address, and mail the new and the old one."""

from django.db import migrations, models

DOOR = """
-- At the door nobody is in context yet; mail about signing in is owed all the same.
DROP POLICY owed ON accounts_notice;
CREATE POLICY owed ON accounts_notice FOR INSERT TO portal_web
    WITH CHECK ((SELECT portal_person()) IS NOT NULL
        OR (SELECT portal_flag('door')) AND kind IN ({kinds}));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_contact_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicaluser",
            name="new_email",
            field=models.EmailField(
                blank=True,
                db_default="",
                default="",
                max_length=254,
                verbose_name="address that waits to be confirmed",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="address",
            field=models.EmailField(
                blank=True,
                db_default="",
                default="",
                max_length=254,
                verbose_name="where it goes, if not to the person's own",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="new_email",
            field=models.EmailField(
                blank=True,
                db_default="",
                default="",
                max_length=254,
                verbose_name="address that waits to be confirmed",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("entry", "Something was said"),
                    ("onboarding", "The move onto the portal"),
                    ("sign_in", "Your sign-in"),
                    ("security", "A change to your sign-in"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("address", ""),
                    ("kind__in", ["sign_in", "security"]),
                    _connector="OR",
                ),
                name="notice_goes_elsewhere_about_sign_in_only",
            ),
        ),
        migrations.RunSQL(
            DOOR.format(kinds="'sign_in', 'security'"),
            DOOR.format(kinds="'sign_in'"),
        ),
    ]
