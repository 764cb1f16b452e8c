"""End the second factors that somebody has lost, after checking who they are."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts import events, permissions
from accounts.actions import sign_ins
from accounts.models import Account, Membership, User
from accounts.states import Proof
from portal.history import save_as

REASON = 100  # characters of a reason in a history


@dataclass(frozen=True)
class Checked:
    """How it was made sure who somebody is, and why they need it."""

    how: Proof
    why: str


@transaction.atomic
def end_lost(checked: Checked, *, person: User, by: User) -> None:
    """End a person's second factors, codes and sessions; their password stays.

    They set a new factor up after their next sign-in: officials must, members are led
    to it. A mail tells them, so that somebody whose factors were not lost hears of it.

    Raises:
        PermissionDenied: if `by` may not do that for this person.
    """
    person, at = sign_ins.locked(person), timezone.now()
    permissions.may_end_factors(by, person).require()
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_end_factors(%s)", [person.pk])
    sign_ins.tell(
        person,
        _("%(name)s ended your second factors, which were said to be lost.")
        % {"name": by.name},
    )
    sentence = events.factors_ended(person, str(checked.how.label), checked.why)
    standing = Membership.objects.current(at).filter(user=person)
    accounts = Account.objects.filter(pk__in=standing.values("account"))
    for account in accounts.order_by("pk"):
        events.tell(account, kind="factors_ended", sentence=sentence, by=by, at=at)
    if by.sight.admin:  # an official may stand for no company
        why = Truncator(sentence).chars(REASON)
        save_as(person, by=by, why=why, at=at, fields=["is_active"])
