"""The pages of the published criteria, for members and officials alike."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PersonRequest, for_person
from conversations import permissions
from conversations.views.opening import new_path
from criteria import screens
from criteria.models import Criterion, CriterionQuerySet, Version
from portal.decisions import ALLOWED, Decision

ABOUT = "security_criteria"  # the topic of a question about a criterion


@require_safe
@for_person
def index(request: PersonRequest) -> HttpResponse:
    version = version_in_force()
    order = screens.Order.asked(request.GET.get("by", ""))
    criteria = list(visible(request, version).for_overview()) if version else []
    here = reverse("criteria:index")
    context = {
        "version": version,
        "orders": [
            {"label": one.label, "path": f"{here}?by={one}", "current": one is order}
            for one in screens.Order
        ],
        "groups": screens.groups(criteria, order),
        "facts": screens.facts_of_list(version, criteria) if version else [],
    }
    return render(request, "criteria/index.html", context)


@require_safe
@for_person
def criterion(request: PersonRequest, number: str) -> HttpResponse:
    version = version_in_force()
    if version is None:
        raise Http404(_("No list of criteria is in force."))
    found = get_object_or_404(visible(request, version).with_place(), number=number)
    context = {
        "criterion": found,
        "version": version,
        "level": screens.level_word(found),
        "points": screens.points_of(found),
        "facts": screens.facts_of(found, version),
        "asks": not request.user.sight.staff,
        "may_ask": may_ask(request),
        "ask_path": ask_path(request),
    }
    return render(request, "criteria/criterion.html", context)


def version_in_force() -> Version | None:
    return Version.objects.in_force(timezone.localdate()).first()


def visible(request: PersonRequest, version: Version) -> CriterionQuerySet:
    return Criterion.objects.visible_to(request.user).filter(version=version)


def may_ask(request: PersonRequest) -> Decision:
    """Decide about the company one acts for; who has several chooses it on the way."""
    if request.account:
        return permissions.may_open(request.user, request.account)
    if request.user.current_memberships:
        return ALLOWED
    return permissions.may_open_somewhere(request.user)


def ask_path(request: PersonRequest) -> str:
    if request.account is None:
        return f"{reverse('conversations:new')}?{urlencode({'topic': ABOUT})}"
    return new_path(request.account, ABOUT)
