"""The pages that the bench opens, as one portal has them: name, who opens it, path."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.http import WALK
from accounts.models import Account, User
from bench.town import BUSY, MANAGER
from portal.demo.bulk.loading import OWNER
from portal.timeline.stream import Cursor, Source

MEMBER = "olga"
BACK = 0.95  # of the time since the company joined, where a late page begins
PORTFOLIO = (
    ("first page", ""),
    ("by name, page 2", "?sort=name&page=2"),
    ("silent only", "?show=silent&sort=silent"),
    ("a name looked for", "?words=trad"),
    ("as a table (CSV)", "?format=csv"),
)


def main(_words: list[str]) -> None:
    account = Account.objects.using(OWNER).get(legal_name=BUSY)
    found = [*of_lists(account), *of_company(account), *of_timeline(account)]
    emails = dict(User.objects.using(OWNER).values_list("subject", "email"))
    told = [(name, emails[f"demo:{who}"], path) for name, who, path in found]
    json.dump({"account": account.pk, "pages": told}, sys.stdout)


def of_lists(account: Account) -> Iterator[tuple[str, str, str]]:
    yield "home", MANAGER, reverse("home")
    yield "home of a member", MEMBER, reverse("home")
    yield "inbox", MANAGER, reverse("conversations:inbox")
    for name, query in PORTFOLIO:
        yield f"portfolio, {name}", MANAGER, reverse("portfolio") + query
    onward = urlencode({WALK: "sort=name", "after": account.ref})
    yield "portfolio, next company", MANAGER, f"{reverse('walk')}?{onward}"


def of_company(account: Account) -> Iterator[tuple[str, str, str]]:
    here, then = account.get_absolute_url(), long_ago(account)
    yield "company", MANAGER, here
    yield "company, for a member", MEMBER, here
    yield "company, as of a day", MANAGER, f"{here}?as_of={then}"
    yield "brief", MANAGER, reverse("accounts:brief", args=[account.ref])


def of_timeline(account: Account) -> Iterator[tuple[str, str, str]]:
    here, then = reverse("accounts:timeline", args=[account.ref]), long_ago(account)
    olga = User.objects.using(OWNER).get(subject=f"demo:{MEMBER}")
    moment = datetime.combine(then, time(12), UTC)
    cursor = Cursor(moment, Source.ENTRY, 0)
    period = urlencode({"from": f"{then - timedelta(days=30)}", "to": f"{then}"})
    yield "timeline", MANAGER, here
    yield "timeline, for a member", MEMBER, here
    yield "timeline, a late page", MANAGER, f"{here}?before={cursor}"
    yield "timeline, one kind", MANAGER, f"{here}?kind=contacts"
    yield "timeline, one person", MANAGER, f"{here}?by={olga.ref}"
    yield "timeline, a month long ago", MANAGER, f"{here}?{period}"


def long_ago(account: Account) -> date:
    """Return a day soon after a company joined."""
    today = timezone.localdate()
    return today - (today - account.accepted_on) * BACK
