"""What officials do, where, and for which companies."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.companies import Account, Center
from accounts.models.dated import (
    PERIOD,
    Dated,
    DatedQuerySet,
    ends_after_it_begins,
    one_at_a_time,
)
from accounts.models.people import User
from accounts.states import Duty, OfficeKind
from portal import walls

# An index has no column for it.
AUDITS = Case(When(duty=Duty.AUDITOR, then=Value(1)), default=Value(0))


class Posting(Dated):
    """An official's duty at an office, which is a Center, a field office or more."""

    wall = walls.Staff()

    official = models.ForeignKey(User, models.PROTECT, related_name="postings")
    duty = models.CharField(_("duty"), max_length=17, choices=Duty.choices)
    office = models.CharField(_("office"), max_length=12, choices=OfficeKind.choices)
    office_name = models.CharField(_("name of the office"), max_length=80, blank=True)
    center = models.ForeignKey(
        Center, models.PROTECT, null=True, blank=True, related_name="postings"
    )
    history = HistoricalRecords()

    objects: ClassVar[DatedQuerySet["Posting"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            ends_after_it_begins("posting_ends_after_it_begins"),
            one_at_a_time("posting_one_of_a_duty_at_a_time", "official", "duty"),
            ExclusionConstraint(
                name="posting_of_an_auditor_stands_alone",
                expressions=[
                    ("official", RangeOperators.EQUAL),
                    (AUDITS, RangeOperators.NOT_EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("An auditor has no other duty."),
            ),
            models.CheckConstraint(
                name="posting_of_an_auditor_is_at_headquarters",
                condition=~Q(duty=Duty.AUDITOR) | Q(office=OfficeKind.HEADQUARTERS),
                violation_error_message=_("An auditor sits at headquarters."),
            ),
            models.CheckConstraint(
                name="posting_names_its_office",
                condition=Q(office=OfficeKind.CENTER, center__isnull=False)
                | (
                    ~Q(office=OfficeKind.CENTER)
                    & Q(center__isnull=True)
                    & ~Q(office_name="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official_id} {self.duty}"

    @property
    def place(self) -> str:
        """The office as people call it; needs `center` loaded."""
        return str(self.center) if self.center else self.office_name


class Assignment(Dated):
    """An official looks after a company in one duty; never two at a time."""

    wall = walls.Company()

    account = models.ForeignKey(Account, models.PROTECT, related_name="assignments")
    official = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    duty = models.CharField(_("duty"), max_length=17, choices=Duty.choices)
    history = HistoricalRecords()

    objects: ClassVar[DatedQuerySet["Assignment"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            ends_after_it_begins("assignment_ends_after_it_begins"),
            one_at_a_time("assignment_one_of_a_duty_at_a_time", "account", "duty"),
            models.CheckConstraint(
                name="assignment_is_to_an_assignable_duty",
                condition=Q(duty__in=[Duty.NAM, Duty.IMPORT_SPECIALIST, Duty.SCSS]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.duty} {self.official_id}"
