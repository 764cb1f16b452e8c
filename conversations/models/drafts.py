"""What people have begun to write, and where."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Account, User
from conversations.models.conversations import Conversation
from portal import walls


@dataclass(frozen=True)
class Place:
    """Where somebody writes: an answer, a correction, or a new conversation.

    Attributes:
        regards: the number of the entry that a correction is about; 0 for an answer.
        topic: of a new conversation, which is not there yet.
    """

    account_id: int
    conversation_id: int | None = None
    regards: int = 0
    topic: str = ""


class DraftQuerySet(models.QuerySet["Draft"]):
    def at(self, place: Place, user: User) -> "DraftQuerySet":
        """Keep what a person has begun to write at a place; one row at most."""
        return self.filter(user=user, **vars(place))


class Draft(models.Model):
    """What a person has begun to write at one place, and has not sent.

    When it is sent or discarded the words go and the row stays, with the key of that
    form: what the same form saves later, or still has on the way, is not wanted.
    """

    wall = walls.Person()

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, null=True, related_name="drafts"
    )
    regards = models.PositiveIntegerField(default=0)
    topic = models.CharField(max_length=32, blank=True)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    done_key = models.UUIDField(null=True)

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="draft_one_a_place",
                fields=["user", "account", "conversation", "regards", "topic"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="draft_is_in_a_conversation_or_about_a_topic",
                condition=Q(conversation=None, regards=0) & ~Q(topic="")
                | Q(conversation__isnull=False, topic=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.conversation_id or self.topic}"
