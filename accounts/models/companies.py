"""Centers, companies, and the people who stand for them."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts import calendar, identifiers
from accounts.models.dated import (
    Dated,
    DatedQuerySet,
    ends_after_it_begins,
    one_at_a_time,
)
from accounts.models.people import User
from accounts.states import FactName, ProgramStatus, Role
from portal import walls
from portal.history import TrackedQuerySet


class CenterQuerySet(TrackedQuerySet["Center"]):
    def open(self) -> "CenterQuerySet":
        """Keep those that take companies and officials."""
        return self.filter(closed_at=None)


class Center(models.Model):
    """A Center of Excellence and Expertise; a closed one stays where history names it.

    The code never changes. Its history says what it was called.
    """

    wall = walls.Global("The list of Centers is public.")

    code = models.CharField(_("code"), max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=80)
    city = models.CharField(_("city"), max_length=40)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    objects: ClassVar[CenterQuerySet] = CenterQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="center_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(_("Center – %(name)s") % {"name": self.name})


class AccountQuerySet(TrackedQuerySet["Account"]):
    def visible_to(self, user: User) -> "AccountQuerySet":
        """Keep the companies that a person belongs to, serves or administers."""
        sight = user.sight
        if sight.admin:
            return self
        return self.filter(Q(pk__among=sight.accounts) | Q(center_id__in=sight.centers))

    def served_by(self, user: User) -> "AccountQuerySet":
        """Keep the companies that a person belongs to or serves now.

        Those handed over to somebody else are not among them, though still in sight.
        """
        sight = user.sight
        return self.filter(Q(pk__among=sight.own) | Q(center_id__in=sight.queues))

    def living(self) -> "AccountQuerySet":
        """Keep those that go on, and were not merged into another."""
        return self.filter(merged_into=None)

    def family(self, account: "Account") -> "AccountQuerySet":
        """Keep a company and those that were merged into it."""
        return self.filter(Q(pk=account.pk) | Q(merged_into=account.pk))

    def named(self, words: str) -> "AccountQuerySet":
        """Keep the companies called so, now or formerly, or with this reference.

        Whoever looks for one that was merged finds the one that goes on, too.
        """
        told = Account.objects.filter(
            facts__name=FactName.LEGAL_NAME, facts__value__icontains=words
        )
        called = Q(legal_name__icontains=words) | Q(pk__in=told.values("pk"))
        found = called | Q(ref__iexact=words)
        gone = Account.objects.filter(found).exclude(merged_into=None)
        return self.filter(found | Q(pk__in=gone.values("merged_into")))


def new_account_ref() -> str:
    return identifiers.new_ref("AC")


class Account(models.Model):
    """A company in the program, as one importer with all its numbers.

    One that was merged into another keeps its rows, and nothing more begins under it.
    Whoever sees the other one whole sees it too. `merged_into` never leads to a
    company that was merged itself: when that one is, both lead to the last.
    """

    wall = walls.Company()

    ref = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_account_ref
    )
    legal_name = models.CharField(_("legal name"), max_length=160)
    status = models.CharField(
        _("program status"), max_length=16, choices=ProgramStatus.choices
    )
    importer_numbers = ArrayField(
        models.CharField(max_length=12), verbose_name=_("importer numbers")
    )
    accepted_on = models.DateField(_("accepted on"))
    letter_on = models.DateField(
        _("date of the last annual letter"), null=True, blank=True
    )
    center = models.ForeignKey(
        Center, models.PROTECT, related_name="accounts", verbose_name=_("Center")
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="formers",
        db_index=False,  # nearly all are null
    )
    merged_at = models.DateTimeField(_("merged"), null=True, blank=True)
    merged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    objects: ClassVar[AccountQuerySet] = AccountQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_letter_not_before_acceptance",
                condition=Q(letter_on=None) | Q(letter_on__gte=F("accepted_on")),
            ),
            models.CheckConstraint(
                name="account_merged_by_somebody",
                condition=Q(merged_into=None, merged_at=None, merged_by=None)
                | Q(
                    merged_into__isnull=False,
                    merged_at__isnull=False,
                    merged_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="account_merged_into_another",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
        ]
        indexes = [
            models.Index(
                "merged_into",
                name="account_merged",
                condition=Q(merged_into__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.legal_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:account", args=[self.ref])

    @property
    def living_id(self) -> int:
        """The id of the company that goes on: this one, or where it was merged into."""
        return self.merged_into_id or self.pk

    @property
    def anniversary(self) -> date:
        """The original date of the annual letter, from which each year counts."""
        return calendar.letter_anniversary(self.letter_on, self.accepted_on)

    def next_letter(self, today: date) -> date:
        """Return the day on which the next annual letter is due."""
        return calendar.next_letter(self.letter_on, self.accepted_on, today)


class Membership(Dated):
    """A person stands for a company in one role; an agent for some kinds of topic."""

    wall = walls.Company()

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    kinds = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("kinds of topic given to an agent"),
        default=list,
        blank=True,
    )
    history = HistoricalRecords()

    objects: ClassVar[DatedQuerySet["Membership"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            ends_after_it_begins("membership_ends_after_it_begins"),
            one_at_a_time("membership_one_role_at_a_time", "user", "account"),
            models.CheckConstraint(
                name="membership_only_agents_have_kinds",
                condition=Q(role=Role.AGENT) | Q(kinds=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.account_id}"
