"""The timelines of a company: one that both sides read, one for officials."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models.companies import Account
from accounts.models.people import User
from portal import rls, walls


def of_whole_companies(sight: rls.Sight) -> Q:
    """Return the condition under which a row's company is seen whole, not by gift."""
    of_centers = Account.objects.filter(center_id__in=sight.centers)
    return Q(account_id__among=sight.whole) | Q(account__in=of_centers)


class AccountEventQuerySet(models.QuerySet["AccountEvent"]):
    def visible_to(self, user: User) -> "AccountEventQuerySet":
        """Keep those of the companies that a person sees whole; agents do not."""
        sight = user.sight
        return self if sight.admin else self.filter(of_whole_companies(sight))


class StaffEventQuerySet(models.QuerySet["StaffEvent"]):
    def visible_to(self, user: User) -> "StaffEventQuerySet":
        """Keep those of the companies that an official sees; members see none."""
        sight = user.sight
        if not sight.staff:
            return self.none()
        return self if sight.admin else self.filter(of_whole_companies(sight))


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


def timeline_indexes(table: str) -> list[models.Index]:
    """Return what a timeline is read by: all of it, one kind, or one person's deeds."""
    newest = (F("at").desc(), F("id").desc())
    return [
        models.Index("account", *newest, name=f"{table}_timeline"),
        models.Index("account", "kind", *newest, name=f"{table}_by_kind"),
        models.Index("account", "by", *newest, name=f"{table}_by_person"),
    ]


class AccountEvent(Event):
    """What both sides may read on a company's timeline."""

    wall = walls.Company()

    objects: ClassVar[AccountEventQuerySet] = AccountEventQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        indexes = timeline_indexes("account_event")


class StaffEvent(Event):
    """What only officials read on a company's timeline; another table, no flag."""

    wall = walls.Staff()

    objects: ClassVar[StaffEventQuerySet] = StaffEventQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        indexes = timeline_indexes("staff_event")
