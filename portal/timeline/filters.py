"""What a reader narrows the timeline to: kept in the address, offered as words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import dateformat, timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import calendar
from accounts.models import User
from portal.timeline.kinds import Group
from portal.timeline.stream import Asked

KIND, BY, FROM, TO, BEFORE = "kind", "by", "from", "to", "before"  # in the address


@dataclass(frozen=True)
class Wanted:
    """What an address asks for; `by` is a person's reference, days are the reader's."""

    kind: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None

    def query(self, before: str = "") -> str:
        """Return the address's query with its question mark, or nothing."""
        words = {
            KIND: self.kind,
            BY: self.by,
            FROM: self.since.isoformat() if self.since else "",
            TO: self.until.isoformat() if self.until else "",
            BEFORE: before,
        }
        query = urlencode({name: word for name, word in words.items() if word})
        return f"?{query}" if query else ""

    def asked(self, by: User | None) -> Asked:
        zone = timezone.get_current_timezone()
        day_after = self.until + timedelta(days=1) if self.until else None
        return Asked(
            group=Group(self.kind) if self.kind else None,
            by=by,
            since=calendar.beginning(self.since, zone) if self.since else None,
            until=calendar.beginning(day_after, zone) if day_after else None,
        )


def wanted(query: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; what nobody offered counts as not asked."""
    kind = query.get(KIND, "")
    return Wanted(
        kind=kind if kind in Group.values else "",
        by=query.get(BY, ""),
        since=calendar.read_day(query.get(FROM, "")),
        until=calendar.read_day(query.get(TO, "")),
    )


@dataclass(frozen=True)
class FilterLink:
    """A word over the stream; its path narrows to it, or takes it away."""

    label: str
    path: str
    active: bool


def links(now: Wanted, by: User | None, here: str) -> list[FilterLink]:
    """Return the groups, and behind them what else the address narrows to."""
    groups = [
        FilterLink(
            label=str(group.label),
            path=here + toggled(now, group).query(),
            active=group == now.kind,
        )
        for group in Group
    ]
    return [*groups, *others(now, by, here)]


def toggled(now: Wanted, group: Group) -> Wanted:
    return replace(now, kind="" if group == now.kind else group.value)


def others(now: Wanted, by: User | None, here: str) -> list[FilterLink]:
    found = []
    if by:
        found.append((by.name, replace(now, by="")))
    if now.since:
        found.append((_("From %(day)s") % day(now.since), replace(now, since=None)))
    if now.until:
        found.append((_("To %(day)s") % day(now.until), replace(now, until=None)))
    return [FilterLink(label, here + then.query(), True) for label, then in found]


def day(on: date) -> dict[str, str]:
    return {"day": dateformat.format(on, "j M Y")}
