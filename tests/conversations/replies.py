"""Replies as tests send them, and what of them stands in the record."""

from typing import Any
from uuid import uuid4

from conversations.models import Conversation, Entry
from conversations.states import Kind
from tests.client import PortalClient
from tests.database import as_owner


def to_reply(conversation: Conversation) -> str:
    return f"{conversation.get_absolute_url()}reply/"


def sent(client: PortalClient, conversation: Conversation, **typed: str) -> Any:
    typed = {"key": str(uuid4()), "text": "It is heading 9405.", **typed}
    return client.post(to_reply(conversation), typed)


def messages(conversation: Conversation) -> list[str]:
    """Return all that was said, behind the message that opened it."""
    with as_owner():
        entries = Entry.objects.filter(conversation=conversation, kind=Kind.MESSAGE)
        return [entry.body.text for entry in entries.with_text().in_order()][1:]
