"""Wall in the notes of who is signed in where, and let the worker clear the ended."""

from django.db import migrations

from portal import walls
from portal.walls import DOOR, PERSON

CLEAR = """
-- Of those alone whose session is gone.
CREATE POLICY ended ON usersessions_usersession FOR SELECT TO portal_worker
    USING (session_key NOT IN (SELECT session_key FROM django_session));
CREATE POLICY clear ON usersessions_usersession FOR DELETE TO portal_worker
    USING (session_key NOT IN (SELECT session_key FROM django_session));
GRANT SELECT, DELETE ON usersessions_usersession TO portal_worker;
"""
KEEP = """
DROP POLICY ended ON usersessions_usersession;
DROP POLICY clear ON usersessions_usersession;
REVOKE ALL ON usersessions_usersession FROM portal_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0016_factors"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        walls.wall(
            "usersessions_usersession",
            f"user_id = {PERSON} OR {DOOR}",
            grants="SELECT, INSERT, UPDATE, DELETE",
        ),
        migrations.RunSQL(CLEAR, KEEP),
    ]
