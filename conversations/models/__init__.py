"""The rows of the floor of conversations."""

from conversations.models.conversations import (
    PREVIEW,
    Body,
    Conversation,
    ConversationQuerySet,
    Entry,
    EntryQuerySet,
    ReadMark,
    Share,
    Told,
    new_conversation_ref,
)
from conversations.models.drafts import Draft, DraftQuerySet, Place

__all__ = [
    "PREVIEW",
    "Body",
    "Conversation",
    "ConversationQuerySet",
    "Draft",
    "DraftQuerySet",
    "Entry",
    "EntryQuerySet",
    "Place",
    "ReadMark",
    "Share",
    "Told",
    "new_conversation_ref",
]
