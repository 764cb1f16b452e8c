"""The page of one company, built from what every floor knows of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import screens
from accounts.http import PersonRequest, for_person
from accounts.models import Account
from onboarding.screens import introduction_of
from portal.timeline.stream import Asked
from portal.timeline.views import latest


@require_safe
@for_person
def account(request: PersonRequest, ref: str) -> HttpResponse:
    visible = Account.objects.visible_to(request.user).select_related("center")
    company = get_object_or_404(visible, ref=ref)
    context = {
        "account": company,
        "introduction": introduction_of(request.user, company),
        "facts": screens.facts_of(company),
        "company_people": screens.company_people(company),
        "officials": screens.officials(company),
        "lines": latest(company, request.user, Asked()),
    }
    return render(request, "accounts/account.html", context)
