"""The timelines of a company: one that both sides read, one for officials."""

from django.db import models
from django.db.models import F

from accounts.models.companies import Account
from accounts.models.people import User
from portal import walls


class Event(models.Model):
    """One line of a company's timeline, written once and never changed."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=32)
    sentence = models.CharField(max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sentence


class AccountEvent(Event):
    """What both sides may read on a company's timeline."""

    wall = walls.Company()

    class Meta:
        indexes = [
            models.Index(
                "account", F("at").desc(), F("id").desc(), name="account_event_timeline"
            )
        ]


class StaffEvent(Event):
    """What only officials read on a company's timeline; another table, no flag."""

    wall = walls.Staff()

    class Meta:
        indexes = [
            models.Index(
                "account", F("at").desc(), F("id").desc(), name="staff_event_timeline"
            )
        ]
