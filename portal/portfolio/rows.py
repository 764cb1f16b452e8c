"""The rows of the portfolio.

One official looks after two thousand companies at most. What a row shows is worked out
of a few queries over all of them, so that any order and any filter costs the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts import calendar
from accounts.models import Account, Contact, Handover, HandoverQuerySet, User
from accounts.states import Side
from conversations.models import Conversation
from conversations.states import State
from portal.portfolio.asked import Asked

Of = TypeVar("Of")

SOON = 60  # days before an anniversary
DUE = 7  # days before the day until which something was to follow


@dataclass(frozen=True)
class Row:
    """One company as the portfolio shows it.

    Attributes:
        waiting: open conversations in which the turn is the government's.
        oldest: since when the first of those waits.
        on_them: open conversations in which the turn is the company's.
        latest: the latest word or contact, by either side; None if there is none.
        silent: days since then; days since the company was accepted if there is none.
        to_follow: by when the first open follow-up of a contact is due.
    """

    ref: str
    legal_name: str
    center: str
    anniversary: date
    waiting: int
    oldest: datetime | None
    on_them: int
    latest: datetime | None
    silent: int
    to_follow: date | None = None

    @property
    def path(self) -> str:
        return reverse("accounts:account", args=[self.ref])


class Listed(NamedTuple):
    """What a row needs of a company; the names are those of the query."""

    pk: int
    ref: str
    legal_name: str
    center__name: str
    accepted_on: date
    letter_on: date | None


@dataclass(frozen=True)
class Figures:
    """What the conversations of one company come to."""

    waiting: int = 0
    oldest: datetime | None = None
    on_them: int = 0
    latest: datetime | None = None

    def and_of(self, other: "Figures") -> "Figures":
        """Return what both come to."""
        return Figures(
            self.waiting + other.waiting,
            min((at for at in (self.oldest, other.oldest) if at), default=None),
            self.on_them + other.on_them,
            max((at for at in (self.latest, other.latest) if at), default=None),
        )


@dataclass(frozen=True)
class Spoken:
    """By company, when it was last spoken to, and by when something is to follow."""

    latest: dict[int, datetime]
    to_follow: dict[int, date]


def rows_for(user: User, today: date) -> list[Row]:
    """Return all companies that an official looks after; four queries.

    As values: two thousand models and their Centers would take ten times as long.
    """
    served = Account.objects.served_by(user).living().order_by("pk")
    listed = served.values_list(*Listed._fields)
    figures = thread_figures(user)
    known = Spoken(latest_contacts(user), follow_ups(user))
    return [
        row(account, figures.get(account.pk, Figures()), known, today)
        for account in map(Listed._make, listed)
    ]


def pending_for(user: User) -> HandoverQuerySet:
    """Return what was handed to a person and they have not acknowledged."""
    return Handover.objects.pending(timezone.now()).filter(successor=user)


def thread_figures(user: User) -> dict[int, Figures]:
    """Return the figures of each company's conversations; one query."""
    is_open = Q(state=State.OPEN)
    ours, theirs = (is_open & Q(turn=side) for side in (Side.GOVERNMENT, Side.COMPANY))
    found = (
        Conversation.objects.visible_to(user)
        .order_by()
        .values_list("account_id")
        .annotate(
            waiting=Count("pk", filter=ours),
            oldest=Min("turn_since", filter=ours),
            on_them=Count("pk", filter=theirs),
            latest=Max("latest_at"),
        )
    )
    rows = ((account, Figures(*figures)) for account, *figures in found)
    return by_home(user, rows, Figures.and_of)


def latest_contacts(user: User) -> dict[int, datetime]:
    """Return when each company was last spoken to outside the portal; one query."""
    contacts = Contact.objects.visible_to(user).order_by()
    found = contacts.values_list("account_id").annotate(latest=Max("held_at"))
    return by_home(user, found, max)


def follow_ups(user: User) -> dict[int, date]:
    """Return by when the first open follow-up of each company is due; one query."""
    open_ones = Contact.objects.visible_to(user).to_follow().order_by()
    dated = open_ones.exclude(follow_up_date=None).values_list("account_id")
    return by_home(user, dated.annotate(first=Min("follow_up_date")), min)


def by_home(
    user: User, rows: Iterable[tuple[int, Of]], both: Callable[[Of, Of], Of]
) -> dict[int, Of]:
    """Return what is known by company; a merged one counts for the other, too."""
    homes = {former: into for former, into, _ in user.sight.merged}
    found: dict[int, Of] = {}
    for account, known in rows:
        for company in {account, homes.get(account, account)}:
            seen = found.get(company)
            found[company] = known if seen is None else both(seen, known)
    return found


def row(account: Listed, figures: Figures, spoken: Spoken, today: date) -> Row:
    moments = [at for at in (figures.latest, spoken.latest.get(account.pk)) if at]
    latest = max(moments, default=None)
    since = timezone.localdate(latest) if latest else account.accepted_on
    return Row(
        ref=account.ref,
        legal_name=account.legal_name,
        center=account.center__name,
        anniversary=calendar.next_letter(account.letter_on, account.accepted_on, today),
        waiting=figures.waiting,
        oldest=figures.oldest,
        on_them=figures.on_them,
        latest=latest,
        silent=max(0, (today - since).days),
        to_follow=spoken.to_follow.get(account.pk),
    )


def called(user: User, words: str) -> set[str] | None:
    """Return the references of one's companies that are or were called so.

    None, where no words are asked for; else one query.
    """
    if not words:
        return None
    named = Account.objects.served_by(user).named(words)
    return set(named.values_list("ref", flat=True))


def kept(
    rows: Iterable[Row], asked: Asked, today: date, named: set[str] | None
) -> list[Row]:
    """Return the rows that an address asks for, in its order."""
    found = [
        row
        for row in rows
        if shows(row, asked, today) and (named is None or row.ref in named)
    ]
    return sorted(found, key=lambda row: (*place(row, asked.sort), row.ref))


def shows(row: Row, asked: Asked, today: date) -> bool:
    """Whether a row belongs to what the address shows only."""
    match asked.show:
        case "waiting":
            return row.waiting > 0
        case "on-them":
            return row.on_them > 0
        case "silent":
            return row.silent >= asked.days
        case "due":
            return bool(row.to_follow and row.to_follow <= today + timedelta(days=DUE))
        case "soon":
            return row.anniversary <= today + timedelta(days=SOON)
        case _:
            return True


def place(row: Row, sort: str) -> tuple[Any, ...]:
    """Return what a row is sorted by; the name decides between equals."""
    name = row.legal_name.casefold()
    match sort:
        case "waiting":
            return (row.oldest is None, row.oldest or 0, name)
        case "silent":
            return (-row.silent, name)
        case "anniversary":
            return (row.anniversary, name)
        case _:
            return (name,)
