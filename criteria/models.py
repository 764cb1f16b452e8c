"""The published criteria, version beside version; nobody changes a published one.

A version's own row is written last: once it stands, nothing joins it (see
criteria/migrations/0002). What companies answer comes with later tables.
"""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from criteria.states import Importers, Level
from portal import walls

PUBLISHED = walls.Global("Published criteria are the same for everybody.")


class VersionQuerySet(models.QuerySet["Version"]):
    def in_force(self, on: date) -> "VersionQuerySet":
        """Order the versions that hold on a day, the one that governs it first."""
        return self.filter(effective_on__lte=on).order_by("-effective_on", "-number")


class Version(models.Model):
    """One published list of criteria.

    Its number is its key, so that its parts can name it before it is there.
    """

    wall = PUBLISHED

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    name = models.CharField(_("name"), max_length=160)
    effective_on = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published"))
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("the agency's current text"), max_length=160)
    source_url = models.URLField(_("address of the agency's current text"))

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    def __str__(self) -> str:
        return self.name


class Content(models.Model):
    """A part of a version; it stands or falls with it."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Phase(Content):
    """A step in the order of work, never an exemption from a later one."""

    wall = PUBLISHED

    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("version", "number", name="phase_one_per_number")
        ]

    def __str__(self) -> str:
        return str(
            _("Phase %(number)d: %(name)s") % {"number": self.number, "name": self.name}
        )


class Category(Content):
    """What a group of criteria is about."""

    wall = PUBLISHED

    number = models.PositiveSmallIntegerField(_("number"))
    key = models.SlugField(_("key"), max_length=32)
    name = models.CharField(_("name"), max_length=120)
    focus_area = models.CharField(_("focus area"), max_length=80)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="categories")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "version", "number", name="category_one_per_number"
            ),
            models.UniqueConstraint("version", "key", name="category_one_per_key"),
        ]

    def __str__(self) -> str:
        return self.name


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def visible_to(self, user: User) -> "CriterionQuerySet":
        """Keep from members, who are importers, what may not be for importers."""
        return self if user.sight.staff else self.exclude(importers=Importers.DOUBTFUL)

    def with_place(self) -> "CriterionQuerySet":
        """Add category and phase, in the same query."""
        return self.select_related("category__phase")

    def in_order(self) -> "CriterionQuerySet":
        return self.order_by("category__number", "position", "pk")

    def for_overview(self) -> "CriterionQuerySet":
        """All that a row of the overview shows, in the list's order, in one query."""
        return (
            self.with_place()
            .defer("summary", "evidence", "applies_to", "remark", "read_in")
            .in_order()
        )


class Criterion(Content):
    """One criterion of a version."""

    wall = PUBLISHED

    category = models.ForeignKey(Category, models.PROTECT, related_name="criteria")
    number = models.CharField(_("number"), max_length=5)
    position = models.PositiveSmallIntegerField(_("place in its category"))
    level = models.CharField(_("level"), max_length=6, choices=Level.choices)
    earlier_level = models.CharField(
        _("earlier level"), max_length=6, choices=Level.choices, blank=True
    )
    level_since = models.DateField(_("at this level since"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("what it asks for"))
    evidence = ArrayField(
        models.CharField(max_length=120), verbose_name=_("typical evidence")
    )
    condition = models.CharField(_("condition"), max_length=120, blank=True)
    recurrence = models.CharField(_("recurrence"), max_length=80, blank=True)
    retention = models.CharField(_("kept for"), max_length=80, blank=True)
    applies_to = ArrayField(
        models.CharField(max_length=32),
        verbose_name=_("kinds of business"),
        default=list,
        blank=True,
    )
    importers = models.CharField(
        _("applies to importers"), max_length=9, choices=Importers.choices
    )
    remark = models.TextField(_("remark"), blank=True)
    read_in = models.CharField(_("read in"), max_length=160, blank=True)

    objects: ClassVar[CriterionQuerySet] = CriterionQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "version", "number", name="criterion_one_per_number"
            ),
            models.UniqueConstraint(
                "category", "position", name="criterion_one_per_place"
            ),
            models.CheckConstraint(
                name="criterion_is_a_must_or_a_should",
                condition=Q(level__in=Level.values),
            ),
            models.CheckConstraint(
                name="criterion_says_if_importers_are_meant",
                condition=Q(importers__in=Importers.values),
            ),
            models.CheckConstraint(
                name="criterion_change_of_level_has_its_day",
                condition=Q(earlier_level="", level_since=None)
                | Q(earlier_level__in=Level.values, level_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:criterion", args=[self.number])


class Point(Content):
    """One thing that a criterion asks for, which may bind less than the whole."""

    wall = PUBLISHED

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField(_("place in its criterion"))
    level = models.CharField(_("level"), max_length=6, choices=Level.choices)
    text = models.CharField(_("text"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "criterion", "position", name="point_one_per_place"
            ),
            models.CheckConstraint(
                name="point_is_a_must_or_a_should", condition=Q(level__in=Level.values)
            ),
        ]

    def __str__(self) -> str:
        return self.text
