"""The rows of the inbox."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from conversations.models import PREVIEW, Conversation
from conversations.screens import turns
from conversations.screens.stretch import reading_path
from conversations.screens.turns import Tag
from portal import markdown


@dataclass(frozen=True)
class InboxRow:
    path: str
    subject: str
    unread: bool
    tag: Tag
    company: str
    topic: str
    holder: str
    preview: str
    latest_at: datetime


def inbox_row(conversation: Conversation, user: User) -> InboxRow:
    """Return an inbox row; the conversation comes from `for_inbox`."""
    return InboxRow(
        path=reading_path(conversation),
        subject=conversation.subject,
        unread=conversation.said_seq > conversation.read_seq,  # type: ignore[attr-defined]  # annotated
        tag=turns.tag_of(conversation, user),
        company=conversation.account.legal_name,
        topic=conversation.topic_label,
        holder=turns.holder_for(conversation, user),
        preview=markdown.plain(conversation.latest_words, PREVIEW // 2),  # type: ignore[attr-defined]  # annotated
        latest_at=conversation.latest_at,
    )
