"""What officials say to each other beside a conversation."""

from typing import ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conversations.models.conversations import Told, in_sight
from portal import walls


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> "NoteQuerySet":
        """Keep those of the conversations that an official may read."""
        return self.filter(in_sight(user)) if user.sight.staff else self.none()

    def in_order(self) -> "NoteQuerySet":
        return self.order_by("pk")

    def with_asked(self) -> "NoteQuerySet":
        """Load who wrote each, and add `asked_names`, whom it asks; one query."""
        asked = Mention.objects.filter(note=OuterRef("pk"))
        names = asked.order_by("official__name").values("official__name")
        return self.select_related("author").annotate(asked_names=ArraySubquery(names))


class Note(Told):
    """One note of an official beside a conversation, written once, never changed.

    No member ever sees it: it is another table than what is said, and is in no record,
    mail or hint. Its role and office are those in which it was written.
    """

    wall = walls.Staff()

    at = models.DateTimeField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=80)
    office = models.CharField(max_length=160)
    text = models.TextField(_("note for officials only"))
    key = models.UUIDField()

    objects: ClassVar[NoteQuerySet] = NoteQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.UniqueConstraint("author", "key", name="note_one_per_form"),
            models.CheckConstraint(name="note_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.conversation_id}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its conversation."""
        return f"note-{self.pk}"


class Mention(Told):
    """A colleague whom a note asks."""

    wall = walls.Staff()

    note = models.ForeignKey(Note, models.PROTECT, related_name="asked")
    official = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("note", "official", name="mention_one_a_colleague")
        ]

    def __str__(self) -> str:
        return f"{self.note_id} asks {self.official_id}"
