"""Post officials to offices."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.actions import centers, people
from accounts.actions.people import Person
from accounts.models import Center, Membership, Posting, User
from accounts.states import Duty, OfficeKind
from portal import rls
from portal.history import save_as


@transaction.atomic
def post(
    *,
    official: User,
    duty: Duty,
    office: Center | str,
    by: User,
    since: datetime | None = None,
) -> Posting:
    """Give an official a duty at a Center, or at another office by its name.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        IsClosed: if the Center is closed.
        ValidationError: if the official has that duty at that time already.
    """
    permissions.may_administer(by).require()
    if isinstance(office, Center):
        office = centers.locked_open(office)
    at = timezone.now()
    posting = posted(official, duty, office, since=since or at)
    return save_as(posting, by=by, why=_("Posted"), at=at)


@transaction.atomic
def found(person: Person) -> User:
    """Make the first program admin of an empty installation.

    Raises:
        PermissionDenied: if there is a program admin already.
    """
    with rls.restored():
        rls.found()
        permissions.may_found().require()
        at = timezone.now()
        admin = people.make(person, by=None, at=at)
        posting = posted(admin, Duty.ADMIN, _("Program office"), since=at)
        save_as(posting, by=None, why=_("Posted"), at=at)
    return admin


def posted(
    official: User, duty: Duty, office: Center | str, *, since: datetime
) -> Posting:
    """Return a posting that may be saved: at a Center, or at a named office."""
    posting = Posting(official=official, duty=duty, since=since)
    if isinstance(office, Center):
        posting.office, posting.center = OfficeKind.CENTER, office
    else:
        away = duty is Duty.SCSS
        posting.office = OfficeKind.FIELD if away else OfficeKind.HEADQUARTERS
        posting.office_name = office
    posting.full_clean()
    return posting


def stands_alone(official: User, duty: Duty) -> bool:
    """Whether a duty and what an official has already keep apart: see an auditor's."""
    held = Posting.objects.current().filter(official=official)
    if duty is not Duty.AUDITOR:
        return not held.filter(duty=Duty.AUDITOR).exists()
    members = Membership.objects.current().filter(user=official)
    return not (held.exists() or members.exists())
