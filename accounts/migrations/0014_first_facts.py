"""Tell as facts what companies' rows and their histories say.

A history says what was kept, and when; that it was true from that moment on is the best
that is known, but for the beginning: a company is what it is since it joined, and a
letter counts from its date.
"""

from django.db import migrations

TELL = """
WITH past AS (
    SELECT id, history_id, history_date, history_user_id, history_change_reason,
        CASE status WHEN 'member' THEN 'active' ELSE status END AS status,
        legal_name, importer_numbers, accepted_on, letter_on, center_id
    FROM accounts_historicalaccount
), told AS (
    SELECT past.id, history_id, history_date, history_user_id, history_change_reason,
        accepted_on, fact.name, fact.value
    FROM past JOIN accounts_center AS center ON center.id = center_id,
    LATERAL (VALUES
        ('legal_name', to_jsonb(legal_name)),
        ('status', to_jsonb(status)),
        ('center', to_jsonb(center.code)),
        ('importer_numbers', to_jsonb(importer_numbers)),
        ('accepted_on', to_jsonb(accepted_on)),
        ('letter_on', to_jsonb(letter_on))
    ) AS fact (name, value)
), changed AS (
    SELECT told.*, lag(value) OVER story AS before, row_number() OVER story AS place
    FROM told
    WINDOW story AS (PARTITION BY id, name ORDER BY history_date, history_id)
)
INSERT INTO accounts_fact (account_id, name, value, since, at, by_id, why)
SELECT id, name, value,
    CASE
        WHEN name = 'letter_on' AND value IS NOT NULL THEN least(
            history_date,
            (value #>> '{}')::date::timestamp AT TIME ZONE 'America/New_York'
        )
        WHEN place = 1 THEN least(
            history_date, accepted_on::timestamp AT TIME ZONE 'America/New_York'
        )
        ELSE history_date
    END,
    history_date, history_user_id,
    coalesce(nullif(history_change_reason, ''), 'Taken from the history')
FROM changed
WHERE place = 1 OR before IS DISTINCT FROM value
ORDER BY changed.history_date, history_id, name
"""
STATUS = "UPDATE accounts_account SET status = '{}' WHERE status = '{}'"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_facts")]
    operations = [
        migrations.RunSQL(TELL, migrations.RunSQL.noop),
        migrations.RunSQL(
            STATUS.format("active", "member"), STATUS.format("member", "active")
        ),
    ]
