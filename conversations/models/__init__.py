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
from conversations.models.notes import Mention, Note, NoteQuerySet

__all__ = [
    "PREVIEW",
    "Body",
    "Conversation",
    "ConversationQuerySet",
    "Draft",
    "DraftQuerySet",
    "Entry",
    "EntryQuerySet",
    "Mention",
    "Note",
    "NoteQuerySet",
    "Place",
    "ReadMark",
    "Share",
    "Told",
    "new_conversation_ref",
]
