"""Transitions: how far each company's move onto the portal has come."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Account, User
from onboarding import calendar
from onboarding.calendar import Window
from onboarding.states import AHEAD, Stage
from portal import walls
from portal.history import TrackedQuerySet

REASON_LONGEST = 100  # characters; as many as the history of a row takes


class TransitionQuerySet(TrackedQuerySet["Transition"]):
    def visible_to(self, user: User) -> "TransitionQuerySet":
        """Keep those of the companies that a person belongs to, serves or administers.

        An agent sees what was given to them, and an introduction is not.
        """
        sight = user.sight
        if sight.admin:
            return self
        of_centers = Account.objects.filter(center_id__in=sight.centers)
        return self.filter(Q(account_id__among=sight.whole) | Q(account__in=of_centers))

    def ahead(self) -> "TransitionQuerySet":
        """Keep those whose introduction is still to come."""
        return self.filter(stage__in=AHEAD)

    def for_board(self) -> "TransitionQuerySet":
        """All that a row of the board shows, the earliest date first, in one query."""
        by_date = self.select_related("account__center")
        return by_date.order_by("on_or_about", "account__legal_name", "pk")


def is_late(today: date) -> Q:
    """Return the condition under which an introduction is overdue on a day."""
    closed = today - timedelta(days=settings.INTRODUCTION_AFTER_DAYS)
    return Q(stage__in=AHEAD, on_or_about__lt=closed)


class Transition(models.Model):
    """One company's move onto the portal, from planning to active.

    `on_or_about` is a fact of the plan: the anniversary that counted when it was made.
    Whoever records another letter plans anew.
    """

    wall = walls.Company()

    account = models.OneToOneField(
        Account, models.PROTECT, related_name="transition", verbose_name=_("company")
    )
    stage = models.CharField(
        _("stage"), max_length=9, choices=Stage.choices, default=Stage.WAITING
    )
    stuck_because = models.CharField(
        _("what it is stuck on"), max_length=REASON_LONGEST, blank=True
    )
    planned_on = models.DateField(_("planned from"))
    on_or_about = models.DateField(_("on or about"))
    history = HistoricalRecords()

    objects: ClassVar[TransitionQuerySet] = TransitionQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transition_stands_at_a_known_stage",
                condition=Q(stage__in=Stage.values),
            ),
            models.CheckConstraint(
                name="transition_active_is_not_stuck",
                condition=~Q(stage=Stage.ACTIVE) | Q(stuck_because=""),
            ),
            models.CheckConstraint(
                name="transition_not_before_it_was_planned",
                condition=Q(on_or_about__gte=F("planned_on")),
            ),
        ]
        indexes = [models.Index("on_or_about", "id", name="transition_by_date")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.stage}"

    @property
    def is_ahead(self) -> bool:
        """Whether the introduction is still to come."""
        return self.stage in AHEAD

    @property
    def is_stuck(self) -> bool:
        return bool(self.stuck_because)

    @property
    def window(self) -> Window:
        """The days that count as on or about the date."""
        return calendar.window(
            self.on_or_about,
            before=settings.INTRODUCTION_BEFORE_DAYS,
            after=settings.INTRODUCTION_AFTER_DAYS,
        )
