"""What a line of the timeline is about: the groups that a reader filters by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from conversations.states import DEEDS


class Group(TextChoices):
    """What lines are about, in the order of the filter; the words are in addresses."""

    CONVERSATIONS = "conversations", _("Conversations")
    PEOPLE = "people", _("People")
    OFFICIALS = "officials", _("Officials")
    CONTACTS = "contacts", _("Calls and meetings")
    PROFILE = "profile", _("Profile")
    INTRODUCTION = "introduction", _("Introduction")


# Kinds of account and staff events. A kind that is told anywhere stands here, and
# tests/house/test_timeline.py looks for it.
GROUP_OF = {
    "absence": Group.OFFICIALS,
    "appointed": Group.PEOPLE,
    "assigned": Group.OFFICIALS,
    "contact": Group.CONTACTS,
    "enrolled": Group.PROFILE,
    "factors_ended": Group.PEOPLE,
    "handover": Group.OFFICIALS,
    "invitation": Group.PEOPLE,
    "left": Group.PEOPLE,
    "merged": Group.PROFILE,
    "profile": Group.PROFILE,
    "role_changed": Group.PEOPLE,
    "split": Group.PROFILE,
    "transition": Group.INTRODUCTION,
    "unassigned": Group.OFFICIALS,
}


def kinds_in(group: Group) -> list[str]:
    return [kind for kind, of in GROUP_OF.items() if of is group]


def group_of(kind: str) -> Group:
    """Return what a line is about; one that a later release told breaks no page."""
    if kind in DEEDS:
        return Group.CONVERSATIONS
    return GROUP_OF.get(kind, Group.PROFILE)
