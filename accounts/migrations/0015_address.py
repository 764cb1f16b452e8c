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
        ("accounts", "0014_first_facts"),
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
        migrations.AlterField(
            model_name="notice",
            name="address",
            field=models.EmailField(
                blank=True,
                db_default="",
                default="",
                max_length=254,
                verbose_name="where it goes, if not to a person's own",
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
                    ("people", "Who stands for a company"),
                    ("invitation", "An invitation"),
                    ("claim", "An invitation, asked for from another sign-in"),
                    ("security", "A change to your sign-in"),
                ],
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(
            model_name="notice", name="notice_is_for_a_person_or_an_address"
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                name="notice_is_for_a_person_or_an_address",
                condition=models.Q(recipient__isnull=False)
                & ~models.Q(kind__in=["claim", "invitation"])
                & (models.Q(address="") | models.Q(kind__in=["security", "sign_in"]))
                | models.Q(recipient=None, channel="mail")
                & models.Q(kind__in=["claim", "invitation"])
                & ~models.Q(address=""),
            ),
        ),
        migrations.RunSQL(
            DOOR.format(kinds="'sign_in', 'security'"),
            DOOR.format(kinds="'sign_in'"),
        ),
    ]
