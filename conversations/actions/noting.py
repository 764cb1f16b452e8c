"""Write to colleagues beside a conversation."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conversations import permissions, record
from conversations.actions.speaking import SentAlready
from conversations.colleagues import colleagues_of
from conversations.models import Conversation, Mention, Note
from conversations.telling import ask

WROTE_OTHER_WORDS = _(
    "This form was sent before with other words, and those are among the notes. What "
    "you have written now is below: send it again if it is still to be said."
)


@transaction.atomic
def note(
    *,
    conversation: Conversation,
    text: str,
    key: UUID,
    by: User,
    asked: Sequence[User] = (),
) -> Note:
    """Write a note for officials beside a conversation, and tell whom it asks.

    The same form sent twice lands once. Neither the turn nor the record changes.

    Args:
        asked: colleagues who read the conversation, too.

    Raises:
        PermissionDenied: if `by` does not answer for the government here, or somebody
            asked does not read the conversation.
        SentAlready: if the form was sent before with other words.
    """
    permissions.may_note(by, conversation).require()
    record.lock_form(key)
    if earlier := Note.objects.filter(author=by, key=key).first():
        if (earlier.conversation_id, earlier.text) != (conversation.pk, text):
            raise SentAlready(WROTE_OTHER_WORDS)
        return earlier
    if asked:
        colleagues = colleagues_of(conversation, but=by).values_list("pk", flat=True)
        if not {one.pk for one in asked} <= set(colleagues):
            raise PermissionDenied
    voice = record.voice_in(conversation, by)
    place = {
        "conversation": conversation,
        "account_id": conversation.account_id,
        "center_id": conversation.center_id,
    }
    written = Note.objects.create(
        **place,
        at=voice.at,
        author=by,
        role=voice.standing.role,
        office=voice.standing.on_behalf_of,
        text=text,
        key=key,
    )
    Mention.objects.bulk_create(
        Mention(**place, note=written, official=one) for one in asked
    )
    ask(written, asked)
    return written
