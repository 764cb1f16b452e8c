"""Give conversations to a company's agents."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.states import Role
from conversations import permissions, record, topics
from conversations.models import Conversation, Share
from portal import hints


@transaction.atomic
def share(*, conversation: Conversation, agent: User, by: User) -> None:
    """Give a conversation to an agent of its company; again is harmless.

    Raises:
        PermissionDenied: if `by` does not write for the company, or the other person
            is no agent of it.
    """
    head = record.lock(conversation)
    permissions.may_share(by, head, agent).require()
    if not Share.objects.filter(conversation=head, user=agent).exists():
        give(head, to=agent.pk, by=by, at=timezone.now())


def share_with_agents(head: Conversation, *, by: User) -> None:
    """Give a new conversation to the agent who opens it, and to those of its kind."""
    group = topics.TOPICS[head.topic].group
    agents = Membership.objects.current().filter(
        account=head.account_id, role=Role.AGENT
    )
    for membership in agents.order_by("pk"):
        if membership.user_id == by.pk or group in membership.kinds:
            give(head, to=membership.user_id, by=by, at=head.opened_at)


def give(head: Conversation, *, to: int, by: User, at: datetime) -> Share:
    """Write that one agent, by their id, may read a conversation and answer in it."""
    hints.changed(hints.Hint(head.ref, people=(to,)))
    return Share.objects.create(
        conversation=head,
        account_id=head.account_id,
        center_id=head.center_id,
        user_id=to,
        given_at=at,
        given_by=by,
    )
