"""Conversations, what was said in them, and who has read how far."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, FilteredRelation, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import identifiers
from accounts.models import Account, Center, User, stand_in
from accounts.states import SIDE_OF, Duty, Side
from conversations import topics
from conversations.states import DEEDS, REGARDING, SPOKEN, Kind, State
from portal import walls

PREVIEW = 240  # characters of the latest message that an inbox row may show


def in_sight(user: User, *, conversation: str = "conversation_id") -> Q:
    """Return what is true of the rows of conversations that a person may read.

    Args:
        conversation: the column that names the conversation.
    """
    sight = user.sight
    return (
        Q(account_id__among=sight.whole)
        | Q(center_id__in=sight.centers)
        | Q((f"{conversation}__among", sight.given))
    )


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User) -> "ConversationQuerySet":
        """Keep the conversations that a person may read, by literal short lists."""
        return self.filter(in_sight(user, conversation="pk"))

    def for_account(
        self, account: Account | None, user: User
    ) -> "ConversationQuerySet":
        """Keep those of the company that a person acts for, when they chose one.

        And of those that were merged into it.
        """
        if account is None:
            return self
        return self.filter(account_id__in=user.sight.family(account.pk))

    def open(self) -> "ConversationQuerySet":
        return self.filter(state=State.OPEN)

    def on_turn(self, turn: Side) -> "ConversationQuerySet":
        return self.open().filter(turn=turn)

    def held_by(self, user: User) -> "ConversationQuerySet":
        """Keep those that an official holds, or that wait in their Center's queue.

        Also those of whomever they stand in for.
        """
        sight = user.sight
        queue = Q(holder=None, center_id__in=sight.queues)
        return self.filter(Q(holder__in=[user.pk, *sight.covers]) | queue)

    def with_stand_in(self) -> "ConversationQuerySet":
        """Add `away_until` and `stand_in_name` of a holder who is away."""
        return self.annotate(**stand_in("holder"))

    def unread_by(self, user: User) -> "ConversationQuerySet":
        """Keep those in which somebody said something that a person has not read."""
        return self.with_read(user).filter(said_seq__gt=F("read_seq"))

    def with_read(self, user: User) -> "ConversationQuerySet":
        """Add `read_seq`, the last entry that a person has read, or 0."""
        marks = ReadMark.objects.filter(conversation=OuterRef("pk"), user=user)
        return self.annotate(read_seq=Coalesce(Subquery(marks.values("seq")[:1]), 0))

    def with_seen(self, *, by: Side) -> "ConversationQuerySet":
        """Add `seen_at`, when a side first saw what was said last, or None."""
        seen = Func(
            F("pk"),
            F("said_seq"),
            Value(by is Side.GOVERNMENT),
            function="portal_seen",
            output_field=models.DateTimeField(),
        )
        return self.annotate(seen_at=seen)

    def with_draft(self, user: User) -> "ConversationQuerySet":
        """Add `draft_text` and `draft_saved_at` of the answer that a person has begun.

        They are None when there never was one.
        """
        mine = Q(drafts__user=user, drafts__regards=0)
        return self.annotate(
            mine=FilteredRelation("drafts", condition=mine),
            draft_text=F("mine__text"),
            draft_saved_at=F("mine__saved_at"),
        )

    def with_latest_words(self) -> "ConversationQuerySet":
        """Add `latest_words`, the beginning of what was said last."""
        bodies = Body.objects.filter(
            entry__conversation=OuterRef("pk"), entry__seq=OuterRef("said_seq")
        )
        words = bodies.annotate(start=Left("text", PREVIEW)).values("start")[:1]
        return self.annotate(latest_words=Coalesce(Subquery(words), Value("")))

    def newest_first(self) -> "ConversationQuerySet":
        return self.order_by(F("latest_at").desc(), F("pk").desc())

    def oldest_first(self) -> "ConversationQuerySet":
        return self.order_by("latest_at", "pk")

    def for_inbox(self) -> "ConversationQuerySet":
        """All that an inbox row shows, over rows with `read_seq`, in one query."""
        return (
            self.select_related("account", "center", "holder")
            .with_latest_words()
            .with_stand_in()
            .newest_first()
        )


def new_conversation_ref() -> str:
    return identifiers.new_ref("TC")


class Conversation(models.Model):
    """One subject between a company and the government; the head of its chain.

    `latest_seq` and `latest_digest` are the chain's head: entries are only added
    while this row is locked. Account and Center stand here as they were when the
    conversation was opened.
    """

    wall = walls.Company()

    ref = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_conversation_ref
    )
    account = models.ForeignKey(Account, models.PROTECT, related_name="conversations")
    center = models.ForeignKey(Center, models.PROTECT, related_name="conversations")
    topic = models.CharField(_("topic"), max_length=32)
    subject = models.CharField(_("subject"), max_length=140)
    duty = models.CharField(_("addressed to"), max_length=17, choices=Duty.choices)
    holder = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_conversations",
        verbose_name=_("held by"),
    )
    turn = models.CharField(_("turn"), max_length=10, choices=Side.choices)
    turn_since = models.DateTimeField(_("turn since"))
    state = models.CharField(
        _("state"), max_length=6, choices=State.choices, default=State.OPEN
    )
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.UUIDField(_("key of the form that opened it"))
    latest_at = models.DateTimeField(_("latest entry"))
    latest_seq = models.PositiveIntegerField(default=0)
    latest_digest = models.CharField(max_length=64)
    said_seq = models.PositiveIntegerField(default=0)

    objects: ClassVar[ConversationQuerySet] = ConversationQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "opened_by", "key", name="conversation_one_per_form"
            ),
            models.CheckConstraint(
                name="conversation_said_is_in_the_chain",
                condition=Q(said_seq__lte=F("latest_seq")),
            ),
        ]
        indexes = [
            models.Index(
                "account", F("latest_at").desc(), F("id").desc(), name="by_account"
            ),
            models.Index(
                "center", F("latest_at").desc(), F("id").desc(), name="by_center"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("conversations:thread", args=[self.ref])

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def topic_label(self) -> str:
        return str(topics.TOPICS[self.topic].label)


class Told(models.Model):
    """A row that belongs to a conversation carries what its wall asks for."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    center = models.ForeignKey(Center, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: User) -> "EntryQuerySet":
        """Keep those of the conversations that a person may read."""
        return self.filter(in_sight(user))

    def in_order(self) -> "EntryQuerySet":
        return self.order_by("conversation_id", "seq")

    def with_text(self) -> "EntryQuerySet":
        """All that a thread shows of an entry, in one query."""
        return self.select_related("author", "body", "conversation")


