"""Let somebody who checked a person end the factors that this person has lost.

The rows are the person's own, and nobody else sees them. The function asks once more
who it is: never the person, never an auditor, a program admin or an officer of a
company of theirs.
"""

from django.db import migrations

END = """
CREATE FUNCTION portal_end_factors(person bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF portal_flag('auditor') OR portal_person() = person OR NOT (
        portal_flag('admin') OR EXISTS (
            SELECT FROM accounts_membership AS mine
            JOIN accounts_membership AS theirs ON theirs.account_id = mine.account_id
            WHERE mine.user_id = portal_person() AND mine.role = 'OFFICER'
              AND portal_holds(mine.since, mine.until)
              AND theirs.user_id = person AND portal_holds(theirs.since, theirs.until)
        )
    ) THEN
        RAISE EXCEPTION 'These factors are not for this person to end.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM django_session WHERE session_key IN (
        SELECT session_key FROM usersessions_usersession WHERE user_id = person
    );
    DELETE FROM usersessions_usersession WHERE user_id = person;
    DELETE FROM mfa_authenticator WHERE user_id = person;
END
$$;
REVOKE EXECUTE ON FUNCTION portal_end_factors(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_end_factors(bigint) TO portal_web;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0037_latest_sign_in")]
    operations = [
        migrations.RunSQL(END, "DROP FUNCTION portal_end_factors(bigint)"),
    ]
