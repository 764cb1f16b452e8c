"""Who may plan introductions and move companies on."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from onboarding.models import Transition
from onboarding.states import NEXT, Stage
from portal.decisions import ALLOWED, Decision, denied


def may_arrange(user: User) -> Decision:
    """Decide whether a person sees the board and may change what stands on it."""
    if not user.sight.admin:
        return denied(_("Only a program admin can plan introductions."))
    return ALLOWED


def may_plan(user: User, transition: Transition | None) -> Decision:
    """Decide whether an introduction may be planned, or planned anew."""
    decision = may_arrange(user)
    if decision and transition and not transition.is_ahead:
        return denied(_("The introduction has been held; its date stands."))
    return decision


def may_move(user: User, transition: Transition, to: Stage) -> Decision:
    """Decide whether a company may be moved to a stage."""
    decision = may_arrange(user)
    if decision and to not in NEXT[Stage(transition.stage)]:
        return denied(
            _("That step does not follow. Somebody may have moved the company already.")
        )
    return decision


def may_hold(user: User, transition: Transition) -> Decision:
    """Decide whether a transition may be marked as stuck, or its reason changed."""
    decision = may_arrange(user)
    if decision and transition.stage == Stage.ACTIVE:
        return denied(_("The company is active, so nothing is stuck."))
    return decision


def may_release(user: User, transition: Transition) -> Decision:
    """Decide whether a transition may be marked as going on."""
    decision = may_arrange(user)
    if decision and not transition.is_stuck:
        return denied(_("The company is not marked as stuck."))
    return decision
