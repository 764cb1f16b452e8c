"""People, companies and Centers, and who stands where, from when until when."""

from datetime import date, datetime
from functools import cached_property
from typing import ClassVar, TypeVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.fields.ranges import DateTimeRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts import calendar, identifiers
from accounts.states import Duty, OfficeKind, ProgramStatus, Role
from portal import rls, walls
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


# --- People --------------------------------------------------------------------------


def new_person_ref() -> str:
    return identifiers.new_ref("PE")


def check_time_zone(name: str) -> None:
    """Refuse a time zone that the system does not know."""
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(subject=username)


class User(AbstractBaseUser):
    """A person. The subject id is who they are; the address is only a contact."""

    wall = walls.Person()

    last_login = None  # would be a write at each sign-in

    subject = models.CharField(_("subject id"), max_length=255, unique=True)
    ref = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_person_ref
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("contact address"), db_index=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="America/New_York",
        validators=[check_time_zone],
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    history = HistoricalRecords(excluded_fields=["password"])

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "subject"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def sight(self) -> rls.Sight:
        """What this person may see; read once, and anew with the next request."""
        return rls.sight(self.pk)

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """The companies that this person stands for now, by name."""
        memberships = self.memberships.current().select_related("account__center")
        return list(memberships.order_by("account__legal_name", "pk"))

    @cached_property
    def current_postings(self) -> list["Posting"]:
        """The duties that this person has now, the earliest first."""
        postings = self.postings.current().select_related("center")
        return list(postings.order_by("since", "pk"))


# --- Centers and companies -----------------------------------------------------------


class Center(models.Model):
    """A Center of Excellence and Expertise."""

    wall = walls.Global("The list of Centers is public.")

    code = models.CharField(_("code"), max_length=6, unique=True)
    name = models.CharField(_("name"), max_length=80)
    city = models.CharField(_("city"), max_length=40)

    def __str__(self) -> str:
        return str(_("Center – %(name)s") % {"name": self.name})


class AccountQuerySet(TrackedQuerySet["Account"]):
    def visible_to(self, user: User) -> "AccountQuerySet":
        """Keep the companies that a person belongs to, serves or administers."""
        sight = user.sight
        if sight.admin:
            return self
        return self.filter(Q(pk__in=sight.accounts) | Q(center_id__in=sight.centers))

    def named(self, words: str) -> "AccountQuerySet":
        """Keep the companies with these words in the name, or with this reference."""
        return self.filter(Q(legal_name__icontains=words) | Q(ref__iexact=words))


def new_account_ref() -> str:
    return identifiers.new_ref("AC")


class Account(models.Model):
    """A company in the program, as one importer with all its numbers."""

    wall = walls.Company()

    ref = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_account_ref
    )
    legal_name = models.CharField(_("legal name"), max_length=160)
    status = models.CharField(
        _("program status"), max_length=12, choices=ProgramStatus.choices
    )
    importer_numbers = ArrayField(
        models.CharField(max_length=12), verbose_name=_("importer numbers")
    )
    accepted_on = models.DateField(_("accepted on"))
    letter_on = models.DateField(
        _("date of the last annual letter"), null=True, blank=True
    )
    center = models.ForeignKey(
        Center, models.PROTECT, related_name="accounts", verbose_name=_("Center")
    )
    history = HistoricalRecords()

    objects: ClassVar[AccountQuerySet] = AccountQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_letter_not_before_acceptance",
                condition=Q(letter_on=None) | Q(letter_on__gte=F("accepted_on")),
            )
        ]

    def __str__(self) -> str:
        return self.legal_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:account", args=[self.ref])

    @property
    def anniversary(self) -> date:
        """The original date of the annual letter, from which each year counts."""
        return calendar.letter_anniversary(self.letter_on, self.accepted_on)


class Membership(Dated):
    """A person stands for a company in one role; an agent for some kinds of topic."""

    wall = walls.Company()

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    kinds = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("kinds of topic given to an agent"),
        default=list,
        blank=True,
    )
    history = HistoricalRecords()

    objects: ClassVar[DatedQuerySet["Membership"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            ends_after_it_begins("membership_ends_after_it_begins"),
            one_at_a_time("membership_one_role_at_a_time", "user", "account"),
            models.CheckConstraint(
                name="membership_only_agents_have_kinds",
                condition=Q(role=Role.AGENT) | Q(kinds=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.account_id}"


# --- Officials -----------------------------------------------------------------------


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


# --- Timelines -----------------------------------------------------------------------


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
