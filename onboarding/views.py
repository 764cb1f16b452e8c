"""The pages of the move onto the portal; all of them are the program admin's."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import PersonRequest, for_person
from accounts.models import Account, User
from accounts.permissions import goes_on
from onboarding import actions, filters, permissions, screens
from onboarding.board import board_for
from onboarding.calendar import month_in_address
from onboarding.forms import GOES_ON, STUCK, MoveForm, PlanForm
from onboarding.models import Transition
from onboarding.states import Stage
from portal.decisions import Refused


@require_safe
@for_person
def board(request: PersonRequest) -> HttpResponse:
    permissions.may_arrange(request.user).require()
    asked, here = filters.asked(request.GET), reverse("onboarding:board")
    shown = board_for(request.user, asked, timezone.localdate())
    context = {
        "months": shown.months,
        "unplanned": shown.unplanned,
        "filters": filters.links(asked, shown.counts, here),
        "all_path": here if asked.stage or asked.start else "",
        "stage": asked.stage,
        "start": month_in_address(shown.start),
        "earlier_path": here + shown.earlier.query if shown.earlier else "",
        "later_path": here + shown.later.query if shown.later else "",
        "today": timezone.localdate().isoformat(),
        "empty": filters.empty_words(asked),
    }
    return render(request, "onboarding/board.html", context)


@require_safe
@for_person
def transition(request: PersonRequest, ref: str) -> HttpResponse:
    permissions.may_arrange(request.user).require()
    return transition_page(request, company(request, ref))


@require_POST
@for_person
def move(request: PersonRequest, ref: str) -> HttpResponse:
    permissions.may_arrange(request.user).require()
    account = company(request, ref)
    moved = transition_of(account)
    if moved is None:
        raise Http404(_("This company has no introduction yet."))
    form = move_form(moved, request.POST)
    if form.is_valid():
        try:
            moved = take(moved, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, screens.moved_words(moved))
            return to_board(request, account)
    return transition_page(request, account, sent_move=form)


@require_POST
@for_person
def plan(request: PersonRequest, ref: str) -> HttpResponse:
    permissions.may_arrange(request.user).require()
    account = company(request, ref)
    form = PlanForm(request.POST)
    if form.is_valid():
        planned = actions.plan(account=account, by=request.user, **form.cleaned_data)
        messages.success(request, screens.planned_words(planned))
        return to_board(request, account)
    return transition_page(request, account, sent_plan=form)


def company(request: PersonRequest, ref: str) -> Account:
    visible = Account.objects.visible_to(request.user)
    joined = visible.select_related("center", "transition")
    found = get_object_or_404(joined, ref=ref)
    goes_on(found).require()
    return found


def transition_of(account: Account) -> Transition | None:
    return getattr(account, "transition", None)


def move_form(transition: Transition, sent: Any = None) -> MoveForm:
    choices = screens.choices_of(transition)
    return MoveForm(sent, stage=Stage(transition.stage), choices=choices)


def fresh_move_form(transition: Transition | None) -> MoveForm | None:
    """Return the form for the next step, if any may follow."""
    if transition is None or transition.stage == Stage.ACTIVE:
        return None
    return move_form(transition)


def take(transition: Transition, *, by: User, to: str, why: str) -> Transition:
    """Take the step that was chosen: one action for each kind."""
    if to == STUCK:
        return actions.hold(transition=transition, by=by, why=why)
    if to == GOES_ON:
        return actions.release(transition=transition, by=by, why=why)
    return actions.move(transition=transition, to=Stage(to), by=by, why=why)


def to_board(request: PersonRequest, account: Account) -> HttpResponse:
    """Go back to the board as it was, where the company stands on it."""
    query = filters.asked(request.GET).query
    return redirect(f"{reverse('onboarding:board')}{query}#{account.ref}")


def transition_page(
    request: PersonRequest,
    account: Account,
    *,
    sent_move: MoveForm | None = None,
    sent_plan: PlanForm | None = None,
) -> HttpResponse:
    """Show one company's move with its two forms, or with the one that was refused."""
    moved = transition_of(account)
    query = filters.asked(request.GET).query
    context = {
        "account": account,
        "lead": screens.lead_words(moved, timezone.localdate()),
        "facts": screens.facts_of(account, moved),
        "move_form": sent_move or fresh_move_form(moved),
        "move_path": reverse("onboarding:move", args=[account.ref]) + query,
        "plan_form": sent_plan or PlanForm(initial={"on": timezone.localdate()}),
        "plan_path": reverse("onboarding:plan", args=[account.ref]) + query,
        "may_plan": permissions.may_plan(request.user, moved),
        "board_path": reverse("onboarding:board") + query,
    }
    status = 422 if sent_move or sent_plan else 200
    return render(request, "onboarding/transition.html", context, status=status)