class Entry(Told):
    """One link of the chain; written once, never changed.

    The names of the fields follow the record's format, which `conversations.chain`
    describes; `on_behalf_of` is the format's "for".
    """

    wall = walls.Company()

    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    author_ref = models.CharField(max_length=12)
    role = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=160)
    body_digest = models.CharField(max_length=64)
    attachments = ArrayField(models.CharField(max_length=64), default=list)
    regards = models.PositiveIntegerField(null=True)
    prev = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    key = models.UUIDField(null=True)

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.UniqueConstraint("conversation", "seq", name="entry_one_per_seq"),
            models.UniqueConstraint("author", "key", name="entry_one_per_form"),
            models.CheckConstraint(
                name="entry_counts_from_one", condition=Q(seq__gte=1)
            ),
            models.CheckConstraint(
                name="entry_regards_an_earlier_one",
                condition=Q(regards=None) & ~Q(kind__in=sorted(REGARDING))
                | Q(regards__lt=F("seq"), kind__in=sorted(REGARDING)),
            ),
        ]
        indexes = [
            # What happened to a company's conversations, without what was said: a
            # message costs nothing here.
            models.Index(
                "account",
                F("at").desc(),
                F("id").desc(),
                name="entry_deeds",
                condition=Q(kind__in=sorted(DEEDS)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}/{self.seq}"

    def get_absolute_url(self) -> str:
        """Return the permalink, which shows the page that the entry is on."""
        thread = self.conversation.get_absolute_url()
        return f"{thread}?entry={self.seq}#entry-{self.seq}"

    @property
    def side(self) -> Side:
        """The side that spoke, which follows from the role in the chain."""
        return SIDE_OF[self.role]

    @property
    def is_spoken(self) -> bool:
        return self.kind in SPOKEN


class Body(Told):
    """The text of an entry with its salt.

    It stands apart, so that a lawful redaction can remove it and leave a chain that
    still verifies.
    """

    wall = walls.Company()

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    salt = models.BinaryField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return f"Body of {self.entry_id}"


class Share(Told):
    """A conversation given to one person: a company's agent."""

    wall = walls.Company()

    user = models.ForeignKey(User, models.PROTECT, related_name="shares")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("conversation", "user", name="share_one_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} to {self.user_id}"


class ReadMark(models.Model):
    """How far one person has read one conversation."""

    wall = walls.Person()

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "conversation", name="read_mark_one_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.conversation_id} to {self.seq}"
