"""Post officials to offices."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.actions import people
from accounts.actions.people import Person
from accounts.models import Center, Posting, User
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
        ValidationError: if the official has that duty at that time already.
    """
    permissions.may_administer(by).require()
    return save_posting(official, duty, office, by=by, since=since)


@transaction.atomic
def found(person: Person) -> User:
    """Make the first program admin of an empty installation.

    Raises:
        PermissionDenied: if there is a program admin already.
    """
    with rls.restored():
        rls.found()
        permissions.may_found().require()
        admin = people.make(person, by=None)
        save_posting(admin, Duty.ADMIN, _("Program office"), by=None, since=None)
    return admin


def save_posting(
    official: User,
    duty: Duty,
    office: Center | str,
    *,
    by: User | None,
    since: datetime | None,
) -> Posting:
    """Save a posting; `by` is None only for the installation's first admin."""
    at = timezone.now()
    posting = Posting(official=official, duty=duty, since=since or at)
    if isinstance(office, Center):
        posting.office, posting.center = OfficeKind.CENTER, office
    else:
        away = duty is Duty.SCSS
        posting.office = OfficeKind.FIELD if away else OfficeKind.HEADQUARTERS
        posting.office_name = office
    posting.full_clean()
    return save_as(posting, by=by, why=_("Posted"), at=at)
