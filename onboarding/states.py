"""The stages of a company's move onto the portal, and what may follow on what."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Stage(TextChoices):
    """How far a company's move has come, in the order of the steps."""

    WAITING = "waiting", _("Not invited yet")
    INVITED = "invited", _("Invited")
    BOOKED = "booked", _("Introduction booked")
    MET = "met", _("Introduction held")
    LOADED = "loaded", _("Data loaded")
    CONFIRMED = "confirmed", _("Data confirmed")
    ACTIVE = "active", _("Active")


# One step on, or one step back where a step fell through; active stays active.
NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.WAITING: frozenset({Stage.INVITED}),
    Stage.INVITED: frozenset({Stage.BOOKED, Stage.WAITING}),
    Stage.BOOKED: frozenset({Stage.MET, Stage.INVITED}),
    Stage.MET: frozenset({Stage.LOADED, Stage.BOOKED}),
    Stage.LOADED: frozenset({Stage.CONFIRMED, Stage.MET}),
    Stage.CONFIRMED: frozenset({Stage.ACTIVE, Stage.LOADED}),
    Stage.ACTIVE: frozenset(),
}

# The introduction is still to come: its date can be planned anew, and people are told.
# onboarding/migrations/0003 says the same to the database.
AHEAD = frozenset({Stage.WAITING, Stage.INVITED, Stage.BOOKED})

# What the company's timeline says when a step is taken, and when it is taken back.
TAKEN: "dict[Stage, StrOrPromise]" = {
    Stage.INVITED: _("The company was invited to its introduction."),
    Stage.BOOKED: _("The introduction was booked."),
    Stage.MET: _("The introduction took place."),
    Stage.LOADED: _("The company's data was loaded."),
    Stage.CONFIRMED: _("The company confirmed its data."),
    Stage.ACTIVE: _("The company is active on the portal."),
}
# The button that takes a step.
DEEDS: "dict[Stage, StrOrPromise]" = {
    Stage.INVITED: _("Mark as invited"),
    Stage.BOOKED: _("Mark as booked"),
    Stage.MET: _("Mark as held"),
    Stage.LOADED: _("Mark as loaded"),
    Stage.CONFIRMED: _("Mark as confirmed"),
    Stage.ACTIVE: _("Mark as active"),
}
TAKEN_BACK: "dict[Stage, StrOrPromise]" = {
    Stage.INVITED: _("The invitation was taken back."),
    Stage.BOOKED: _("The booking of the introduction was taken back."),
    Stage.MET: _("The introduction is to be held again."),
    Stage.LOADED: _("The data is to be loaded again."),
    Stage.CONFIRMED: _("The data is to be confirmed again."),
}


def is_back(stage: Stage, to: Stage) -> bool:
    """Whether a move takes a step back; the person who moves says why."""
    order = list(Stage)
    return order.index(to) < order.index(stage)


def forward(stage: Stage) -> Stage | None:
    """Return the step that follows when all goes well, or None at the end."""
    return next((to for to in NEXT[stage] if not is_back(stage, to)), None)


def sentence(stage: Stage, to: Stage) -> str:
    """Return what a company's timeline says of a move from one stage to another."""
    return str(TAKEN_BACK[stage] if is_back(stage, to) else TAKEN[to])
