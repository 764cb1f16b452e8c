"""What stood at a company at a moment, from dated rows, facts, histories and chains."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from accounts import facts
from accounts.facts import Told
from accounts.models import (
    Account,
    Assignment,
    Center,
    Dated,
    Fact,
    Membership,
    User,
    stand_in,
)
from accounts.states import FactName
from portal.as_of.when import When

Row = TypeVar("Row", bound=Dated)


def told_of(account: Account, reader: User) -> list[Fact]:
    """Return all facts of a company; one query."""
    told = Fact.objects.visible_to(reader).filter(account=account)
    return list(told.order_by("since", "at", "pk"))


def account_at(account: Account, told: list[Fact], when: When) -> Account | None:
    """Return a company as its row would have stood, or None before it was one."""
    stands = facts.standing(told, when.moment)
    if FactName.LEGAL_NAME not in stands:
        return None
    then = copy(account)
    then.legal_name = str(stands[FactName.LEGAL_NAME].value)
    then.status = str(stands[FactName.STATUS].value)
    then.importer_numbers = facts.as_list(stands[FactName.IMPORTER_NUMBERS].value)
    accepted_on = facts.as_day(stands[FactName.ACCEPTED_ON].value)
    then.accepted_on = accepted_on or account.accepted_on
    then.letter_on = day_of(stands.get(FactName.LETTER_ON))
    then.center = center_at(str(stands[FactName.CENTER].value), when.at)
    if account.merged_at and account.merged_at > when.at:
        then.merged_into = None
    return then


def center_at(code: str, at: datetime) -> Center:
    """Return a Center as it was called; before its history begins, as there; a query.

    Its history is short: it was added, renamed now and then, and closed.
    """
    rows = list(Center.history.filter(code=code).order_by("history_date", "history_id"))
    known = [row for row in rows if row.history_date <= at]
    center: Center = (known[-1] if known else rows[0]).instance
    return center


def day_of(fact: Told | None) -> Any:
    return facts.as_day(fact.value) if fact else None


def memberships_at(account: Account, when: When) -> Iterable[Any]:
    """Return who stood for a company; one query."""
    if when.known:
        return known_at(Membership, account, when.at, "user")
    current = Membership.objects.current(when.at).filter(account=account)
    return current.select_related("user").order_by("pk")


def assignments_at(account: Account, when: When) -> Iterable[Any]:
    """Return who looked after a company, and who stood in for them; one query."""
    if when.known:
        return known_at(Assignment, account, when.at, "official", away=True)
    current = Assignment.objects.current(when.at).filter(account=account)
    rows = current.annotate(**stand_in("official", when.at))
    return rows.select_related("official").order_by("pk")


def known_at(
    model: type[Model],
    account: Account,
    at: datetime,
    person: str,
    *,
    away: bool = False,
) -> list[Any]:
    """Return the dated rows that held at a moment, as they had been saved by then.

    Args:
        away: whether to add who stood in for the person; what was true then, since who
            was away is told to members by no history.
    """
    history: Any = model.history  # type: ignore[attr-defined]  # simple-history's
    saved = history.filter(account=account, history_date__lte=at)
    latest = saved.order_by("id", "-history_date", "-history_id").distinct("id")
    if away:
        latest = latest.annotate(**stand_in(person, at))
    return [row for row in latest.select_related(person) if held(row, at)]


def held(row: Any, at: datetime) -> bool:
    is_there = row.history_type != "-"
    return is_there and row.since <= at and (row.until is None or row.until > at)
