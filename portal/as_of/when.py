"""The day for which a page is asked, and whether what was true or known then counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import calendar
from accounts.facts import Moment
from portal.templatetags.portal import shown_day

AS_OF, KNOWN, THEN = "as_of", "known", "then"  # in the address


@dataclass(frozen=True)
class When:
    """The moment that a page shows.

    Attributes:
        day: the day at whose end it is, in the official zone; today on the live page.
        at: its last moment, or now on a day that is not over.
        now: the moment of the request.
        past: whether somebody asked for a day at all.
        known: whether only what had been told by then counts.
        refused: why the day that was asked for is not shown.
    """

    day: date
    at: datetime
    now: datetime
    past: bool = False
    known: bool = False
    refused: str = ""

    @property
    def moment(self) -> Moment:
        return Moment(self.at, self.at if self.known else self.now)

    @property
    def title(self) -> str:
        return _("As of the end of %(day)s") % {"day": shown_day(self.day)}

    @property
    def sentence(self) -> str:
        """Say which of the two is shown."""
        if self.known:
            return _(
                "You see what the portal had been told by then, Washington time. "
                "What was told or corrected later is left out."
            )
        return _(
            "You see what was true then, Washington time, as far as it is known today. "
            "What was corrected later is shown corrected."
        )

    @property
    def switch(self) -> str:
        """The query of the other of the two."""
        return self.query(known=not self.known)

    def query(self, *, known: bool) -> str:
        words = {AS_OF: self.day.isoformat()} | ({KNOWN: THEN} if known else {})
        return f"?{urlencode(words)}"


def live() -> When:
    """Return now, as a page shows it that was asked for no day."""
    now = timezone.now()
    return When(timezone.localdate(now, timezone.get_default_timezone()), now, now)


def asked(query: Mapping[str, str], *, may_know: bool) -> When:
    """Return what an address asks for; a day to come is refused with a sentence.

    Args:
        may_know: whether the reader sees the histories from which it follows what was
            known.
    """
    now, zone = timezone.now(), timezone.get_default_timezone()
    today = timezone.localdate(now, zone)
    text = query.get(AS_OF, "")
    if not text:
        return When(today, now, now)
    day = calendar.read_day(text)
    if day is None:
        return When(today, now, now, refused=_("Write the day like 2027-03-01."))
    if day > today:
        words = _("That day is still to come. Choose today or an earlier day.")
        return When(today, now, now, refused=words)
    at = min(calendar.end(day, zone), now)
    known = may_know and query.get(KNOWN) == THEN
    return When(day, at, now, past=True, known=known)
