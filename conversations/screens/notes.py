"""The notes among officials beside a conversation."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from conversations import forms, permissions
from conversations.models import Conversation, Note
from conversations.screens.entries import role_word
from portal import markdown
from portal.decisions import Decision


@dataclass(frozen=True)
class NoteView:
    """A note as officials read it."""

    id: str
    author_name: str
    mine: bool
    role: str
    office: str
    at: datetime
    html: str
    asked: list[str]


@dataclass(frozen=True)
class Notes:
    """All notes of a conversation, oldest first, and the form for another one.

    Attributes:
        path: where the form is sent.
    """

    rows: list[NoteView]
    form: forms.NoteForm
    may_note: Decision
    path: str


def notes_for(
    conversation: Conversation,
    user: User,
    *,
    colleagues: dict[str, str],
    form: forms.NoteForm | None,
) -> Notes | None:
    """Return what an official sees beside a conversation; members have no such thing.

    Args:
        colleagues: the names of those who may be asked, by their references.
        form: the one that was sent and could not be taken, if there is one.
    """
    if not user.sight.staff:
        return None
    rows = Note.objects.visible_to(user).filter(conversation=conversation)
    return Notes(
        [note_view(row, user) for row in rows.in_order().with_asked()],
        form or forms.NoteForm(colleagues=colleagues, initial=forms.fresh()),
        permissions.may_note(user, conversation),
        reverse("conversations:note", args=[conversation.ref]),
    )


def note_view(note: Note, reader: User) -> NoteView:
    return NoteView(
        id=note.anchor,
        author_name=note.author.name,
        mine=note.author_id == reader.pk,
        role=role_word(note.role),
        office=note.office,
        at=note.at,
        html=markdown.render(note.text),
        asked=note.asked_names,  # type: ignore[attr-defined]  # annotated
    )
