"""Close the tables in which allauth would keep who signs in elsewhere; none is used."""

from django.db import migrations

from portal import walls


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_sessions"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]
    operations = [
        walls.unwalled("socialaccount_socialaccount"),
        walls.unwalled("socialaccount_socialapp"),
        walls.unwalled("socialaccount_socialtoken"),
    ]
