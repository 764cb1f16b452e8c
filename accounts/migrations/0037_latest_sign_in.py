"""Keep when each person signed in last, whichever way they came in.

What allauth notes of a sign-in is dropped when it ends. A trigger keeps the moment:
every way in makes that note, and one that comes later will. It runs as the owner,
since nobody is in context while a person comes in by a passkey.
"""

from django.db import migrations, models

KEEP = """
CREATE FUNCTION portal_signed_in() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE accounts_user SET latest_sign_in = NEW.created_at WHERE id = NEW.user_id;
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION portal_signed_in() FROM PUBLIC;
CREATE TRIGGER signed_in AFTER INSERT ON usersessions_usersession
    FOR EACH ROW EXECUTE FUNCTION portal_signed_in();
UPDATE accounts_user AS person SET latest_sign_in = noted.at
FROM (
    SELECT user_id, max(created_at) AS at FROM usersessions_usersession GROUP BY user_id
) AS noted
WHERE noted.user_id = person.id;
"""
FORGET = """
DROP TRIGGER signed_in ON usersessions_usersession;
DROP FUNCTION portal_signed_in();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0036_auditor_walls")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="latest_sign_in",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="latest sign-in"
            ),
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
