"""Who was invited to stand for a company, or to serve; and who asks to be."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts import identifiers, tokens
from accounts.models.companies import Account, Center
from accounts.models.people import User
from accounts.states import STILL_OPEN, Duty, InvitationState, Role
from portal import walls

GOOD_FOR = timedelta(days=7)
NEITHER_ACCEPTED_NOR_REVOKED = Q(accepted_at=None, revoked_at=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> "InvitationQuerySet":
        """Keep those of one's company, of the companies one serves, or all."""
        sight = user.sight
        if sight.admin:
            return self
        near = Account.objects.filter(center_id__in=sight.centers).values("pk")
        return self.filter(Q(account_id__among=sight.whole) | Q(account_id__in=near))

    def open(self, at: datetime) -> "InvitationQuerySet":
        """Keep those whose link can still be followed."""
        return self.filter(NEITHER_ACCEPTED_NOR_REVOKED, expires_at__gt=at)

    def unanswered(self) -> "InvitationQuerySet":
        """Keep those that somebody should look after, the expired ones included."""
        waiting = Q(accepted_at__isnull=False, returns=True, confirmed_at=None)
        return self.filter(Q(accepted_at=None) | waiting, revoked_at=None)


def new_invitation_ref() -> str:
    return identifiers.new_ref("IN")


class Invitation(models.Model):
    """One letter to one address: to stand for a company, or to take a post.

    Its link is good for one week and for one person. Sending it again makes a new one
    and revokes this. The columns say themselves what became of it and when.
    """

    wall = walls.Company()

    ref = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_invitation_ref
    )
    digest = models.CharField(_("digest of the link's secret"), max_length=64)
    email = models.EmailField(_("address"), max_length=120)
    on_behalf_of = models.CharField(_("company or office"), max_length=160)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices, blank=True)
    kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    duty = models.CharField(max_length=17, choices=Duty.choices, blank=True)
    center = models.ForeignKey(Center, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    again = models.BooleanField(_("sent again"), default=False)
    expires_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    name = models.CharField(_("name of who accepted"), max_length=120, blank=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="invitations"
    )
    returns = models.BooleanField(
        _("the address belonged to somebody else before"), default=False
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.UniqueConstraint("digest", name="invitation_one_per_link"),
            models.UniqueConstraint(
                "account",
                Lower("email"),
                name="invitation_one_open_per_company_and_address",
                condition=NEITHER_ACCEPTED_NOR_REVOKED & Q(account__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_is_to_a_company_or_to_a_post",
                condition=Q(account__isnull=False, duty="", center=None) & ~Q(role="")
                | Q(account=None, role="", kinds=[]) & ~Q(duty=""),
            ),
            models.CheckConstraint(
                name="invitation_only_agents_have_kinds",
                condition=Q(role=Role.AGENT) | Q(kinds=[]),
            ),
            models.CheckConstraint(
                name="invitation_expires_after_it_was_sent",
                condition=Q(expires_at__gt=F("sent_at")),
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None, name="")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="invitation_confirmed_once_accepted",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_by__isnull=False,
                    accepted_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="invitation_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def as_what(self) -> str:
        """The role or the duty, in words."""
        word = Role(self.role) if self.role else Duty(self.duty)
        return str(word.label)

    def state(self, at: datetime) -> InvitationState:
        """Return where it stands at a moment."""
        if self.revoked_at:
            return InvitationState.REVOKED
        if self.accepted_at:
            waits = self.returns and not self.confirmed_at
            return InvitationState.WAITING if waits else InvitationState.ACCEPTED
        if self.expires_at <= at:
            return InvitationState.EXPIRED
        if self.seen_at:
            return InvitationState.SEEN
        return InvitationState.SENT_AGAIN if self.again else InvitationState.SENT

    def is_open(self, at: datetime) -> bool:
        """Whether its link can still be followed."""
        return self.state(at) in STILL_OPEN

    def went_to(self, person: User) -> bool:
        """Whether it went to the address that a person has."""
        return self.email.casefold() == person.email.casefold()

    def sealed(self) -> "Invitation":
        """Return it with the digest of its own link."""
        self.digest = tokens.digest_of(tokens.token_of(self.ref))
        return self


class Succession(models.Model):
    """Who takes over what a leaver had in hand at a company; written once.

    The one who takes over is somebody of the company, or whoever accepts an
    invitation. The record goes on naming the leaver.
    """

    wall = walls.Company()

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    leaver = models.ForeignKey(User, models.PROTECT, related_name="+")
    successor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invitation = models.ForeignKey(
        Invitation, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="succession_is_to_a_person_or_an_invitation",
                condition=Q(successor__isnull=True, invitation__isnull=False)
                | Q(successor__isnull=False, invitation__isnull=True),
            ),
            models.CheckConstraint(
                name="succession_is_to_somebody_else",
                condition=Q(successor=None) | ~Q(successor=F("leaver")),
            ),
        ]
        indexes = [models.Index("account", "leaver", name="succession_of_a_leaver")]

    def __str__(self) -> str:
        return f"{self.leaver_id} → {self.successor_id or self.invitation_id}"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting_at(self, account: Account) -> "JoinRequestQuerySet":
        """Keep the open ones that name a company, or one that was merged into it."""
        refs = Account.objects.family(account).values("ref")
        return self.filter(company__in=refs, answered_at=None)


class JoinRequest(models.Model):
    """Somebody who sees nothing asks the officers of a company to invite them.

    It names the company by the reference that they typed and is written whether there
    is such a company or not, so that nobody learns which. Who asks stands here as
    they were: the officers do not see the person's own row.
    """

    wall = walls.Person()

    company = models.CharField(_("reference of the company"), max_length=12)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[JoinRequestQuerySet] = JoinRequestQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "asked_by",
                "company",
                name="join_request_one_at_a_time",
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="join_request_answered_by_somebody",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} {self.company}"
