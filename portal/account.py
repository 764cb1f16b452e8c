"""The page of one company, built from what every floor knows of it: now, or then."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import permissions, profile, reads, screens
from accounts.calendar import MICROSECOND
from accounts.http import WALK, PersonRequest, for_person
from accounts.models import Account, User
from accounts.states import Side
from conversations import past
from onboarding.screens import introduction_at, introduction_of
from portal import mergers
from portal.as_of import picture, when
from portal.as_of.when import When
from portal.timeline.stream import Asked
from portal.timeline.views import latest

OPEN = 10  # conversations on a company's page


@require_safe
@for_person
def account(request: PersonRequest, ref: str) -> HttpResponse:
    """Show a company as it stands, or as it stood at the end of a day."""
    visible = Account.objects.visible_to(request.user).select_related("center")
    company = get_object_or_404(visible, ref=ref)
    reads.note(request, company)
    may_know = permissions.sees_whole(request.user, company)
    asked = when.asked(request.GET, may_know=may_know)
    told = picture.told_of(company, request.user)
    shown = picture.account_at(company, told, asked) if asked.past else company
    context: dict[str, Any] = {
        "account": company,
        "shown": shown,
        "when": asked,
        "may_know": may_know,
        "until": f"?to={asked.day.isoformat()}" if asked.past else "",
        "ways": ways(request, company),
    }
    moment = asked.at if asked.past else None
    context["went"] = mergers.went_into(company, request.user, moment)
    context["came"] = mergers.came_in(company, request.user, moment)
    if shown:
        context["facts"] = profile.profile_of(shown, told, asked.moment, asked.day)
        context |= beside_the_profile(request.user, shown, asked)
    return render(request, "accounts/account.html", context)


def ways(request: PersonRequest, company: Account) -> list[tuple[str, str]]:
    """Return words and paths of where one goes on from a company's page."""
    found = [
        (_("People and invitations"), f"{reverse('people')}?account={company.ref}")
    ]
    if permissions.may_see_whole(request.user, company):
        calls = reverse("accounts:contacts", args=[company.ref])
        opened = reverse("accounts:opened", args=[company.ref])
        found += [
            (_("Calls and meetings"), calls),
            (_("Who opened these pages"), opened),
        ]
    sight = request.user.sight
    if not sight.staff or sight.admin or sight.audits:
        return found
    found.insert(0, (_("Brief"), reverse("accounts:brief", args=[company.ref])))
    if WALK in request.GET:
        query = urlencode({WALK: request.GET[WALK], "after": company.ref})
        found.append((_("Next in the portfolio"), f"{reverse('walk')}?{query}"))
    return found


def beside_the_profile(reader: User, company: Account, asked: When) -> dict[str, Any]:
    """Return the people and what goes on: from what stands, or as of a moment."""
    memberships = picture.memberships_at(company, asked)
    assignments = picture.assignments_at(company, asked)
    if asked.past:
        introduction = introduction_at(reader, company, asked.at, asked.day)
        found = past.open_at(company, reader, asked.at, most=OPEN)
        events = Asked(until=asked.at + MICROSECOND)
    else:
        introduction = introduction_of(reader, company)
        found = past.open_now(company, reader, most=OPEN)
        events = Asked()
    return {
        "introduction": introduction,
        "company_people": screens.company_people(memberships),
        "officials": screens.officials(assignments),
        "open": open_rows(found, company),
        "lines": latest(company, reader, events),
    }


@dataclass(frozen=True)
class OpenRow:
    """An open conversation, and in words whose turn it is."""

    subject: str
    path: str
    turn: str


def open_rows(found: list[past.Open], company: Account) -> list[OpenRow]:
    return [OpenRow(one.subject, one.path, turn_of(one, company)) for one in found]


def turn_of(one: past.Open, company: Account) -> str:
    if one.turn is Side.COMPANY:
        return _("Waits on %(company)s") % {"company": company.legal_name}
    if one.holder:
        return _("Waits on %(official)s") % {"official": one.holder}
    return _("Waits in the Center's queue")
