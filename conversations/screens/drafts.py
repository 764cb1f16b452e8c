"""What a form shows of the words that its writer has begun, here or elsewhere."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from accounts.models import Account, User
from conversations import places
from conversations.forms import fresh
from conversations.models import Conversation, Draft
from conversations.places import Desk


@dataclass(frozen=True)
class DraftView:
    """A draft beside its form.

    Attributes:
        writer: the reference of whoever writes; a form of one is no other's.
        saved_at: None when nothing is kept.
    """

    desk: Desk
    writer: str
    subject: str = ""
    text: str = ""
    saved_at: datetime | None = None

    @property
    def is_of_today(self) -> bool:
        return self.saved_at is not None and (
            timezone.localdate(self.saved_at) == timezone.localdate()
        )

    @property
    def initial(self) -> dict[str, str]:
        """What the form is filled with, when it has not been sent yet."""
        kept = {"subject": self.subject, "text": self.text} if self.saved_at else {}
        return {**fresh(), **kept}


def reply_draft(conversation: Conversation, user: User) -> DraftView:
    """Return the draft of an answer; the conversation comes from `with_draft`."""
    text: str | None = conversation.draft_text  # type: ignore[attr-defined]  # annotated
    at: datetime | None = conversation.draft_saved_at  # type: ignore[attr-defined]  # annotated
    desk = places.answer_in(conversation)
    kept_at = at if text else None
    return DraftView(desk, user.ref, text=text or "", saved_at=kept_at)


def draft_on(desk: Desk, user: User) -> DraftView:
    """Return the draft on a desk; one query."""
    draft = Draft.objects.at(desk.place, user).first()
    if draft is None or not (draft.text or draft.subject):
        return DraftView(desk, user.ref)
    return DraftView(desk, user.ref, draft.subject, draft.text, draft.saved_at)


def draft_about(account: Account, topic: str, user: User) -> DraftView:
    """Return the draft of a new conversation with a company; one query.

    One more for each company that was merged into it, as long as nothing is found: what
    was begun there goes on here.
    """
    desk = places.opening_about(account, topic)
    for company in user.sight.family(account.pk):
        place = replace(desk.place, account_id=company)
        found = draft_on(replace(desk, place=place), user)
        if found.saved_at:
            return replace(found, desk=desk)
    return DraftView(desk, user.ref)
