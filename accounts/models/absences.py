"""Which officials are away, until when, and who stands in for them meanwhile."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.dated import PERIOD
from accounts.models.people import User
from portal import walls
from portal.history import TrackedQuerySet

REASON_LONGEST = 200  # characters


def stand_in(official: str, at: datetime | None = None) -> dict[str, Func]:
    """Return annotations: `away_until` and `stand_in_name` of an official, or None.

    Args:
        official: the column that names them.
        at: the moment; now when none is given.
    """
    moment = Value(at, models.DateTimeField()) if at else Now()
    return {
        "away_until": Func(
            F(official),
            moment,
            function="portal_away_until",
            output_field=models.DateTimeField(),
        ),
        "stand_in_name": Func(
            F(official),
            moment,
            function="portal_stand_in",
            output_field=models.TextField(),
        ),
    }


class AbsenceQuerySet(TrackedQuerySet["Absence"]):
    def overlapping(self, since: datetime, until: datetime) -> "AbsenceQuerySet":
        """Keep those that hold at some moment of a time."""
        return self.filter(since__lt=until, until__gt=since).exclude(until=F("since"))

    def not_over(self, at: datetime) -> "AbsenceQuerySet":
        """Keep those that hold or are still to come."""
        return self.filter(until__gt=at).exclude(until=F("since"))


class Absence(models.Model):
    """An official is away from `since` until just before `until`; somebody stands in.

    What the absent one holds stays theirs: who stands in is computed from these dates
    whenever it is asked, so that the day after it ends nothing has to run. Members read
    the two names and the day by `stand_in`, and no row. One that was called off before
    it began ends when it begins, and never holds.
    """

    wall = walls.Staff()

    official = models.ForeignKey(User, models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))
    history = HistoricalRecords()

    objects: ClassVar[AbsenceQuerySet] = AbsenceQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="absence_does_not_end_before_it_begins",
                condition=Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="absence_somebody_else_stands_in",
                condition=~Q(official=F("stand_in")),
                violation_error_message=_("Choose somebody else to stand in."),
            ),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    ("official", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index("stand_in", "until", name="absence_stood_in")]

    def __str__(self) -> str:
        return f"{self.official_id} away, {self.stand_in_id} stands in"


class AbsenceReason(models.Model):
    """Why an official is away, for them, whoever noted it, and the program office."""

    wall = walls.Person()

    absence = models.OneToOneField(Absence, models.PROTECT, primary_key=True)
    official = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.CharField(_("reason"), max_length=REASON_LONGEST)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="absence_reason_says_something", condition=~Q(text="")
            )
        ]

    def __str__(self) -> str:
        return f"reason {self.absence_id}"
