"""Tell what is true of a company, from when on, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts import calendar, events, facts, identifiers, permissions
from accounts.actions import centers
from accounts.facts import Moment, Value
from accounts.models import Account, Center, Fact, User
from accounts.states import NEXT_STATUS, FactName, ProgramStatus
from portal.decisions import Refused
from portal.history import save_as


class ReasonMissing(Refused):
    """A change without a word on why."""


class NotYetTrue(Refused):
    """A change that lies in the future."""


class DoesNotFollow(Refused):
    """A status that cannot follow on the one before it."""


class SameAsBefore(Refused):
    """What was told stands already."""


@dataclass(frozen=True)
class Change:
    """What becomes true of a company.

    Attributes:
        value: a text, the lines of a list, a day as 2027-03-01, a Center's code.
        since: from when; now if not given. Of a correction: from when the wrong fact
            was held true.
        corrects: whether what stood was wrong and not only over.
    """

    name: FactName
    value: Value
    why: str
    since: datetime | None = None
    corrects: bool = False


@transaction.atomic
def change(
    change: Change, *, account: Account, by: User, at: datetime | None = None
) -> Fact:
    """Tell a fact of a company; what stands now is kept in the company's own row.

    Args:
        at: for what was told before the portal was there; else it is now.

    Raises:
        PermissionDenied: if it is not `by`'s to say.
        Refused: without a reason, for the future, for what stands already, for a status
            that does not follow, or for a Center that is closed.
        ValidationError: if the value cannot be stored.
    """
    at = at or timezone.now()
    company = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    permissions.may_tell(by, company, change.name).require()
    told = list(Fact.objects.filter(account=company, name=change.name))
    fact = new_fact(change, company, told, at=at)
    fact.by = by
    fact.save(force_insert=True)
    stands = facts.standing([*told, fact], Moment(at, at))[change.name]
    keep(company, change.name, stands.value, by=by, why=change.why, at=at)
    sentence = sentence_of(fact, corrects=change.corrects)
    events.tell(company, kind="profile", sentence=sentence, by=by, at=at)
    return fact


def new_fact(
    change: Change, account: Account, told: list[Fact], *, at: datetime
) -> Fact:
    """Return the fact that a change tells, not saved, if it may be told."""
    since = change.since or at
    if not change.why.strip():
        raise ReasonMissing(_("Say why; both sides read it."))
    if since > at:
        raise NotYetTrue(_("Choose today or an earlier day; this one is to come."))
    before = facts.standing(told, Moment(since, at)).get(change.name)
    if change.corrects and before:
        since = before.since
    value = checked(change.name, change.value)
    if before and before.value == value:
        raise SameAsBefore(_("This is what stands there already."))
    if change.name == FactName.STATUS and before and not change.corrects:
        demand_that_it_follows(str(before.value), str(value))
    return Fact(
        account=account,
        name=change.name,
        value=value,
        since=since,
        at=at,
        why=change.why.strip(),
    )


def demand_that_it_follows(before: str, status: str) -> None:
    """Go on only with a status that the table allows behind the one before."""
    now, then = ProgramStatus(before), ProgramStatus(status)
    if then not in NEXT_STATUS[now]:
        words = {"now": now.label, "then": then.label}
        raise DoesNotFollow(
            _(
                "“%(then)s” does not follow on “%(now)s”. If “%(now)s” was wrong, "
                "choose that it is corrected."
            )
            % words
        )


def checked(name: FactName, value: Value) -> Value:
    """Return a value as it is stored."""
    if name == FactName.IMPORTER_NUMBERS:
        return [identifiers.read_importer_number(one) for one in facts.as_list(value)]
    return value


def keep(
    account: Account, name: FactName, value: Value, *, by: User, why: str, at: datetime
) -> None:
    """Put what stands now in the company's own row, where that has a column for it."""
    column = column_of(name, value)
    if column is None or getattr(account, column[0]) == column[1]:
        return
    setattr(account, *column)
    account.full_clean(exclude=["ref"])
    save_as(account, by=by, why=why, at=at, fields=[column[0]])


def column_of(name: FactName, value: Value) -> tuple[str, object] | None:
    """Return the column of the company's row that holds a fact, and what it holds."""
    match name:
        case FactName.DIVISIONS | FactName.ADDRESSES:
            return None
        case FactName.CENTER:
            return "center", centers.locked_open(Center.objects.get(code=value))
        case FactName.ACCEPTED_ON | FactName.LETTER_ON:
            return name.value, facts.as_day(value)
        case _:
            return name.value, value


def sentence_of(fact: Fact, *, corrects: bool) -> str:
    """Return what the timeline says of a fact; the value is one click away."""
    day = timezone.localtime(fact.since, timezone.get_default_timezone())
    words = {
        "fact": FactName(fact.name).label,
        "day": dateformat.format(day, "j F Y"),
        "why": fact.why,
    }
    if corrects:
        return _("%(fact)s was corrected from %(day)s on: %(why)s") % words
    return _("%(fact)s changed on %(day)s: %(why)s") % words


# --- Enrolling -----------------------------------------------------------------------


def first_facts(
    account: Account, *, by: User | None, why: str, at: datetime
) -> Iterator[Fact]:
    """Yield what is told of a company when it is enrolled, not saved."""
    zone = timezone.get_default_timezone()
    joined = min(at, calendar.beginning(account.accepted_on, zone))
    for name, value in columns_of(account).items():
        since = joined
        if name == FactName.LETTER_ON and account.letter_on:
            since = min(at, calendar.beginning(account.letter_on, zone))
        yield Fact(
            account=account, name=name, value=value, since=since, at=at, by=by, why=why
        )


def columns_of(account: Account) -> dict[FactName, Value]:
    """Return what a company's own row says, as facts hold it."""
    letter = account.letter_on
    return {
        FactName.LEGAL_NAME: account.legal_name,
        FactName.STATUS: str(account.status),
        FactName.CENTER: account.center.code,
        FactName.IMPORTER_NUMBERS: list(account.importer_numbers),
        FactName.ACCEPTED_ON: account.accepted_on.isoformat(),
        FactName.LETTER_ON: letter.isoformat() if letter else None,
    }
