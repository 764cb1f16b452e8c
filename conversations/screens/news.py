"""What has come into a conversation since a page was drawn, in one sentence."""

from django.utils import dateformat, timezone
from django.utils.translation import ngettext

from conversations.screens.entries import EntryView


def announcement(entries: list[EntryView]) -> str:
    """Say who wrote and when, for those who do not see it come; nothing of one's own.

    Args:
        entries: those that the page does not show yet, in order.
    """
    others = [entry for entry in entries if not entry.mine]
    if not others:
        return ""
    latest = others[-1]
    if len(others) == 1 and latest.sentence:
        return latest.sentence
    words = {
        "name": latest.author_name,
        "time": dateformat.format(timezone.localtime(latest.at), "H:i"),
        "count": len(others),
    }
    return (
        ngettext(
            "%(name)s wrote at %(time)s.",
            "%(count)d new entries, the latest by %(name)s at %(time)s.",
            len(others),
        )
        % words
    )
