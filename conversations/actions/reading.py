"""Note how far people have read."""

from django.db import connection
from django.utils import timezone

from accounts.models import User
from conversations.models import Conversation

# Two pages of one person may mark at once; the further mark stays, in one statement.
MARK = """
    INSERT INTO conversations_readmark AS mark
        (user_id, conversation_id, seq, read_at)
    VALUES (%s, %s, %s, %s)
    ON CONFLICT (user_id, conversation_id) DO UPDATE
        SET seq = excluded.seq, read_at = excluded.read_at
        WHERE mark.seq < excluded.seq
"""


def mark_read(*, conversation: Conversation, seq: int, by: User) -> None:
    """Note that a person has read up to an entry; it never goes back.

    A task or a page may repeat it. A number beyond the latest entry counts as that.
    """
    read = min(seq, conversation.latest_seq)
    with connection.cursor() as cursor:
        cursor.execute(MARK, [by.pk, conversation.pk, read, timezone.now()])
