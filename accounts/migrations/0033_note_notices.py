"""Name the notice that a colleague asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0032_first_center_history"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("entry", "Something was said"),
                    ("note", "A colleague asks you"),
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
    ]
