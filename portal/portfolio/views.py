"""The pages of the portfolio."""

from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import WALK, PersonRequest, for_person
from accounts.models import User
from portal.portfolio import sheet
from portal.portfolio.asked import EMPTY, SHOWS, SILENT, SORTS, Asked, asked
from portal.portfolio.forms import ViewForm, saved
from portal.portfolio.rows import (
    DUE,
    SOON,
    Row,
    called,
    kept,
    pending_for,
    rows_for,
    shows,
)

SIZE = 50  # rows of a page


@dataclass(frozen=True)
class Word:
    """A filter or an order as the page offers it."""

    name: str
    label: str
    path: str
    active: bool
    count: int = 0


@require_safe
@for_person
def portfolio(request: PersonRequest) -> HttpResponse:
    look(request.user)
    return page(request, asked(request.GET), ViewForm(user=request.user))


def page(request: PersonRequest, wanted: Asked, form: ViewForm) -> HttpResponse:
    """Show the companies that an address asks for, and the form to keep it by name."""
    today = timezone.localdate()
    everybody = rows_for(request.user, today)
    rows = kept(everybody, wanted, today, called(request.user, wanted.words))
    if request.GET.get("format") == "csv":
        return as_sheet(rows)
    pages = max(1, -(-len(rows) // SIZE))
    wanted = replace(wanted, page=min(wanted.page, pages))
    first = (wanted.page - 1) * SIZE
    context = {
        "rows": rows[first : first + SIZE],
        "asked": wanted,
        "form": form,
        "views": view_words(request.user, wanted),
        "walk": urlencode({WALK: replace(wanted, page=1).query}),
        "handed": pending_for(request.user).count(),
        "found": len(rows),
        "everybody": len(everybody),
        "shows": show_words(everybody, wanted, today),
        "sorts": sort_words(wanted),
        "empty": empty_words(wanted, everybody),
        "all_path": reverse("portfolio") if wanted.show or wanted.words else "",
        "csv_path": f"{reverse('portfolio')}?{urlencode({'format': 'csv'})}"
        f"&{replace(wanted, page=1).query}",
        "newer_path": replace(wanted, page=wanted.page - 1).path if first else "",
        "older_path": replace(wanted, page=wanted.page + 1).path
        if wanted.page < pages
        else "",
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/portfolio.html", context, status=status)


def view_words(user: User, asked: Asked) -> list[Word]:
    """Return a person's own views; the name of each is its row's id."""
    now, here = replace(asked, page=1).query, reverse("portfolio")
    return [
        Word(str(view.pk), view.name, f"{here}?{view.query}", view.query == now)
        for view in saved(user)
    ]


def as_sheet(rows: list[Row]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="portfolio.csv"'
    sheet.write(rows, response)
    return response


def look(user: User) -> None:
    """Go on only for officials with companies."""
    if not user.sight.staff or user.sight.admin or user.sight.audits:
        raise PermissionDenied(_("The portfolio is for officials with companies."))


def show_words(rows: list[Row], asked: Asked, today: date) -> list[Word]:
    """Return the filters with how much each keeps by itself."""
    found = []
    for name, label in SHOWS.items():
        alone = replace(asked, show=name, page=1)
        off = replace(alone, show="", days=SILENT)
        count = sum(shows(row, alone, today) for row in rows)
        is_on = name == asked.show
        path = off.path if is_on else alone.path
        found.append(Word(name, str(label), path, is_on, count))
    return found


def sort_words(asked: Asked) -> list[Word]:
    return [
        Word(name, str(label), replace(asked, sort=name).path, name == asked.sort)
        for name, label in SORTS.items()
    ]


def empty_words(asked: Asked, everybody: list[Row]) -> str:
    """Return what an empty portfolio says: what would be there, and when."""
    if not everybody:
        return _("No company is assigned to you yet. The program office assigns them.")
    if asked.words:
        return _("No company of yours is called that. Take the words away to see all.")
    days = {"silent": asked.days, "due": DUE}.get(asked.show, SOON)
    return EMPTY[asked.show] % {"days": days} if asked.show else ""


@require_safe
@for_person
def walk(request: PersonRequest) -> HttpResponse:
    """Lead from one company to the next of the portfolio, in its filter and order."""
    look(request.user)
    query, today = request.GET.get(WALK, ""), timezone.localdate()
    wanted = asked(QueryDict(query))
    rows = kept(
        rows_for(request.user, today),
        wanted,
        today,
        called(request.user, wanted.words),
    )
    refs = [row.ref for row in rows]
    after = request.GET.get("after", "")
    behind = rows[refs.index(after) + 1 :] if after in refs else rows
    if not behind:
        return redirect(wanted.path)
    return redirect(f"{behind[0].path}?{urlencode({WALK: wanted.query})}")
