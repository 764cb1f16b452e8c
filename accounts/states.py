"""The words for roles, duties and standings, as they are stored and shown."""

from functools import cache

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """How a person stands for a company."""

    OFFICER = "OFFICER", _("Company officer")
    CONTACT = "CONTACT", _("Company contact")
    AGENT = "AGENT", _("Agent")
    VIEWER = "VIEWER", _("Viewer")


class Duty(TextChoices):
    """What an official does."""

    NAM = "NAM", _("National account manager")
    IMPORT_SPECIALIST = "IMPORT_SPECIALIST", _("Import specialist")
    SUPERVISOR = "SUPERVISOR", _("Supervisory import specialist")
    SCSS = "SCSS", _("Supply chain security specialist")
    ADMIN = "ADMIN", _("Program admin")


class OfficeKind(TextChoices):
    """Where an official sits."""

    CENTER = "CENTER", _("Center")
    FIELD = "FIELD", _("Field office")
    HEADQUARTERS = "HEADQUARTERS", _("Headquarters")


class ProgramStatus(TextChoices):
    """How a company stands in the program."""

    MEMBER = "member", _("Member")
    PILOT = "pilot", _("Pilot company")
    SUSPENDED = "suspended", _("Suspended")


class ContactKind(TextChoices):
    """How an official and a company met outside the portal."""

    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")


class Side(TextChoices):
    """The two sides of a conversation."""

    COMPANY = "company", _("The company")
    GOVERNMENT = "government", _("The government")

    @property
    def other(self) -> "Side":
        return Side.GOVERNMENT if self is Side.COMPANY else Side.COMPANY


CENTER_DUTIES = frozenset({Duty.IMPORT_SPECIALIST, Duty.SUPERVISOR})
ACCOUNT_DUTIES = frozenset({Duty.NAM, Duty.SCSS})


@cache
def recorded(word: Role | Duty) -> str:
    """Return a role or duty in the language of the record, which is English."""
    with translation.override(None):
        return str(word.label)


SIDE_OF = {recorded(role): Side.COMPANY for role in Role} | {
    recorded(duty): Side.GOVERNMENT for duty in Duty
}


class Channel(TextChoices):
    """How a notice reaches a person."""

    PORTAL = "portal", _("In the portal")
    MAIL = "mail", _("By mail")


class NoticeKind(TextChoices):
    """What a notice is about."""

    ENTRY = "entry", _("Something was said")
    ONBOARDING = "onboarding", _("The move onto the portal")
    SIGN_IN = "sign_in", _("Your sign-in")
    SECURITY = "security", _("A change to your sign-in")


class NoticeState(TextChoices):
    """Where a notice stands on its way."""

    DUE = "due", _("To be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    DROPPED = "dropped", _("No longer true")
