"""Hand a company's duty from one official to another, and take it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events, permissions, telling
from accounts.models import Account, Assignment, Handover, Posting, User
from accounts.states import CENTER_DUTIES, Duty
from portal.decisions import Refused
from portal.history import save_as


class NotPosted(Refused):
    """Only who has the duty where the company belongs can take it over."""


class HandedMeanwhile(Refused):
    """Somebody else changed the assignment since it was looked at."""


@dataclass(frozen=True)
class Change:
    """From whom a duty goes to whom, and why.

    Attributes:
        predecessor: None where nobody is assigned.
    """

    duty: Duty
    predecessor: User | None
    successor: User
    why: str


@transaction.atomic
def hand_over(
    change: Change, *, accounts: Sequence[Account], by: User, at: datetime | None = None
) -> list[Handover]:
    """Give a duty for some companies to another official, all of them or none.

    Args:
        at: for what happened before the portal was there; else it is now.

    Raises:
        PermissionDenied: if `by` administers neither the program nor the Center.
        NotPosted: if the successor does not have the duty where a company belongs.
        HandedMeanwhile: if a company is not, or no more, the predecessor's.
    """
    told = at is None
    at = at or timezone.now()
    for account in accounts:
        permissions.may_hand_over(by, account, change.duty).require()
    check_posted(change, accounts)
    held = locked(change.duty, accounts, at)
    handed = [hand_one(change, a, held.get(a.pk), by=by, at=at) for a in accounts]
    if told:
        tell_companies(handed, by=by)
    return handed


def tell_companies(handed: Sequence[Handover], *, by: User) -> None:
    """Tell the officers of each company the new name, in the portal and by mail."""
    for one in handed:
        about = events.handed_to(one)
        key = f"handover:{one.pk}"
        telling.tell_officers(
            one.account, key=key, about=about, by=by, at=one.handed_at
        )


def check_posted(change: Change, accounts: Sequence[Account]) -> None:
    """Refuse a successor who could not do what is handed over."""
    if change.predecessor == change.successor:
        raise NotPosted(_("Choose another official than before."))
    posts = Posting.objects.current().filter(
        official=change.successor, official__is_active=True
    )
    if change.duty not in CENTER_DUTIES:
        if not posts.filter(duty=change.duty).exists():
            raise NotPosted(_("This official does not have that duty today."))
        return
    sits_at = set(posts.filter(duty__in=CENTER_DUTIES).values_list("center", flat=True))
    if any(account.center_id not in sits_at for account in accounts):
        raise NotPosted(_("This official does not sit at the company's Center."))


def locked(
    duty: Duty, accounts: Sequence[Account], at: datetime
) -> dict[int, Assignment]:
    """Lock and return who has the duty now, by company."""
    rows = Assignment.objects.select_for_update(of=("self",)).current(at)
    mine = rows.filter(account__in=[a.pk for a in accounts], duty=duty)
    return {row.account_id: row for row in mine.order_by("pk")}


def hand_one(
    change: Change,
    account: Account,
    held: Assignment | None,
    *,
    by: User,
    at: datetime,
) -> Handover:
    """End one assignment, begin the next, and tell both sides the new name."""
    earlier = change.predecessor
    if (held.official_id if held else None) != (earlier.pk if earlier else None):
        raise HandedMeanwhile(
            _("Somebody changed who looks after %(company)s meanwhile. Look again.")
            % {"company": account.legal_name}
        )
    if held:
        held.until = at
        save_as(held, by=by, why=change.why, at=at, fields=["until"])
    begun = Assignment(
        account=account, official=change.successor, duty=change.duty, since=at
    )
    save_as(begun, by=by, why=change.why, at=at)
    sentence = events.handed_over(begun, earlier)
    events.tell(account, kind="handover", sentence=sentence, by=by, at=at)
    return Handover.objects.create(
        account=account,
        duty=change.duty,
        predecessor=earlier,
        successor=change.successor,
        why=change.why,
        handed_at=at,
        handed_by=by,
        reads_until=at + settings.HANDOVER_READS_FOR if earlier else None,
    )


@transaction.atomic
def acknowledge(*, handover: Handover, by: User, at: datetime | None = None) -> None:
    """Let the new official say that they have taken a company up.

    Raises:
        PermissionDenied: if it was handed to somebody else, or is acknowledged.
    """
    handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    permissions.may_acknowledge(by, handover).require()
    handover.acknowledged_at = at or timezone.now()
    handover.acknowledged_by = by
    handover.save(update_fields=["acknowledged_at", "acknowledged_by"])
