"""Close a Center whose queue is empty."""

from django.db import transaction
from django.utils.translation import ngettext

from accounts import permissions
from accounts.actions import centers
from accounts.models import Center, User
from conversations.counts import open_at


@transaction.atomic
def close_center(*, center: Center, why: str, by: User) -> Center:
    """Close a Center; a conversation keeps its Center, so none may be open there.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        IsClosed: if it is closed already.
        StillUsed: if conversations are open there, or somebody or something is left.
    """
    permissions.may_administer(by).require()
    center = centers.locked(center)  # a conversation that is about to open waits here
    if left := what_is_left(center):
        raise centers.StillUsed(" ".join(left))
    return centers.close(center=center, why=why, by=by)


def what_is_left(center: Center) -> list[str]:
    """Say what has to be done before a Center can be closed, a sentence each.

    In the context of a program admin; others count no conversations.
    """
    left = centers.what_is_left(center)
    if count := open_at(center):
        words = ngettext(
            "%(count)d conversation is open here: it has to be closed first.",
            "%(count)d conversations are open here: they have to be closed first.",
            count,
        )
        left.append(words % {"count": count})
    return left
