"""People, companies and Centers, and who stands where, from when until when."""

from accounts.models.absences import (
    Absence,
    AbsenceQuerySet,
    AbsenceReason,
    stand_in,
)
from accounts.models.companies import Account, AccountQuerySet, Center, Membership
from accounts.models.contacts import (
    Contact,
    ContactNote,
    ContactQuerySet,
    FollowUpDone,
)
from accounts.models.dated import Dated, DatedQuerySet
from accounts.models.facts import Fact
from accounts.models.handovers import Handover, HandoverQuerySet
from accounts.models.invitations import Invitation, JoinRequest, Succession
from accounts.models.notices import Notice
from accounts.models.officials import Assignment, Posting
from accounts.models.people import User
from accounts.models.reads import StaffRead
from accounts.models.saved import SavedView
from accounts.models.timeline import AccountEvent, StaffEvent

__all__ = [
    "Absence",
    "AbsenceQuerySet",
    "AbsenceReason",
    "Account",
    "AccountEvent",
    "AccountQuerySet",
    "Assignment",
    "Center",
    "Contact",
    "ContactNote",
    "ContactQuerySet",
    "Dated",
    "DatedQuerySet",
    "Fact",
    "FollowUpDone",
    "Handover",
    "HandoverQuerySet",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Notice",
    "Posting",
    "SavedView",
    "StaffEvent",
    "StaffRead",
    "Succession",
    "User",
    "stand_in",
]
