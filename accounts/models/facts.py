"""What is known of a company: facts, each told once and never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.companies import Account
from accounts.models.people import User
from accounts.states import FactName
from portal import walls

WHY_LONGEST = 100  # characters; as many as the history of a row takes


class FactQuerySet(models.QuerySet["Fact"]):
    def visible_to(self, user: User) -> "FactQuerySet":
        """Keep those of the companies that a person may see."""
        sight = user.sight
        if sight.admin:
            return self
        of_centers = Account.objects.filter(center_id__in=sight.centers)
        return self.filter(
            Q(account_id__among=sight.accounts) | Q(account__in=of_centers)
        )

    def in_force(self) -> "Fact | None":
        """Return what stands now, of facts of one name; one query."""
        return self.order_by(F("since").desc(), F("at").desc(), F("pk").desc()).first()

    def latest_told_first(self) -> "FactQuerySet":
        return self.order_by(F("at").desc(), F("pk").desc())


class Fact(models.Model):
    """That something of a company is so from a moment on; `accounts.facts` reads them.

    The account's own columns are what stands now, so that lists are quick.
    """

    wall = walls.Company()

    account = models.ForeignKey(Account, models.PROTECT, related_name="facts")
    name = models.CharField(max_length=16, choices=FactName.choices)
    value = models.JSONField(null=True)
    since = models.DateTimeField(_("true since"))
    at = models.DateTimeField(_("told"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    why = models.CharField(_("why"), max_length=WHY_LONGEST)

    objects: ClassVar[FactQuerySet] = FactQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="fact_is_told_when_it_is_so_or_later",
                condition=Q(since__lte=F("at")),
            ),
            models.CheckConstraint(name="fact_says_why", condition=~Q(why="")),
        ]
        indexes = [
            models.Index("account", "name", "since", "at", "id", name="fact_by_name")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.name}"
