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


# By how much a role shows, the most first: an agent sees what was given to them.
BY_SIGHT = (Role.OFFICER, Role.CONTACT, Role.VIEWER, Role.AGENT)


def higher(one: Role, other: Role) -> Role:
    """Return which of two roles shows more."""
    return min(one, other, key=BY_SIGHT.index)


class Duty(TextChoices):
    """What an official does."""

    NAM = "NAM", _("National account manager")
    IMPORT_SPECIALIST = "IMPORT_SPECIALIST", _("Import specialist")
    SUPERVISOR = "SUPERVISOR", _("Supervisory import specialist")
    SCSS = "SCSS", _("Supply chain security specialist")
    ADMIN = "ADMIN", _("Program admin")
    AUDITOR = "AUDITOR", _("Auditor")


class OfficeKind(TextChoices):
    """Where an official sits."""

    CENTER = "CENTER", _("Center")
    FIELD = "FIELD", _("Field office")
    HEADQUARTERS = "HEADQUARTERS", _("Headquarters")


class ProgramStatus(TextChoices):
    """How a company stands in the program."""

    ISA = "isa", _("Importer Self-Assessment")
    PILOT = "pilot", _("Pilot company")
    TRANSITIONING = "transitioning", _("Moving to Trade Compliance")
    ACTIVE = "active", _("Active")
    ON_NOTICE = "on_notice", _("On notice")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")


IN_DOUBT = frozenset(
    {ProgramStatus.ON_NOTICE, ProgramStatus.SUSPENDED, ProgramStatus.WITHDRAWN}
)
# What may follow on what. Who was withdrawn and is taken in again moves in anew.
NEXT_STATUS: dict[ProgramStatus, frozenset[ProgramStatus]] = {
    ProgramStatus.ISA: frozenset(
        {
            ProgramStatus.PILOT,
            ProgramStatus.TRANSITIONING,
            ProgramStatus.SUSPENDED,
            ProgramStatus.WITHDRAWN,
        }
    ),
    ProgramStatus.PILOT: IN_DOUBT | {ProgramStatus.TRANSITIONING, ProgramStatus.ACTIVE},
    ProgramStatus.TRANSITIONING: IN_DOUBT | {ProgramStatus.ACTIVE},
    ProgramStatus.ACTIVE: IN_DOUBT,
    ProgramStatus.ON_NOTICE: frozenset(
        {ProgramStatus.ACTIVE, ProgramStatus.SUSPENDED, ProgramStatus.WITHDRAWN}
    ),
    ProgramStatus.SUSPENDED: frozenset(
        {ProgramStatus.ACTIVE, ProgramStatus.ON_NOTICE, ProgramStatus.WITHDRAWN}
    ),
    ProgramStatus.WITHDRAWN: frozenset({ProgramStatus.TRANSITIONING}),
}


class FactName(TextChoices):
    """What is known of a company; the words are in addresses, with dashes."""

    LEGAL_NAME = "legal_name", _("Legal name")
    STATUS = "status", _("Program status")
    CENTER = "center", _("Center")
    IMPORTER_NUMBERS = "importer_numbers", _("Importer numbers")
    ACCEPTED_ON = "accepted_on", _("In the program since")
    LETTER_ON = "letter_on", _("Last annual letter")
    DIVISIONS = "divisions", _("Divisions")
    ADDRESSES = "addresses", _("Addresses")


# What a company says of itself; all else is the agency's to say.
OF_THE_COMPANY = frozenset({FactName.DIVISIONS, FactName.ADDRESSES})


class ContactKind(TextChoices):
    """How an official and a company met outside the portal."""

    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")


class WhyRead(TextChoices):
    """Why an official could open a company's pages."""

    ASSIGNED = "assigned", _("Looks after the company")
    STANDS_IN = "stand_in", _("Stands in for somebody who is away")
    FORMER = "former", _("Handed the company over, and reads on for a while")
    CENTER = "center", _("Works at the company's Center")
    PROGRAM = "program", _("Administers the program")
    AUDIT = "audit", _("Audits the program")


class Proof(TextChoices):
    """How it was made sure who somebody is."""

    IN_PERSON = "in_person", _("I met them in person")
    VIDEO = "video", _("I saw and heard them by video")
    CALLED = "called", _("I called them at a number that I knew before")


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
    NOTE = "note", _("A colleague asks you")
    ONBOARDING = "onboarding", _("The move onto the portal")
    SIGN_IN = "sign_in", _("Your sign-in")
    PEOPLE = "people", _("Who stands for a company")
    INVITATION = "invitation", _("An invitation")
    CLAIM = "claim", _("An invitation, asked for from another sign-in")
    SECURITY = "security", _("A change to your sign-in")


# Mails to whom nobody here knows yet, and mails about how somebody signs in.
TO_AN_ADDRESS = frozenset({NoticeKind.INVITATION, NoticeKind.CLAIM})
ABOUT_SIGNING_IN = frozenset({NoticeKind.SIGN_IN, NoticeKind.SECURITY})


class NoticeState(TextChoices):
    """Where a notice stands on its way."""

    DUE = "due", _("To be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    DROPPED = "dropped", _("No longer true")


class InvitationState(TextChoices):
    """Where an invitation stands; computed from its moments."""

    SENT = "sent", _("Sent")
    SENT_AGAIN = "sent_again", _("Sent again")
    SEEN = "seen", _("Seen")
    WAITING = "waiting", _("Accepted, waits for confirmation")
    ACCEPTED = "accepted", _("Accepted")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


STILL_OPEN = frozenset(
    {InvitationState.SENT, InvitationState.SENT_AGAIN, InvitationState.SEEN}
)
