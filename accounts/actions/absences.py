"""Say that an official is away and who stands in, and that they are back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import absences as words
from accounts import calendar, events, permissions
from accounts.models import Absence, AbsenceReason, Account, Assignment, Posting, User
from accounts.states import ACCOUNT_DUTIES, CENTER_DUTIES
from portal.decisions import Refused
from portal.history import save_as


class NobodyStandsIn(Refused):
    """The days are none, or this official could not do the work meanwhile."""


@dataclass(frozen=True)
class Away:
    """Who is away on which days, both included, and who stands in.

    Attributes:
        reason: for the official, who noted it and the program office; it may be empty.
    """

    official: User
    stand_in: User
    first: date
    last: date
    reason: str = ""


@transaction.atomic
def tell(away: Away, *, by: User, at: datetime | None = None) -> Absence:
    """Note that an official is away; days are those of the official zone.

    What they hold stays theirs. The companies that they look after read who stands in.

    Raises:
        PermissionDenied: if `by` may not say that of this official.
        NobodyStandsIn: if the days are over or told already, or the stand-in cannot do
            their work, is away as well, or is being stood in for.
    """
    at, zone = at or timezone.now(), timezone.get_default_timezone()
    # Both, in one order: two who name each other at once wait here.
    pair = [away.official.pk, away.stand_in.pk]
    list(
        User.objects.select_for_update(of=("self",)).filter(pk__in=pair).order_by("pk")
    )
    permissions.may_tell_absence(by, away.official).require()
    since = max(calendar.beginning(away.first, zone), at)
    until = calendar.beginning(away.last + timedelta(days=1), zone)
    check(away, since, until)
    absence = Absence(
        official=away.official, stand_in=away.stand_in, since=since, until=until
    )
    save_as(absence, by=by, why=_("Told"), at=at)
    if away.reason:
        AbsenceReason.objects.create(
            absence=absence,
            official=away.official,
            text=away.reason,
            noted_at=at,
            noted_by=by,
        )
    sentence = words.told(absence)
    tell_companies(absence, sentence, by=by, at=at)
    return absence


def check(away: Away, since: datetime, until: datetime) -> None:
    """Refuse an absence that nobody could stand in for."""
    if until <= since:
        raise NobodyStandsIn(_("Choose a last day that is not before the first."))
    if not stand_ins(away.official).filter(pk=away.stand_in.pk).exists():
        raise NobodyStandsIn(
            _("Choose an official who has the same duty and can do this work.")
        )
    told = Absence.objects.overlapping(since, until)
    if told.filter(official=away.official).exists():
        raise NobodyStandsIn(
            _("An absence on some of these days is noted already; end that one first.")
        )
    if other := told.filter(official=away.stand_in).first():
        raise NobodyStandsIn(
            words.words(away.stand_in.name, other.until, other.stand_in.name)
            + " "
            + _("Choose somebody who is there on all these days.")
        )
    if other := told.filter(stand_in=away.official).first():
        raise NobodyStandsIn(
            _(
                "%(name)s stands in for %(other)s on some of these days. Name "
                "another stand-in for %(other)s first."
            )
            % {"name": away.official.name, "other": other.official.name}
        )


def stand_ins(official: User) -> QuerySet[User]:
    """Return who could do all the work of an official: as in a hand-over."""
    found: QuerySet[User] = User.objects.filter(is_active=True)
    found = found.exclude(pk=official.pk)
    current = Posting.objects.current()
    posts = list(current.filter(official=official))
    for post in posts:
        if post.duty in ACCOUNT_DUTIES:
            able = current.filter(duty=post.duty)
        elif post.duty in CENTER_DUTIES:
            able = current.filter(duty__in=CENTER_DUTIES, center=post.center_id)
        else:
            continue
        found = found.filter(pk__in=able.values("official"))
    work = any(post.duty in ACCOUNT_DUTIES | CENTER_DUTIES for post in posts)
    return found if work else found.none()


@transaction.atomic
def end(*, absence: Absence, by: User, at: datetime | None = None) -> Absence:
    """Note that an official is back before the last day, or is not going away.

    Raises:
        PermissionDenied: if `by` may not say that of this official.
        NobodyStandsIn: if the absence is over.
    """
    at = at or timezone.now()
    rows = Absence.objects.select_for_update(of=("self",))
    absence = rows.select_related("official", "stand_in").get(pk=absence.pk)
    permissions.may_tell_absence(by, absence.official).require()
    if absence not in Absence.objects.not_over(at):
        raise NobodyStandsIn(_("This absence is over already."))
    cut_short(absence, by=by, why=_("Ended early"), at=at)
    return absence


def cut_short(absence: Absence, *, by: User, why: str, at: datetime) -> None:
    """End an absence now; one that has not begun never holds."""
    absence.until = max(at, absence.since)
    save_as(absence, by=by, why=why, at=at, fields=["until"])
    tell_companies(absence, words.back(absence), by=by, at=at)


def end_standing_in(official: User, *, by: User, at: datetime) -> None:
    """End what an official stands in for and, their post ended, can do no more."""
    rows = Absence.objects.select_for_update(of=("self",)).not_over(at)
    mine = rows.filter(stand_in=official).select_related("official", "stand_in")
    for absence in mine.order_by("pk"):
        if not stand_ins(absence.official).filter(pk=official.pk).exists():
            cut_short(absence, by=by, why=_("The stand-in's post ended"), at=at)


def tell_companies(absence: Absence, sentence: str, *, by: User, at: datetime) -> None:
    """Write a line for each company that the official looks after."""
    assigned = Assignment.objects.current(at).filter(official=absence.official_id)
    companies = Account.objects.visible_to(by).filter(pk__in=assigned.values("account"))
    for account in companies.order_by("pk"):
        events.tell(account, kind="absence", sentence=sentence, by=by, at=at)
