"""Add, rename and close Centers; nothing of them is ever deleted."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from accounts import permissions
from accounts.models import Account, Center, Invitation, Posting, User
from portal.decisions import Refused
from portal.history import save_as

POSTS = ngettext_lazy(
    "%(count)d post is held here: end it, or give it to another office, first.",
    "%(count)d posts are held here: end them, or give them to other offices, first.",
    "count",
)
INVITATIONS = ngettext_lazy(
    "%(count)d invitation to a post here is open: revoke it first.",
    "%(count)d invitations to posts here are open: revoke them first.",
    "count",
)
COMPANIES = ngettext_lazy(
    "%(count)d company belongs to it: give it another Center first.",
    "%(count)d companies belong to it: give them another Center first.",
    "count",
)


class CodeTaken(Refused):
    """Another Center has that code, be it closed."""


class StillUsed(Refused):
    """Somebody or something would be left at a Center that is closed."""


class IsClosed(Refused):
    """A Center that is closed takes nothing new."""


@dataclass(frozen=True)
class Names:
    """What a Center is called, and where it sits."""

    name: str
    city: str


@transaction.atomic
def add(code: str, names: Names, *, by: User) -> Center:
    """Add a Center; its code stays as it is, since the record and addresses use it.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        CodeTaken: if a Center has that code.
        ValidationError: if a value cannot be stored.
    """
    permissions.may_administer(by).require()
    if taken := Center.objects.filter(code=code).first():
        raise CodeTaken(_("%(center)s has this code.") % {"center": taken})
    center = Center(code=code, name=names.name, city=names.city)
    center.full_clean()
    return save_as(center, by=by, why=_("Added"), at=timezone.now())


@transaction.atomic
def rename(names: Names, *, center: Center, why: str, by: User) -> Center:
    """Call a Center otherwise from now on; pages of an earlier day keep its old name.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        IsClosed: if it is closed.
        ValidationError: if a value cannot be stored.
    """
    permissions.may_administer(by).require()
    center = locked_open(center)
    center.name, center.city = names.name, names.city
    center.full_clean()
    at = timezone.now()
    return save_as(center, by=by, why=why, at=at, fields=["name", "city"])


@transaction.atomic
def close(*, center: Center, why: str, by: User) -> Center:
    """Close a Center at which nobody serves and to which no company belongs.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        IsClosed: if it is closed already.
        StillUsed: if posts, invitations to posts, or companies are left.
    """
    permissions.may_administer(by).require()
    center = locked(center)  # a row that is about to name it waits here
    if center.closed_at:
        raise IsClosed(_("Somebody closed it already; look at the list."))
    if left := what_is_left(center):
        raise StillUsed(" ".join(left))
    center.closed_at, center.closed_by = timezone.now(), by
    fields = ["closed_at", "closed_by"]
    return save_as(center, by=by, why=why, at=center.closed_at, fields=fields)


def what_is_left(center: Center) -> list[str]:
    """Say what has to be done before a Center can be closed, a sentence each."""
    now = timezone.now()
    posts = Posting.objects.filter(Q(until=None) | Q(until__gt=now), center=center)
    invitations = Invitation.objects.filter(
        center=center, accepted_at=None, revoked_at=None, expires_at__gt=now
    )
    companies = Account.objects.living().filter(center=center)
    counted = (
        (posts.count(), POSTS),
        (invitations.count(), INVITATIONS),
        (companies.count(), COMPANIES),
    )
    return [str(words % {"count": count}) for count, words in counted if count]


def locked(center: Center) -> Center:
    """Lock a Center against rows that would name it, and return it as it is now."""
    return Center.objects.select_for_update(of=("self",)).get(pk=center.pk)


def locked_open(center: Center) -> Center:
    """Return a Center that takes something new, and is not closed meanwhile.

    Raises:
        IsClosed: if it is closed.
    """
    rows = Center.objects.select_for_update(of=("self",), no_key=True)
    found = rows.get(pk=center.pk)
    if found.closed_at:
        raise IsClosed(
            _("%(center)s is closed. Choose another one.") % {"center": found}
        )
    return found
