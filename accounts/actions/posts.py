"""Give officials further posts, and end one: its companies go to another official."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.actions import absences, duties, handovers
from accounts.models import Assignment, Center, Posting, User
from accounts.states import Duty
from portal.decisions import Refused
from portal.history import save_as


class NoSuccessor(Refused):
    """Companies would be left without somebody in this duty."""


class NoFurtherPost(Refused):
    """The official cannot take this post."""


@transaction.atomic
def begin_post(
    *, official: User, duty: Duty, office: Center | str, by: User
) -> Posting:
    """Give somebody who holds a post another one, from this moment on.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        NoFurtherPost: if it is `by`, they hold no post or cannot sign in, they have
            that duty already, or one of the two is an auditor's.
    """
    permissions.may_administer(by).require()
    # Two forms that give the same duty at once wait here.
    official = User.objects.select_for_update(of=("self",)).get(pk=official.pk)
    if official == by:
        raise NoFurtherPost(_("Nobody gives a post to themselves; ask another admin."))
    held = Posting.objects.current().filter(official=official)
    if not official.is_active or not held.exists():
        raise NoFurtherPost(
            _("%(name)s holds no post today. Invite them again instead.")
            % {"name": official.name}
        )
    if same := held.filter(duty=duty).select_related("center").first():
        raise NoFurtherPost(
            _(
                "%(name)s has this duty already, at %(place)s. End that post first, or "
                "choose another duty."
            )
            % {"name": official.name, "place": same.place}
        )
    if not duties.stands_alone(official, duty):
        raise NoFurtherPost(
            _(
                "Whoever audits has no other duty and stands for no company. Invite "
                "somebody else, or end what they have first and invite them again."
            )
        )
    return duties.post(official=official, duty=duty, office=office, by=by)


@transaction.atomic
def end_post(*, posting: Posting, successor: User | None, by: User) -> Posting:
    """End a post; each company of that duty goes to the successor at that moment.

    Each is handed over as any other: the company reads the new name, and the
    successor acknowledges it and holds its open conversations from then on. Until then
    they wait in the queue of the Center, as soon as they are out of the leaver's sight.

    Raises:
        PermissionDenied: if `by` does not administer the program.
        NoSuccessor: if companies are assigned and nobody with that duty is named.
    """
    permissions.may_administer(by).require()
    rows = Posting.objects.select_for_update(of=("self",)).current()
    ended = rows.filter(pk=posting.pk).first()
    if ended is None:
        raise NoSuccessor(_("Somebody ended this post already; look at the list."))
    if ended.duty == Duty.ADMIN and not other_admins(ended):
        raise NoSuccessor(_("The program always keeps one admin; post another first."))
    at = timezone.now()
    assignments = locked_assignments(ended)
    if assignments:
        check_successor(successor, ended)
    for assignment in assignments:
        hand_on(assignment, to=successor or by, by=by, at=at)
    ended.until = at
    save_as(ended, by=by, why=_("Ended"), at=at, fields=["until"])
    absences.end_standing_in(ended.official, by=by, at=at)
    return ended


def other_admins(ended: Posting) -> bool:
    """Whether another admin stays; the posts of admins end one after the other."""
    admins = Posting.objects.select_for_update(of=("self",)).current()
    found = admins.filter(duty=Duty.ADMIN, official__is_active=True).order_by("pk")
    return any(each.pk != ended.pk for each in found)


def locked_assignments(ended: Posting) -> list[Assignment]:
    """Lock and return the companies that an official looks after in a duty."""
    rows = Assignment.objects.select_for_update(of=("self",)).current()
    mine = rows.filter(official=ended.official_id, duty=ended.duty)
    return list(mine.select_related("account", "official").order_by("pk"))


def check_successor(successor: User | None, ended: Posting) -> None:
    """Refuse to leave companies to nobody, or to somebody without that duty."""
    posts = Posting.objects.current().exclude(official=ended.official_id)
    if (
        successor is None
        or not posts.filter(
            official=successor, duty=ended.duty, official__is_active=True
        ).exists()
    ):
        raise NoSuccessor(_("Choose an official with the same duty as successor."))


def hand_on(assignment: Assignment, *, to: User, by: User, at: datetime) -> None:
    """Hand one company to the successor: who must acknowledge it, as any other."""
    change = handovers.Change(
        Duty(assignment.duty), assignment.official, to, _("The post ended")
    )
    handovers.hand_one(change, assignment.account, assignment, by=by, at=at)
