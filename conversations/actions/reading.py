"""Note how far people have read."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from conversations.models import Conversation, ReadMark


@transaction.atomic
def mark_read(*, conversation: Conversation, seq: int, by: User) -> None:
    """Note that a person has read up to an entry; it never goes back.

    A task or a page may repeat it. A number beyond the latest entry counts as that.
    """
    seq = min(seq, conversation.latest_seq)
    mark = ReadMark(user=by, conversation=conversation, seq=seq, read_at=timezone.now())
    ReadMark.objects.bulk_create([mark], ignore_conflicts=True)
    ReadMark.objects.filter(user=by, conversation=conversation, seq__lt=seq).update(
        seq=seq, read_at=mark.read_at
    )
