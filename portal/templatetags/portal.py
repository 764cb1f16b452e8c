"""The few filters and tags that all pages need: times, days and icons."""

from datetime import date, datetime
from typing import NamedTuple

from django import template
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = 60, 3600, 86400, 604800, 2629800, 31557600


@register.filter
def exact(at: datetime | None) -> SafeString:
    """Return the minute in the reader's zone, as "24 Nov 2026, 10:42 EST"."""
    return timed(at, shown_exact(at)) if at else SafeString()


@register.filter
def clock(at: datetime | None) -> SafeString:
    """Return the time of day under a line that names the day, as "10:42 EST"."""
    return timed(at, dateformat.format(localized(at), "H:i T")) if at else SafeString()


@register.filter
def ago(at: date | None) -> SafeString:
    """Return how far a moment or day lies from now, as "3 days ago" or "in 3 days"."""
    if not at:
        return SafeString()
    if isinstance(at, datetime):
        return timed(at, distance(timezone.now(), at))
    return timed(at, distance_in_days((at - timezone.localdate()).days))


@register.filter
def day(at: date | None) -> SafeString:
    """Return a date, or the day of a moment in the reader's zone: "24 Nov 2026"."""
    return timed(at, dateformat.format(localized(at), "j M Y")) if at else SafeString()


@register.filter
def shown(fact: object) -> object:
    """Return a fact as a page shows it: dates as their day, all else as it is."""
    return day(fact) if isinstance(fact, date) else fact


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; it is an ornament beside words, never alone.

    Args:
        name: a USWDS icon, written out, since the build reads it from the template.
    """
    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("dist/sprite.svg"),
        name,
    )


def timed(at: date, words: str) -> SafeString:
    """Wrap words in a time element that tells machines and a pointer the instant."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', stamp(at), instant(at), words
    )


def stamp(at: date) -> str:
    if isinstance(at, datetime):
        return at.astimezone(timezone.get_fixed_timezone(0)).strftime("%FT%TZ")
    return at.isoformat()


def instant(at: date) -> str:
    """Return all that is known of a moment: weekday, second and zone."""
    if isinstance(at, datetime):
        return dateformat.format(localized(at), "l, j F Y, H:i:s T")
    return dateformat.format(at, "l, j F Y")


def shown_exact(at: datetime) -> str:
    return dateformat.format(localized(at), "j M Y, H:i T")


def shown_day(on: date) -> str:
    return dateformat.format(on, "j M Y")


def localized(at: date) -> date:
    return timezone.localtime(at) if isinstance(at, datetime) else at


class Distance(NamedTuple):
    """A whole number of units, before or after now."""

    number: int
    unit: int
    later: bool


def measure(seconds: float) -> Distance:
    """Return seconds in the largest unit that fits once, rounded down."""
    size = abs(seconds)
    unit = next(
        (unit for unit in (YEAR, MONTH, WEEK, DAY, HOUR, MINUTE) if size >= unit), 1
    )
    return Distance(int(size // unit), unit, seconds > 0)


def distance(now: datetime, at: datetime) -> str:
    """Return how far `at` lies from now in words; under a minute it is now."""
    seconds = (at - now).total_seconds()
    return in_words(measure(seconds)) if abs(seconds) >= MINUTE else _("just now")


def distance_in_days(days: int) -> str:
    """Return how far a day lies from today in words, positive being later."""
    match days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
        case _other:
            return in_words(measure(days * DAY))


def in_words(far: Distance) -> str:
    """Say a distance; each unit is a sentence of its own, so it can be translated."""
    before, after = PHRASES[far.unit](far.number)
    return (after if far.later else before) % {"count": far.number}


def minutes(count: int) -> tuple[str, str]:
    return (
        ngettext("%(count)d minute ago", "%(count)d minutes ago", count),
        ngettext("in %(count)d minute", "in %(count)d minutes", count),
    )


def hours(count: int) -> tuple[str, str]:
    return (
        ngettext("%(count)d hour ago", "%(count)d hours ago", count),
        ngettext("in %(count)d hour", "in %(count)d hours", count),
    )


def days(count: int) -> tuple[str, str]:
    return (
        ngettext("%(count)d day ago", "%(count)d days ago", count),
        ngettext("in %(count)d day", "in %(count)d days", count),
    )


def weeks(count: int) -> tuple[str, str]:
    return (
        ngettext("%(count)d week ago", "%(count)d weeks ago", count),
        ngettext("in %(count)d week", "in %(count)d weeks", count),
    )


def months(count: int) -> tuple[str, str]:
    return (
        ngettext("%(count)d month ago", "%(count)d months ago", count),
        ngettext("in %(count)d month", "in %(count)d months", count),
    )


def years(count: int) -> tuple[str, str]:
    return (
        ngettext("%(count)d year ago", "%(count)d years ago", count),
        ngettext("in %(count)d year", "in %(count)d years", count),
    )


PHRASES = {
    MINUTE: minutes,
    HOUR: hours,
    DAY: days,
    WEEK: weeks,
    MONTH: months,
    YEAR: years,
}
