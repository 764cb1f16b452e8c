"""The pages of the move onto the portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import dateformat, timezone
from django.views.decorators.http import require_safe

from accounts import calendar, permissions
from accounts.http import PersonRequest, for_person
from accounts.models import Account
from accounts.states import ProgramStatus


@dataclass(frozen=True)
class BoardRow:
    legal_name: str
    path: str
    anniversary: date
    center: str
    status: str


@dataclass(frozen=True)
class Month:
    label: str
    rows: list[BoardRow]


@require_safe
@for_person
def board(request: PersonRequest) -> HttpResponse:
    permissions.may_administer(request.user).require()
    accounts = Account.objects.visible_to(request.user).select_related("center")
    rows = [board_row(account, timezone.localdate()) for account in accounts]
    return render(request, "onboarding/board.html", {"months": by_month(rows)})


def board_row(account: Account, today: date) -> BoardRow:
    return BoardRow(
        legal_name=account.legal_name,
        path=account.get_absolute_url(),
        anniversary=calendar.next_anniversary(account.anniversary, today),
        center=account.center.name,
        status=str(ProgramStatus(account.status).label),
    )


def by_month(rows: Iterable[BoardRow]) -> list[Month]:
    """Group companies by the month of their next anniversary, the nearest first."""
    in_order = sorted(rows, key=lambda row: (row.anniversary, row.legal_name))
    return [
        Month(dateformat.format(date(year, month, 1), "F Y"), list(members))
        for (year, month), members in groupby(
            in_order, key=lambda row: (row.anniversary.year, row.anniversary.month)
        )
    ]
