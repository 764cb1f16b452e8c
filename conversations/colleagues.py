"""Whom an official may ask about a conversation: the colleagues who read it, too."""

from django.db.models import Q, QuerySet

from accounts.models import Assignment, Posting, User
from accounts.states import CENTER_DUTIES
from conversations.models import Conversation


def colleagues_of(conversation: Conversation, *, but: User) -> QuerySet[User]:
    """Return the staff of its Center and who looks after its company, by name.

    Args:
        but: who asks, and is not among them.
    """
    posts = Posting.objects.current()
    staff = posts.filter(center=conversation.center_id, duty__in=sorted(CENTER_DUTIES))
    assigned = Assignment.objects.current().filter(
        account=conversation.account.living_id
    )
    asked = Q(pk__in=staff.values("official")) | Q(pk__in=assigned.values("official"))
    people: QuerySet[User] = User.objects.filter(asked, is_active=True)
    return people.exclude(pk=but.pk).order_by("name", "pk")
