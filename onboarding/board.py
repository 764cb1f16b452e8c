"""The board of the move: companies by the month of their introduction."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import dateformat

from accounts.models import Account, AccountQuerySet, User
from onboarding import calendar, filters, screens, states
from onboarding.filters import UNPLANNED, Asked, Figures
from onboarding.models import Transition, TransitionQuerySet
from onboarding.states import Stage

Found = TypeVar("Found", bound=Model)

ROWS = 50  # of a page


@dataclass(frozen=True)
class Row:
    """One company on the board.

    Attributes:
        note: what keeps it: the reason of a standstill, or how late it is.
        deed, to: the usual next step, as its button says it and sends it.
    """

    ref: str
    legal_name: str
    path: str
    center: str
    on_or_about: date
    window: str
    stage: str
    note: str
    deed: str
    to: str
    move_path: str
    more_path: str


@dataclass(frozen=True)
class Month:
    label: str
    rows: list[Row]


@dataclass(frozen=True)
class Unplanned:
    """A company without an introduction, and the date that planning today gives."""

    ref: str
    legal_name: str
    path: str
    center: str
    on_or_about: date
    plan_path: str
    more_path: str


@dataclass(frozen=True)
class Board:
    """One page of the board, and what stands around it.

    Attributes:
        counts: how many companies each word above it keeps.
        start: the month that it begins with, asked for or not.
        earlier, later: what to ask for to see more; None where there is no more.
    """

    counts: dict[str, int]
    months: list[Month]
    unplanned: list[Unplanned]
    start: date | None
    earlier: Asked | None
    later: Asked | None


def board_for(user: User, asked: Asked, today: date) -> Board:
    """Return what an address asks for; three queries."""
    visible = Transition.objects.visible_to(user).filter(account__merged_into=None)
    keeps = filters.conditions(today)
    figures = filters.figures(visible, keeps)
    without = Account.objects.visible_to(user).living().filter(transition=None)
    counts = figures.counts | {UNPLANNED: without.count()}
    if asked.stage == UNPLANNED:
        return unplanned_board(without, counts, asked, today)
    start = start_of(asked, figures)
    kept = narrowed(visible, asked, keeps, start)
    page, more = page_of(kept.for_board(), asked)
    return Board(
        counts=counts,
        months=months(page, asked, today),
        unplanned=[],
        start=start,
        earlier=earlier(asked, figures, start),
        later=turned(asked, 1) if more else None,
    )


def unplanned_board(
    accounts: AccountQuerySet, counts: dict[str, int], asked: Asked, today: date
) -> Board:
    """Return the companies without an introduction, by name."""
    in_order = accounts.select_related("center").order_by("legal_name", "pk")
    page, more = page_of(in_order, asked)
    return Board(
        counts=counts,
        months=[],
        unplanned=[unplanned_row(account, asked, today) for account in page],
        start=asked.start,
        earlier=turned(asked, -1) if asked.page > 1 else None,
        later=turned(asked, 1) if more else None,
    )


# --- Which rows ----------------------------------------------------------------------


def start_of(asked: Asked, figures: Figures) -> date | None:
    """Return the month that the board begins with.

    The plain board begins where somebody is not active yet, so that who is late
    stands first; a filtered one with the first row that it keeps.
    """
    if asked.start or asked.stage:
        return asked.start
    first = figures.first_open or figures.first
    return calendar.month_start(first) if first else None


def narrowed(
    transitions: TransitionQuerySet,
    asked: Asked,
    keeps: dict[str, Q],
    start: date | None,
) -> TransitionQuerySet:
    if asked.stage:
        transitions = transitions.filter(keeps[asked.stage])
    return transitions.filter(on_or_about__gte=start) if start else transitions


def page_of(rows: QuerySet[Found], asked: Asked) -> tuple[list[Found], bool]:
    """Return the rows of a page, and whether more follow; one query."""
    skip = (asked.page - 1) * ROWS
    found = list(rows[skip : skip + ROWS + 1])
    return found[:ROWS], len(found) > ROWS


def turned(asked: Asked, pages: int) -> Asked:
    return replace(asked, page=asked.page + pages)


def earlier(asked: Asked, figures: Figures, start: date | None) -> Asked | None:
    """Return the page before this one: of the list, else a year back."""
    if asked.page > 1:
        return turned(asked, -1)
    if start and figures.first and figures.first < start:
        return replace(asked, start=calendar.year_before(start))
    return None


# --- How they look -------------------------------------------------------------------


def months(rows: Iterable[Transition], asked: Asked, today: date) -> list[Month]:
    """Group transitions, which are in the order of their dates, by month."""
    by_month = groupby(rows, key=lambda row: calendar.month_start(row.on_or_about))
    return [
        Month(
            label=dateformat.format(month, "F Y"),
            rows=[row_of(transition, asked, today) for transition in members],
        )
        for month, members in by_month
    ]


def row_of(transition: Transition, asked: Asked, today: date) -> Row:
    account, stage = transition.account, Stage(transition.stage)
    following = states.forward(stage)
    return Row(
        ref=account.ref,
        legal_name=account.legal_name,
        path=account.get_absolute_url(),
        center=account.center.name,
        on_or_about=transition.on_or_about,
        window=screens.window_words(transition.window),
        stage=str(stage.label),
        note=screens.note_of(transition, today),
        deed=str(states.DEEDS[following]) if following else "",
        to=following.value if following else "",
        move_path=reverse("onboarding:move", args=[account.ref]) + asked.query,
        more_path=reverse("onboarding:transition", args=[account.ref]) + asked.query,
    )


def unplanned_row(account: Account, asked: Asked, today: date) -> Unplanned:
    return Unplanned(
        ref=account.ref,
        legal_name=account.legal_name,
        path=account.get_absolute_url(),
        center=account.center.name,
        on_or_about=calendar.on_or_about(account.letter_on, account.accepted_on, today),
        plan_path=reverse("onboarding:plan", args=[account.ref]) + asked.query,
        more_path=reverse("onboarding:transition", args=[account.ref]) + asked.query,
    )
