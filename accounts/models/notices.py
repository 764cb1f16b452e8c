"""What the portal owes people to tell: a ledger that is also the outbox."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models.companies import Account, Center
from accounts.models.people import User
from accounts.states import (
    ABOUT_SIGNING_IN,
    TO_AN_ADDRESS,
    Channel,
    NoticeKind,
    NoticeState,
)
from portal import walls

THREAD_MAIL = Q(channel=Channel.MAIL, kind=NoticeKind.ENTRY)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        """Keep one's own, without those of companies that one no longer sees."""
        sight = user.sight
        mine = self.filter(recipient=user)
        if sight.admin:
            return mine
        return mine.filter(
            Q(account=None)
            | Q(account_id__among=sight.accounts)
            | Q(center_id__in=sight.centers)
        )

    def claimable(self, at: datetime, pause: timedelta) -> "NoticeQuerySet":
        """Keep the mails to send now, also those whose sender seems to have died.

        One about a thread waits while another to the same person is being sent, and
        for a pause behind it.
        """
        others = Notice.objects.filter(
            THREAD_MAIL, ref=OuterRef("ref"), recipient=OuterRef("recipient")
        ).exclude(pk=OuterRef("pk"))
        near = others.filter(Q(state=NoticeState.SENDING) | Q(sent_at__gt=at - pause))
        return self.filter(
            Q(state=NoticeState.DUE, next_at__lte=at)
            | Q(state=NoticeState.SENDING, lease_until__lt=at),
            ~(Q(kind=NoticeKind.ENTRY) & Q(Exists(near))),
            channel=Channel.MAIL,
        )

    def in_portal(self, at: datetime) -> "NoticeQuerySet":
        """Keep what is shown in the portal by now; nobody delivers it there."""
        shown = self.exclude(state=NoticeState.DROPPED)
        return shown.filter(channel=Channel.PORTAL, due_at__lte=at)

    def with_mail(self) -> "NoticeQuerySet":
        """Add `mail`, the id of the mail that leads to the same news, if there is one.

        A mail leads to its own place in a thread and to all behind it, until the next.
        """
        mails = Notice.objects.filter(
            channel=Channel.MAIL,
            kind=OuterRef("kind"),
            ref=OuterRef("ref"),
            recipient=OuterRef("recipient"),
            seq__lte=OuterRef("seq"),
        ).order_by("-seq", "-due_at", "-pk")
        return self.annotate(mail=Subquery(mails.values("pk")[:1]))

    def newest_first(self) -> "NoticeQuerySet":
        return self.order_by(F("due_at").desc(), F("pk").desc())


class Notice(models.Model):
    """One thing that one person is told, in the portal or by mail, once.

    The id is made by whoever writes the row, who may not see it: it is another
    person's. `key` says what it is about; a second row with the same key is none.
    """

    wall = walls.Person()

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    recipient = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="notices"
    )
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    center = models.ForeignKey(Center, models.PROTECT, null=True, related_name="+")
    ref = models.CharField(_("reference"), max_length=12)
    seq = models.PositiveIntegerField(_("place in the thread"), default=0)
    path = models.CharField(max_length=200)
    about = models.CharField(_("shown in the portal only"), max_length=160, blank=True)
    reason = models.CharField(_("why you got this"), max_length=200)
    digest = models.CharField(max_length=12, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=NoticeState.choices, default=NoticeState.DUE
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(_("next attempt"))
    tried_at = models.DateTimeField(_("first attempt"), null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    address = models.EmailField(
        _("where it goes, if not to a person's own"),
        blank=True,
        default="",
        db_default="",
    )
    answer = models.CharField(_("the provider's answer"), max_length=200, blank=True)

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_leads_into_the_portal",
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"),
            ),
            models.CheckConstraint(
                name="notice_by_mail_has_no_words",
                condition=Q(channel=Channel.PORTAL) | Q(about=""),
            ),
            models.CheckConstraint(
                name="notice_is_for_a_person_or_an_address",
                condition=Q(recipient__isnull=False)
                & ~Q(kind__in=sorted(TO_AN_ADDRESS))
                & (Q(address="") | Q(kind__in=sorted(ABOUT_SIGNING_IN)))
                | Q(recipient=None, channel=Channel.MAIL)
                & Q(kind__in=sorted(TO_AN_ADDRESS))
                & ~Q(address=""),
            ),
            models.CheckConstraint(
                name="notice_sent_has_its_moment",
                condition=Q(state=NoticeState.SENT, sent_at__isnull=False)
                | ~Q(state=NoticeState.SENT) & Q(sent_at=None),
            ),
            models.CheckConstraint(
                name="notice_sending_has_its_lease",
                condition=~Q(state=NoticeState.SENDING) | Q(lease_until__isnull=False),
            ),
            models.UniqueConstraint(
                "recipient",
                "ref",
                name="notice_one_mail_of_a_thread_at_a_time",
                condition=THREAD_MAIL & Q(state=NoticeState.SENDING),
            ),
        ]
        indexes = [
            models.Index(
                "next_at",
                name="notice_mail_to_send",
                condition=Q(channel=Channel.MAIL)
                & Q(state__in=[NoticeState.DUE, NoticeState.SENDING]),
            ),
            models.Index(
                "ref",
                "recipient",
                F("seq").desc(),
                name="notice_mail_of_a_thread",
                condition=Q(channel=Channel.MAIL),
            ),
            models.Index(
                "recipient",
                F("due_at").desc(),
                F("id").desc(),
                name="notice_mine",
                condition=Q(channel=Channel.PORTAL),
            ),
        ]

    def __str__(self) -> str:
        return self.key
