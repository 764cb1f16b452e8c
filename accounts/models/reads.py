"""Which official opened a company's pages, when, and why they could."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.companies import Account
from accounts.models.people import User
from accounts.models.timeline import of_whole_companies
from accounts.states import Duty, WhyRead
from portal import walls


class StaffReadQuerySet(models.QuerySet["StaffRead"]):
    def visible_to(self, user: User) -> "StaffReadQuerySet":
        """Keep those of companies that one sees whole; an agent sees none."""
        sight = user.sight
        return self if sight.admin else self.filter(of_whole_companies(sight))


class StaffRead(models.Model):
    """An official opened a company's pages: one row a sign-in, written by the server.

    Of an auditor also one for each conversation, since they have no read marks.

    Who it was and why they could is kept as of that day: duties and offices change, and
    members do not see the row of somebody who is an official no more.

    Attributes:
        about: the reference of the conversation that was read, or empty.
        visit: the digest of the sign-in's session, which says nothing by itself.
    """

    wall = walls.Company()

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    why = models.CharField(_("why"), max_length=8, choices=WhyRead.choices)
    duty = models.CharField(_("duty"), max_length=17, choices=Duty.choices)
    place = models.CharField(_("office"), max_length=120)
    about = models.CharField(max_length=12, blank=True, default="", db_default="")
    visit = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[StaffReadQuerySet] = StaffReadQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="staff_read_once_a_visit",
                fields=["account", "opened_by", "visit", "about"],
            )
        ]
        indexes = [
            models.Index(
                "account",
                models.F("opened_at").desc(),
                models.F("id").desc(),
                name="staff_read_latest",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opened_by_id} opened {self.account_id}"
