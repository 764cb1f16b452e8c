"""What each official of a supervisor's Centers has before them, and what nobody has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, Min, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import absences, permissions
from accounts.http import PersonRequest, for_person
from accounts.models import (
    Account,
    AccountQuerySet,
    Assignment,
    Posting,
    User,
    stand_in,
)
from accounts.states import CENTER_DUTIES, Duty, Side
from conversations.models import Conversation

Waits = tuple[int, datetime | None]  # how many, and since when the first of them
NOTHING: Waits = (0, None)
SHOWN = 100  # companies without a specialist on the page


@dataclass(frozen=True)
class Load:
    """What one official of the Center has before them.

    Attributes:
        waiting: open conversations they hold in which the government is on turn.
        oldest: since when the first of those waits.
        companies: for how many they are the specialist.
        path: where their companies are handed on, if they have any.
        away_path: where their absences are noted.
        away: that they are away and who stands in, or nothing.
    """

    name: str
    duty: str
    waiting: int
    oldest: datetime | None
    companies: int
    path: str
    away_path: str
    away: str


@require_safe
@for_person
def team(request: PersonRequest) -> HttpResponse:
    """Show the load of a Center's staff, and the companies that nobody has."""
    centers = permissions.supervised(request.user)
    if not centers:
        raise PermissionDenied(_("This page is for supervisors of a Center."))
    waiting = waiting_by_holder(request.user)
    unassigned = without_specialist(request.user)
    queue, oldest = waiting.get(None, NOTHING)
    context = {
        "loads": loads(centers, waiting),
        "waiting": sum(count for count, _since in waiting.values()),
        "queue": queue,
        "queue_oldest": oldest,
        "unassigned": [
            {"legal_name": one.legal_name, "path": assign_path(one)}
            for one in unassigned.order_by("legal_name", "pk")[:SHOWN]
        ],
        "unassigned_count": unassigned.count(),
    }
    return render(request, "accounts/team.html", context)


def waiting_by_holder(user: User) -> dict[int | None, Waits]:
    """Return how much waits on the government with each holder; one query.

    Under None is what waits in the queue.
    """
    waiting = (
        Conversation.objects.visible_to(user)
        .on_turn(Side.GOVERNMENT)
        .order_by()
        .values_list("holder")
        .annotate(count=Count("pk"), oldest=Min("turn_since"))
    )
    return {holder: (count, oldest) for holder, count, oldest in waiting}


def loads(centers: set[int | None], waiting: dict[int | None, Waits]) -> list[Load]:
    """Return the staff of some Centers, the most loaded first; two queries."""
    posts = Posting.objects.current().filter(
        center__in=centers, duty__in=CENTER_DUTIES, official__is_active=True
    )
    staff = {
        post.official_id: post
        for post in posts.annotate(**stand_in("official"))
        .select_related("official")
        .order_by("pk")
    }
    mine = Assignment.objects.current().filter(
        official__in=staff, duty=Duty.IMPORT_SPECIALIST, account__center__in=centers
    )
    counted = mine.order_by().values_list("official").annotate(count=Count("pk"))
    companies: dict[int, int] = dict(counted)
    found = [
        load(post, waiting.get(pk, NOTHING), companies.get(pk, 0))
        for pk, post in staff.items()
    ]
    return sorted(found, key=weight)


def load(post: Posting, waits: Waits, companies: int) -> Load:
    waiting, oldest = waits
    query = urlencode(
        {"official": post.official.ref, "duty": Duty.IMPORT_SPECIALIST.value}
    )
    return Load(
        name=post.official.name,
        duty=str(Duty(post.duty).label),
        waiting=waiting,
        oldest=oldest,
        companies=companies,
        path=f"{reverse('reassign')}?{query}" if companies else "",
        away_path=reverse("away", args=[post.official.ref]),
        away=absences.words(post.official.name, post.away_until, post.stand_in_name),  # type: ignore[attr-defined]  # annotated
    )


def weight(one: Load) -> tuple[Any, ...]:
    """Return what the staff is sorted by: the most waiting, the oldest, the name."""
    return (-one.waiting, one.oldest or 0, one.name)


def without_specialist(user: User) -> AccountQuerySet:
    """Return the companies of one's Centers that have no specialist today."""
    has_one = Assignment.objects.current().filter(
        account=OuterRef("pk"), duty=Duty.IMPORT_SPECIALIST
    )
    visible = Account.objects.visible_to(user).living()
    mine = visible.filter(center__in=permissions.supervised(user))
    return mine.filter(~Exists(has_one))


def assign_path(account: Account) -> str:
    query = {"account": account.ref, "duty": Duty.IMPORT_SPECIALIST.value}
    return f"{reverse('reassign')}?{urlencode(query)}"
