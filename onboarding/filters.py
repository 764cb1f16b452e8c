"""What the board shows of all transitions: kept in the address, offered as words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Min, Q
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from onboarding import calendar
from onboarding.models import TransitionQuerySet, is_late
from onboarding.states import Stage

STAGE, FROM, PAGE = "stage", "from", "page"  # the names in the address
STUCK, LATE, UNPLANNED = "stuck", "late", "unplanned"  # beside the stages
PAGES = 9999  # more than there are companies to fill

LABELS = {
    UNPLANNED: _("Not planned"),
    **{stage.value: stage.label for stage in Stage},
    LATE: _("Late"),
    STUCK: _("Stuck"),
}
EMPTY = {
    UNPLANNED: _(
        "Every company has its date. A company that is enrolled appears here."
    ),
    LATE: _("Nobody is late. A company whose window closes uninvited appears here."),
    STUCK: _("Nothing is stuck. What you mark as stuck appears here, with its reason."),
}


@dataclass(frozen=True)
class Asked:
    """What an address asks the board for.

    Attributes:
        stage: a stage, or one of the words beside them; empty for all.
        start: the first month to show, as its first day.
        page: from 1.
    """

    stage: str = ""
    start: date | None = None
    page: int = 1

    @property
    def query(self) -> str:
        """The address's query, with its question mark; empty for the plain board."""
        words = {
            STAGE: self.stage,
            FROM: calendar.month_in_address(self.start),
            PAGE: str(self.page) if self.page > 1 else "",
        }
        query = urlencode({name: word for name, word in words.items() if word})
        return f"?{query}" if query else ""


def asked(query: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what nobody offered counts as not asked."""
    stage, page = query.get(STAGE, ""), query.get(PAGE, "")
    return Asked(
        stage=stage if stage in LABELS else "",
        start=calendar.read_month(query.get(FROM, "")),
        page=max(1, min(int(page), PAGES)) if page.isdecimal() else 1,
    )


# --- Figures -------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """How many transitions each word keeps, and where the board begins.

    Attributes:
        first: the earliest date of all.
        first_open: the earliest date of a company that is not active yet.
    """

    counts: dict[str, int]
    first: date | None
    first_open: date | None


def conditions(today: date) -> dict[str, Q]:
    """Return what each word keeps of the transitions."""
    return {
        **{stage.value: Q(stage=stage) for stage in Stage},
        LATE: is_late(today),
        STUCK: ~Q(stuck_because=""),
    }


def figures(transitions: TransitionQuerySet, keeps: dict[str, Q]) -> Figures:
    """Count the transitions under each word; one query."""
    is_open = ~Q(stage=Stage.ACTIVE)
    found = transitions.aggregate(
        first_of_all=Min("on_or_about"),
        first_open=Min("on_or_about", filter=is_open),
        **{name: Count("pk", filter=condition) for name, condition in keeps.items()},
    )
    return Figures(
        counts={name: found[name] for name in keeps},
        first=found["first_of_all"],
        first_open=found["first_open"],
    )


@dataclass(frozen=True)
class FilterLink:
    """A word above the board; its path narrows the board to it, or takes it away."""

    label: str
    count: int
    path: str
    active: bool


def links(asked: Asked, counts: dict[str, int], here: str) -> list[FilterLink]:
    """Return the words above the board; one at a time, the month stays."""
    return [
        FilterLink(
            label=str(label),
            count=counts[name],
            path=here + toggled(asked, name).query,
            active=name == asked.stage,
        )
        for name, label in LABELS.items()
    ]


def toggled(asked: Asked, name: str) -> Asked:
    """Return the board narrowed to a word, or to none where it was that already."""
    return replace(asked, stage="" if name == asked.stage else name, page=1)


def empty_words(asked: Asked) -> str:
    """Return what an empty board says: what would be there, and when."""
    if asked.stage in EMPTY:
        return str(EMPTY[asked.stage])
    if asked.stage or asked.start:
        return str(_("No company here. Take the filter away, or choose another month."))
    return str(
        _(
            "No introduction is planned yet. Plan them from the list of companies that "
            "are not planned, and they stand here by month."
        )
    )
