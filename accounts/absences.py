"""What is said of an official who is away; pure, given the moments."""

from datetime import datetime, timedelta

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts.models import Absence


def last_day_words(until: datetime) -> str:
    """Return the last day of an absence, as it is in the official zone."""
    zone = timezone.get_default_timezone()
    return dateformat.format(
        (until - timedelta(microseconds=1)).astimezone(zone), "j M Y"
    )


def words(name: str, until: datetime | None, stand_in: str | None) -> str:
    """Say that somebody is away until a day, and who stands in; nothing if not."""
    if until is None:
        return ""
    return _("%(name)s is away until %(day)s; %(stand_in)s stands in.") % {
        "name": name,
        "day": last_day_words(until),
        "stand_in": stand_in,
    }


def told(absence: Absence) -> str:
    """Say who is away from when until when, and who stands in."""
    zone = timezone.get_default_timezone()
    return _(
        "%(name)s is away from %(first)s until %(last)s; %(stand_in)s stands in."
    ) % {
        "name": absence.official.name,
        "first": dateformat.format(absence.since.astimezone(zone), "j M Y"),
        "last": last_day_words(absence.until),
        "stand_in": absence.stand_in.name,
    }


def back(absence: Absence) -> str:
    """Say that nobody stands in any more."""
    return _("%(name)s is back earlier; %(stand_in)s stands in no more.") % {
        "name": absence.official.name,
        "stand_in": absence.stand_in.name,
    }
