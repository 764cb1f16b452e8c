"""Rows that hold from one moment until another."""

from datetime import datetime
from typing import TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.fields.ranges import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.history import TrackedQuerySet

DatedModel = TypeVar("DatedModel", bound="Dated")


class Period(Func):
    """The half-open time [since, until) of a dated row, as a range."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


PERIOD = Period("since", "until")


def one_at_a_time(name: str, *columns: str) -> ExclusionConstraint:
    """Return the rule that no two rows with equal columns overlap in time."""
    equal = [(column, RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(
        name=name, expressions=[*equal, (PERIOD, RangeOperators.OVERLAPS)]
    )


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """Return the rule that a dated row has no empty or backward time."""
    return models.CheckConstraint(
        name=name, condition=Q(until=None) | Q(until__gt=F("since"))
    )


class DatedQuerySet(TrackedQuerySet[DatedModel]):
    def current(self, at: datetime | None = None) -> "DatedQuerySet[DatedModel]":
        """Keep what holds at a moment; now when none is given."""
        at = at or timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


class Dated(models.Model):
    """A row that holds from `since` until just before `until`, or until further."""

    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
