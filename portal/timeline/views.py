"""The page of a company's timeline."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import reads
from accounts.http import PersonRequest, for_person
from accounts.models import Account, Assignment, Membership, User
from portal.timeline import filters, stream
from portal.timeline.lines import Line, lines_of
from portal.timeline.stream import Asked, Happened

ROWS = 50
LATEST = 10  # lines on the company's own page


@require_safe
@for_person
def timeline(request: PersonRequest, ref: str) -> HttpResponse:
    """Show what happened to a company, narrowed as the address says."""
    visible = Account.objects.visible_to(request.user)
    company = get_object_or_404(visible, ref=ref)
    reads.note(request, company)
    wanted = filters.wanted(request.GET)
    by = User.objects.filter(ref=wanted.by).first() if wanted.by else None
    here = reverse("accounts:timeline", args=[company.ref])
    before = stream.read_cursor(request.GET.get(filters.BEFORE, ""))
    page, cursor = stream.page_of(
        company, request.user, wanted.asked(by), before, size=ROWS
    )
    people = people_of(company, page)
    context = {
        "account": company,
        "lines": lines_of(page, company, people),
        "filters": filters.links(wanted, by, here),
        "all_path": here if wanted.query() else "",
        "wanted": wanted,
        "people": sorted(people.values(), key=lambda person: (person.name, person.pk)),
        "here": here,
        "older_path": here + wanted.query(str(cursor)) if cursor else "",
        "newer_path": here + wanted.query() if before else "",
    }
    return render(request, "accounts/timeline.html", context)


def people_of(account: Account, page: Iterable[Happened]) -> dict[int, User]:
    """Return who did what is on a page, and whoever stood near the company; one query.

    All of them are offered as a filter. Their ids are one list: three conditions in an
    OR would be tried on every person of the portal.
    """
    members = Membership.objects.filter(account=account).values("user")
    officials = Assignment.objects.filter(account=account).values("official")
    doers = User.objects.filter(pk__in={row.by for row in page if row.by}).values("pk")
    found = User.objects.filter(pk__in=members.union(officials, doers))
    return {person.pk: person for person in found.order_by("pk")}


def latest(account: Account, reader: User, asked: Asked) -> list[Line]:
    """Return the latest lines, for the company's own page; three queries at most."""
    page, _cursor = stream.page_of(account, reader, asked, None, size=LATEST)
    doers = {row.by for row in page if row.by}
    return lines_of(page, account, User.objects.in_bulk(doers))
