"""The filters of the inbox: words above the list, kept in the address."""

from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.states import Side
from conversations.models import ConversationQuerySet, Entry
from conversations.states import SPOKEN, State

SHOW = "show"  # the name in the address; several may be on at once


@dataclass(frozen=True)
class FilterLink:
    """A filter as the page offers it; its path turns it on, or off when it is on."""

    label: str
    count: int
    path: str
    active: bool


LABELS = {
    "mine": _("Mine"),
    "waiting-on-us": _("Waiting on us"),
    "waiting-on-them": _("Waiting on them"),
    "unread": _("Unread"),
    "closed": _("Closed"),
}
EMPTY = {
    "mine": _("Nothing here is yours. What you open, answer or hold appears here."),
    "waiting-on-us": _("Nothing waits on you. What the other side asks appears here."),
    "waiting-on-them": _(
        "You wait for nothing. What you asked is here until answered."
    ),
    "unread": _("You have read everything. What is new appears here."),
    "closed": _("Nothing is closed yet. What is settled moves here."),
}


def chosen(asked: list[str]) -> list[str]:
    """Return the filters that an address turns on, in their order on the page."""
    return [name for name in LABELS if name in asked]


def conditions(user: User, side: Side) -> dict[str, Q]:
    """Return what each filter keeps, over rows that carry `read_seq`."""
    spoken = Entry.objects.filter(author=user, kind__in=sorted(SPOKEN))
    queue = Q(holder=None, center_id__in=user.sight.queues)
    if side is Side.GOVERNMENT:
        mine = Q(holder__in=[user.pk, *user.sight.covers]) | queue
    else:
        mine = Q(pk__in=spoken.values("conversation"))
    return {
        "mine": mine,
        "waiting-on-us": Q(state=State.OPEN, turn=side),
        "waiting-on-them": Q(state=State.OPEN, turn=side.other),
        "unread": Q(said_seq__gt=F("read_seq")),
        "closed": Q(state=State.CLOSED),
    }


def narrowed(
    conversations: ConversationQuerySet, names: list[str], keeps: dict[str, Q]
) -> ConversationQuerySet:
    """Keep what every chosen filter keeps."""
    for name in names:
        conversations = conversations.filter(keeps[name])
    return conversations


def links(
    conversations: ConversationQuerySet,
    names: list[str],
    keeps: dict[str, Q],
    here: str,
) -> list[FilterLink]:
    """Return the filters with how much each keeps by itself; one query.

    Args:
        conversations: all that the reader's list may show, with `read_seq`.
        here: the path of the list.
    """
    counts = conversations.aggregate(
        **{
            slug(name): Count("pk", filter=condition)
            for name, condition in keeps.items()
        }
    )
    return [
        FilterLink(
            label=str(label),
            count=counts[slug(name)],
            path=toggled(here, names, name),
            active=name in names,
        )
        for name, label in LABELS.items()
    ]


def slug(name: str) -> str:
    return name.replace("-", "_")


def toggled(here: str, names: list[str], name: str) -> str:
    """Return the address with one filter more, or one less."""
    others = [one for one in LABELS if (one in names) != (one == name)]
    return address(here, others)


def address(here: str, names: list[str], before: str = "") -> str:
    """Return the address of a list with its filters, and of a later page of it."""
    query = urlencode([*((SHOW, name) for name in names), *later(before)])
    return f"{here}?{query}" if query else here


def later(before: str) -> list[tuple[str, str]]:
    return [("before", before)] if before else []


def empty_words(names: list[str]) -> str:
    """Return what an empty list says: what would be there, and when."""
    if len(names) == 1:
        return str(EMPTY[names[0]])
    if names:
        return str(_("Nothing is all of this at once. Take a filter away to see more."))
    return str(_("Nothing has been asked yet. What you ask, or are asked, is here."))
