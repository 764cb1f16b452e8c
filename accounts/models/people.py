"""People: members and officials alike."""

from functools import cache, cached_property
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts import identifiers
from portal import rls, walls
from portal.history import TrackedQuerySet

if TYPE_CHECKING:
    from accounts.models.companies import Membership
    from accounts.models.officials import Posting


DEMO_SUBJECT = "demo:"  # subject ids of the demo's people begin with it


def new_person_ref() -> str:
    return identifiers.new_ref("PE")


@cache
def time_zones() -> frozenset[str]:
    """Return the names that the system knows; it takes a look at hundreds of files."""
    return frozenset(available_timezones())


def check_time_zone(name: str) -> None:
    """Refuse a time zone that the system does not know."""
    if name not in time_zones():
        raise ValidationError(_("Choose a time zone from the list."))


class UserManager(BaseUserManager.from_queryset(TrackedQuerySet["User"])):  # type: ignore[misc]  # made at run time
    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(subject=username)
        return user


class User(AbstractBaseUser):
    """A person. The subject id is who they are; the address is only a contact."""

    wall = walls.Person()

    last_login = None  # Django would save the whole row at each sign-in

    subject = models.CharField(_("subject id"), max_length=255, unique=True)
    ref = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_person_ref
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("contact address"), db_index=True)
    new_email = models.EmailField(
        _("address that waits to be confirmed"), blank=True, default="", db_default=""
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="America/New_York",
        validators=[check_time_zone],
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    # Kept by a trigger on the notes of sign-ins, which are dropped when one ends.
    latest_sign_in = models.DateTimeField(
        _("latest sign-in"), null=True, blank=True, editable=False
    )
    history = HistoricalRecords(excluded_fields=["password", "latest_sign_in"])

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "subject"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_the_demo(self) -> bool:
        """Whether the password of this person is known, and good in the demo only."""
        return self.subject.startswith(DEMO_SUBJECT)

    @cached_property
    def sight(self) -> rls.Sight:
        """What this person may see; read once, and anew with the next request."""
        return rls.sight(self.pk)

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """The companies that this person stands for now, by name."""
        if not self.sight.member:
            return []
        memberships = self.memberships.current().select_related("account__center")
        return list(memberships.order_by("account__legal_name", "pk"))

    @cached_property
    def current_postings(self) -> list["Posting"]:
        """The duties that this person has now, the earliest first."""
        if not self.sight.staff:
            return []
        postings = self.postings.current().select_related("center")
        return list(postings.order_by("since", "pk"))
