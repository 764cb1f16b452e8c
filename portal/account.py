"""The page of one company, built from what every floor knows of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import screens
from accounts.http import PersonRequest, for_person
from accounts.models import Account, AccountEvent
from onboarding.screens import introduction_of

EVENTS = 50  # lines of a company's timeline on its page


@require_safe
@for_person
def account(request: PersonRequest, ref: str) -> HttpResponse:
    visible = Account.objects.visible_to(request.user).select_related("center")
    company = get_object_or_404(visible, ref=ref)
    visible_events = AccountEvent.objects.visible_to(request.user)
    events = visible_events.filter(account=company).order_by("-at", "-pk")
    context = {
        "account": company,
        "introduction": introduction_of(request.user, company),
        "facts": screens.facts_of(company),
        "company_people": screens.company_people(company),
        "officials": screens.officials(company),
        "events": [
            {"at": event.at, "sentence": event.sentence, "path": ""}
            for event in events[:EVENTS]
        ],
    }
    return render(request, "accounts/account.html", context)
