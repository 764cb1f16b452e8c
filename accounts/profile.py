"""What the pages show of what is known of a company."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts import facts
from accounts.facts import Moment, Value
from accounts.models import Account, Center, Fact
from accounts.states import FactName, ProgramStatus


@dataclass(frozen=True)
class FactRow:
    """One fact as a page shows it; the path leads to who said it, when and why.

    Attributes:
        values: one, or the lines of a list; days are days, for the page to word.
    """

    label: str
    values: list[date | str]
    path: str


@dataclass(frozen=True)
class ToldRow:
    """One fact among all that were told of one name."""

    values: list[date | str]
    since: date
    at: datetime
    by: str
    why: str
    stands: bool


def path_of(account: Account, name: FactName) -> str:
    slug = name.value.replace("_", "-")
    return reverse("accounts:fact", args=[account.ref, slug])


def profile_of(
    account: Account, told: list[Fact], when: Moment, day: date
) -> list[FactRow]:
    """Return the profile at a moment: what stands, and what follows from it.

    Args:
        account: as its own row says, at that moment.
        told: all facts of the company.
        day: the day of the moment.
    """
    letter = FactRow(str(_("Next annual letter")), [account.next_letter(day)], "")
    return [
        FactRow(str(_("Reference")), [account.ref], ""),
        *rows_of(account, told, when),
        *([] if account.merged_into_id else [letter]),
    ]


def rows_of(account: Account, told: list[Fact], when: Moment) -> list[FactRow]:
    """Return the facts that stand at a moment, with former names behind the name."""
    stands = facts.standing(told, when)
    rows = [
        FactRow(
            str(name.label),
            values_of(name, column_or_fact(account, name, stands)),
            path_of(account, name),
        )
        for name in FactName
    ]
    names = facts.former([one for one in told if one.name == FactName.LEGAL_NAME], when)
    if names:
        until = [
            _("%(name)s, until %(day)s") % {"name": name, "day": day_words(end)}
            for name, end in names
        ]
        former = FactRow(
            str(_("Former names")), list(until), path_of(account, FactName.LEGAL_NAME)
        )
        rows.insert(1, former)
    return rows


def column_or_fact(
    account: Account, name: FactName, stands: dict[str, facts.Told]
) -> Value | date:
    """Return what the company's own row says, or a fact without a column."""
    if name == FactName.CENTER:
        return str(account.center)
    if hasattr(account, name.value):
        value: Value | date = getattr(account, name.value)
        return value
    fact = stands.get(name)
    return fact.value if fact else None


def values_of(name: FactName, value: Value | date) -> list[date | str]:
    """Return the words of a value."""
    match name:
        case _ if value in (None, "", []):
            return [_("none yet")]
        case FactName.STATUS:
            return [str(ProgramStatus(str(value)).label)]
        case FactName.ACCEPTED_ON | FactName.LETTER_ON if isinstance(value, str):
            return [date.fromisoformat(value)]
        case _ if isinstance(value, list):
            return list(value)
        case _:
            return [value if isinstance(value, date) else str(value)]


def day_words(at: datetime) -> str:
    return dateformat.format(official_day(at), "j M Y")


def official_day(at: datetime) -> date:
    """Return the day of a moment in the official zone, in which facts begin."""
    return timezone.localdate(at, timezone.get_default_timezone())


def told_rows(
    name: FactName, told: Iterable[Fact], stands: Fact | None
) -> list[ToldRow]:
    """Return what was told of one name, in the order given; one query."""
    names = {one.code: str(one) for one in Center.objects.order_by("pk")}
    return [
        ToldRow(
            values=values_of(name, named(fact.value, names)),
            since=official_day(fact.since),
            at=fact.at,
            by=fact.by.name if fact.by else _("The portal"),
            why=fact.why,
            stands=fact == stands,
        )
        for fact in told
    ]


def named(value: Value, names: dict[str, str]) -> Value:
    return names.get(value, value) if isinstance(value, str) else value
