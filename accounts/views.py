"""The pages of people and companies."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import demo, screens
from accounts.http import PersonRequest, choose, for_person
from accounts.models import Account, AccountEvent
from portal.http import safe_path

EVENTS = 50  # lines of a company's timeline on its page


@require_safe
@for_person
def account(request: PersonRequest, ref: str) -> HttpResponse:
    visible = Account.objects.visible_to(request.user).select_related("center")
    company = get_object_or_404(visible, ref=ref)
    events = AccountEvent.objects.filter(account=company).order_by("-at", "-pk")
    context = {
        "account": company,
        "facts": screens.facts_of(company),
        "company_people": screens.company_people(company),
        "officials": screens.officials(company),
        "events": [
            {"at": event.at, "sentence": event.sentence, "path": ""}
            for event in events[:EVENTS]
        ],
    }
    return render(request, "accounts/account.html", context)


@for_person
def acting_for(request: PersonRequest) -> HttpResponse:
    """Let a person of several companies choose whom they act for."""
    memberships = request.user.current_memberships
    if request.method == "POST":
        ref = request.POST.get("account", "")
        chosen = [m.account for m in memberships if m.account.ref == ref]
        if not chosen:
            raise Http404(_("You do not stand for this company."))
        choose(request, chosen[0])
        return redirect(safe_path(request, request.GET.get("next", ""), "home"))
    choices = [
        screens.choice(m, current=m.account == request.account) for m in memberships
    ]
    return render(request, "accounts/acting_for.html", {"choices": choices})


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's sign-in, with the demo's people beside it where the demo runs."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = demo.people() if settings.DEMO else []
        return {**super().get_context_data(**kwargs), "demo_people": people}


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people by one button; only where the demo runs."""
    if not settings.DEMO:
        raise Http404
    person = demo.person(request.POST.get("person", ""))
    if person is None:
        raise Http404(_("The demo has no such person."))
    login(request, person, backend="accounts.adapters.SignInBackend")
    return redirect(safe_path(request, request.POST.get("next", ""), "home"))
