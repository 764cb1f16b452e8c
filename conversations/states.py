"""Whether a conversation is open, and what its entries are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Reason(TextChoices):
    """Why a conversation was closed."""

    ANSWERED = "answered", _("Yes, the question was answered")
    ELSEWHERE = "elsewhere", _("No, it goes on in its own legal channel")
    NO_LONGER = "no_longer", _("No, but it is no longer needed")


class Kind(TextChoices):
    """What an entry is; the words are part of the record's format."""

    MESSAGE = "message", _("Message")
    CORRECTION = "correction", _("Correction")
    OPENED = "opened", _("Opened")
    TURN = "turn", _("Turn")
    STATE = "state", _("State")
    HANDOVER = "handover", _("Hand-over")
    GUIDANCE = "guidance", _("Guidance")
    PROMISE = "promise", _("Promise")
    REDACTED = "redacted", _("Redacted")


SPOKEN = frozenset({Kind.MESSAGE, Kind.CORRECTION})
REGARDING = frozenset({Kind.CORRECTION, Kind.REDACTED})  # they name an earlier entry
# What happens to a conversation as a whole; a company's timeline tells it.
DEEDS = frozenset({Kind.OPENED, Kind.HANDOVER, Kind.STATE})
