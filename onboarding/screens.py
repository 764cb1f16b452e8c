"""What the pages of the move show of one company."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from accounts.models import Account, User
from onboarding import states
from onboarding.calendar import Window
from onboarding.forms import GOES_ON, STUCK
from onboarding.models import Transition
from onboarding.states import NEXT, Stage

Choice = tuple[str, str]


@dataclass(frozen=True)
class Introduction:
    """When a company is introduced, as its people and its officials read it."""

    title: str
    on_or_about: date
    window: str
    note: str

    @property
    def detail(self) -> str:
        return self.note or self.window


def introduction_of(user: User, account: Account) -> Introduction | None:
    """Return the introduction that is still to come, for who may see it; one query."""
    if account.merged_into_id:
        return None
    visible = Transition.objects.visible_to(user).ahead().filter(account=account)
    return introduction(user, visible.first(), timezone.localdate())


def introduction_at(
    user: User, account: Account, at: datetime, day: date
) -> Introduction | None:
    """Return the introduction that was still to come at a moment; one query."""
    visible = Transition.objects.visible_to(user).filter(account=account)
    saved = Transition.history.filter(id__in=visible.values("pk"), history_date__lte=at)
    latest = saved.order_by("-history_date", "-history_id").first()
    then = latest.instance if latest and latest.history_type != "-" else None
    return introduction(user, then if then and then.is_ahead else None, day)


def introduction(
    user: User, transition: Transition | None, day: date
) -> Introduction | None:
    """Return how an introduction is read on a day, if there is one."""
    if transition is None:
        return None
    is_over = is_late(transition, day)
    return Introduction(
        title=_("Introduction") if user.sight.staff else _("Your introduction"),
        on_or_about=transition.on_or_about,
        window=_("The window is %(window)s.")
        % {"window": window_words(transition.window)},
        note=_("These days have passed; the program office arranges another date.")
        if is_over
        else "",
    )


def window_words(window: Window) -> str:
    """Return a window as people say it, with the year once where it is one."""
    opens = "j M" if window.opens.year == window.closes.year else "j M Y"
    return _("%(opens)s to %(closes)s") % {
        "opens": dateformat.format(window.opens, opens),
        "closes": dateformat.format(window.closes, "j M Y"),
    }


def is_late(transition: Transition, today: date) -> bool:
    """Whether the window closed before the company was introduced."""
    return transition.is_ahead and transition.window.closes < today


def note_of(transition: Transition, today: date) -> str:
    """Return what keeps a company: the reason of a standstill, or its lateness."""
    if transition.is_stuck:
        return _("Stuck: %(why)s") % {"why": transition.stuck_because}
    if is_late(transition, today):
        closed = dateformat.format(transition.window.closes, "j M Y")
        return _("Late: the window closed on %(day)s.") % {"day": closed}
    return ""


# --- The admin's page of one company -------------------------------------------------


def facts_of(
    account: Account, transition: Transition | None
) -> list[tuple[str, object]]:
    """Return what the admin knows a company's move by; dates are worded by the page."""
    letter = (_("Last annual letter"), account.letter_on or _("none yet"))
    center = (_("Center"), str(account.center))
    if transition is None:
        return [center, letter]
    return [
        (_("On or about"), transition.on_or_about),
        (_("Window"), window_words(transition.window)),
        (_("Planned from"), transition.planned_on),
        letter,
        center,
    ]


def lead_words(transition: Transition | None, today: date) -> str:
    """Return the line under a company's name: where its move stands."""
    if transition is None:
        return _("No introduction is planned yet.")
    stage, note = Stage(transition.stage).label, note_of(transition, today)
    return f"{stage}. {note}".strip()


def moved_words(transition: Transition) -> str:
    """Return what is said after a step."""
    company = transition.account.legal_name
    if transition.is_stuck:
        return _("%(company)s is marked as stuck.") % {"company": company}
    stage = Stage(transition.stage).label
    return _("%(company)s now stands at “%(stage)s”.") % {
        "company": company,
        "stage": stage,
    }


def planned_words(transition: Transition) -> str:
    """Return what is said after planning."""
    return _("%(company)s is to be introduced on or about %(day)s.") % {
        "company": transition.account.legal_name,
        "day": dateformat.format(transition.on_or_about, "j F Y"),
    }


def choices_of(transition: Transition) -> list[Choice]:
    """Return what may happen to a company next: on, back, stuck, or going on."""
    stage = Stage(transition.stage)
    return [*steps(stage), *standstills(transition)]


def steps(stage: Stage) -> Iterator[Choice]:
    order = sorted(NEXT[stage], key=lambda to: states.is_back(stage, to))
    for to in order:
        if states.is_back(stage, to):
            words = _("Back to “%(stage)s”") % {"stage": to.label}
        else:
            words = _("On to “%(stage)s”") % {"stage": to.label}
        yield to.value, words


def standstills(transition: Transition) -> Iterator[Choice]:
    if transition.stage == Stage.ACTIVE:
        return
    if transition.is_stuck:
        yield GOES_ON, _("It is not stuck any more")
        yield STUCK, _("It is stuck on something else")
    else:
        yield STUCK, _("It is stuck")
