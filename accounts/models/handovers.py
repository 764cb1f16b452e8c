"""Who handed a company's duty to whom, and whether the new official has taken it up."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models.companies import Account
from accounts.models.officials import Assignment
from accounts.models.people import User
from accounts.states import Duty
from portal import walls

REASON_LONGEST = 100  # characters; as many as the history of a row takes


class HandoverQuerySet(models.QuerySet["Handover"]):
    def pending(self, at: datetime) -> "HandoverQuerySet":
        """Keep those whose new official still has the duty and did not acknowledge."""
        goes_on = Coalesce(OuterRef("account__merged_into"), OuterRef("account"))
        holds = Assignment.objects.current(at).filter(
            account=goes_on,
            duty=OuterRef("duty"),
            official=OuterRef("successor"),
        )
        return self.filter(Exists(holds), acknowledged_at=None)

    def with_names(self) -> "HandoverQuerySet":
        return self.select_related("account", "predecessor")

    def unfinished(self, account: Account, duty: Duty) -> "HandoverQuerySet":
        """Keep those of one duty since the latest that was acknowledged.

        Whoever had the duty between may still hold what nobody has taken up.
        """
        of_duty = self.filter(account=account, duty=duty)
        done = of_duty.exclude(acknowledged_at=None).order_by("-handed_at", "-pk")
        latest = done.values_list("handed_at", flat=True).first()
        return of_duty.filter(handed_at__gt=latest) if latest else of_duty


class Handover(models.Model):
    """A company's duty passed from one official to another at one moment.

    Open conversations move when the successor acknowledges: whoever hands over may not
    read them. The predecessor may read on until `reads_until`, a date that is fixed
    with the row, so that a later setting changes nothing that was promised.
    """

    wall = walls.Company()

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    duty = models.CharField(_("duty"), max_length=17, choices=Duty.choices)
    predecessor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    successor = models.ForeignKey(User, models.PROTECT, related_name="+")
    why = models.CharField(_("reason"), max_length=REASON_LONGEST)
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reads_until = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[HandoverQuerySet] = HandoverQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handover_goes_to_somebody_else",
                condition=Q(predecessor=None) | ~Q(predecessor=F("successor")),
                violation_error_message=_("Choose another official than before."),
            ),
            models.CheckConstraint(
                name="handover_predecessor_reads_until_a_day",
                condition=Q(predecessor=None, reads_until=None)
                | Q(
                    predecessor__isnull=False,
                    reads_until__isnull=False,
                    reads_until__gte=F("handed_at"),
                ),
            ),
            models.CheckConstraint(name="handover_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="handover_acknowledged_by_the_successor",
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(
                    acknowledged_at__isnull=False,
                    acknowledged_by__isnull=False,
                    acknowledged_at__gte=F("handed_at"),
                    acknowledged_by=F("successor"),
                ),
            ),
        ]
        indexes = [
            models.Index("predecessor", "reads_until", name="handover_read_on"),
            models.Index(
                "successor",
                name="handover_to_acknowledge",
                condition=Q(acknowledged_at=None),
            ),
            models.Index("account", "duty", "handed_at", name="handover_of_a_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.duty} to {self.successor_id}"
