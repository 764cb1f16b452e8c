"""What somebody is told who signs in and sees nothing, whoever exists here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions import claims
from accounts.http import PersonRequest, for_person
from accounts.people_forms import AskForm, ClaimForm


def nothing_here(
    request: PersonRequest,
    *,
    claim_form: ClaimForm | None = None,
    ask_form: AskForm | None = None,
) -> HttpResponse:
    """Say what to do with a sign-in that nothing hangs on; the same to everybody."""
    context = {
        "claim_form": claim_form or ClaimForm(),
        "ask_form": ask_form or AskForm(),
        "address": request.user.email,
    }
    status = 422 if claim_form or ask_form else 200
    return render(request, "accounts/nothing_here.html", context, status=status)


@require_POST
@for_person
def claim(request: PersonRequest) -> HttpResponse:
    """Send an invitation once more to the address that somebody says was invited."""
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return nothing_here(request, claim_form=form)
    claims.claim(address=form.cleaned_data["address"], by=request.user)
    messages.info(
        request,
        _(
            "If that address was invited, its link is on the way there. Open it in "
            "this browser, where you are signed in."
        ),
    )
    return redirect("home")


@require_POST
@for_person
def ask(request: PersonRequest) -> HttpResponse:
    """Ask the officers of a company for an invitation."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return nothing_here(request, ask_form=form)
    claims.ask(company=form.cleaned_data["company"], by=request.user)
    messages.info(
        request,
        _(
            "If there is such a company, its officers find your name on their people "
            "page. Tell one of them that you wait."
        ),
    )
    return redirect("home")
