"""Plan introductions and move companies on, step by step."""

from datetime import date, datetime

from django.db import transaction
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts import events
from accounts.models import Account, User
from accounts.permissions import goes_on
from onboarding import calendar, permissions, states, telling
from onboarding.models import Transition
from onboarding.states import Stage
from portal.decisions import Refused
from portal.history import save_as


class ReasonMissing(Refused):
    """A step back, or a standstill, without a word on why."""


@transaction.atomic
def plan(
    *, account: Account, by: User, on: date, at: datetime | None = None
) -> Transition:
    """Plan a company's introduction on or about an anniversary, or plan it anew.

    Officers and contacts are owed a notice for a month before; what they were owed
    for an earlier date and have not had is dropped.

    Args:
        on: the day from which it is planned; the first anniversary of the letter on
            or after it counts.

    Raises:
        PermissionDenied: if `by` does not administer the program, or the introduction
            has been held.
    """
    permissions.may_arrange(by).require()
    at = at or timezone.now()
    company = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    goes_on(company).require()
    planned = Transition.objects.filter(account=company)
    earlier = planned.select_for_update(of=("self",)).first()
    permissions.may_plan(by, earlier).require()
    transition = earlier or Transition(account=company)
    transition.planned_on = on
    transition.on_or_about = calendar.on_or_about(
        company.letter_on, company.accepted_on, on
    )
    fields = ["planned_on", "on_or_about"] if earlier else None
    save_as(transition, by=by, why=_("Planned"), at=at, fields=fields)
    tell(transition, planning(transition, anew=bool(earlier)), by=by, at=at)
    if earlier:
        telling.settle(company, at=timezone.now())
    telling.announce(company, at=timezone.now())
    return transition


@transaction.atomic
def move(
    *,
    transition: Transition,
    to: Stage,
    by: User,
    why: str = "",
    at: datetime | None = None,
) -> Transition:
    """Move a company one step on, or one step back; whatever it was stuck on is over.

    Args:
        why: read by the company, too; a step back needs it.

    Raises:
        PermissionDenied: if `by` does not administer the program, or the step does
            not follow.
        ReasonMissing: if a step back has no reason.
    """
    permissions.may_arrange(by).require()
    at = at or timezone.now()
    transition = locked(transition)
    permissions.may_move(by, transition, to).require()
    stage = Stage(transition.stage)
    if states.is_back(stage, to):
        demand(why)
    was_ahead = transition.is_ahead
    transition.stage, transition.stuck_because = to, ""
    save_as(
        transition,
        by=by,
        why=why or str(to.label),
        at=at,
        fields=["stage", "stuck_because"],
    )
    tell(transition, with_reason(states.sentence(stage, to), why), by=by, at=at)
    if was_ahead is not transition.is_ahead:
        telling.settle(transition.account, at=timezone.now())
        telling.announce(transition.account, at=timezone.now())
    return transition


@transaction.atomic
def hold(
    *, transition: Transition, by: User, why: str, at: datetime | None = None
) -> Transition:
    """Mark a company's move as stuck where it stands, and say on what.

    Args:
        why: read by the company, too.

    Raises:
        PermissionDenied: if `by` does not administer the program, or it is active.
        ReasonMissing: if there is no reason.
    """
    permissions.may_arrange(by).require()
    at = at or timezone.now()
    transition = locked(transition)
    permissions.may_hold(by, transition).require()
    demand(why)
    transition.stuck_because = why
    save_as(transition, by=by, why=why, at=at, fields=["stuck_because"])
    tell(transition, with_reason(_("The move is stuck."), why), by=by, at=at)
    return transition


@transaction.atomic
def release(
    *, transition: Transition, by: User, why: str = "", at: datetime | None = None
) -> Transition:
    """Mark a company's move as going on again, at the stage where it stood.

    Raises:
        PermissionDenied: if `by` does not administer the program, or nothing is stuck.
    """
    permissions.may_arrange(by).require()
    at = at or timezone.now()
    transition = locked(transition)
    permissions.may_release(by, transition).require()
    transition.stuck_because = ""
    reason = why or _("Goes on")
    save_as(transition, by=by, why=reason, at=at, fields=["stuck_because"])
    tell(transition, with_reason(_("The move goes on."), why), by=by, at=at)
    return transition


def locked(transition: Transition) -> Transition:
    """Return a transition as it stands, held until the end of the transaction."""
    rows = Transition.objects.select_for_update(of=("self",))
    return rows.select_related("account").get(pk=transition.pk)


def demand(why: str) -> None:
    """Go on only with a reason."""
    if not why.strip():
        raise ReasonMissing(_("Say why; the company reads it, too."))


def with_reason(sentence: str, why: str) -> str:
    """Return a sentence of the timeline with the words of whoever acted behind it."""
    return f"{sentence} {why}".strip()


def planning(transition: Transition, *, anew: bool) -> str:
    """Return what the timeline says of a plan."""
    sentence = (
        _("The introduction was planned anew, on or about %(day)s.")
        if anew
        else _("The introduction was planned on or about %(day)s.")
    )
    return sentence % {"day": dateformat.format(transition.on_or_about, "j F Y")}


def tell(transition: Transition, sentence: str, *, by: User, at: datetime) -> None:
    """Write a line on the company's timeline."""
    events.tell(transition.account, kind="transition", sentence=sentence, by=by, at=at)
