"""Wall in the transitions, and let their history stand."""

from django.db import migrations

from portal import walls


class Migration(migrations.Migration):
    dependencies = [
        ("onboarding", "0001_initial"),
        ("accounts", "0003_walls"),
    ]
    operations = [
        walls.company("onboarding_transition"),
        walls.company("onboarding_historicaltransition", grants="SELECT, INSERT"),
        walls.append_only("onboarding_historicaltransition"),
    ]
