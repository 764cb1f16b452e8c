"""Wall in the second factors: one's own, and at the door those of who comes in.

The secrets among them are sealed (accounts/sealing.py).
"""

from django.db import migrations

from portal import walls
from portal.walls import DOOR, PERSON


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_address"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        walls.wall(
            "mfa_authenticator",
            f"user_id = {PERSON} OR {DOOR}",
            grants="SELECT, INSERT, UPDATE, DELETE",
        ),
    ]
