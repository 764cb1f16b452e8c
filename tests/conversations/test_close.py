"""Closing a conversation, for a reason that the record keeps."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from conversations import actions
from conversations.models import Conversation, Entry
from conversations.states import Kind, Reason, State
from portal import rls
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import anew
from tests.pages import said_in


def close(conversation: Conversation, by: User) -> Conversation:
    with rls.entered(by.pk):
        return actions.close(
            conversation=conversation, reason=Reason.ELSEWHERE, by=anew(by)
        )


def latest(conversation: Conversation) -> Entry:
    with as_owner():
        entries = Entry.objects.filter(conversation=conversation).with_text()
        return entries.order_by("-seq")[0]


@pytest.mark.parametrize("closer", ["carl", "olga", "ivan", "nora"])
def test_who_may_answer_may_close(
    closer: str, question: Conversation, request: pytest.FixtureRequest
) -> None:
    closed = close(question, request.getfixturevalue(closer))

    assert closed.state == State.CLOSED
    assert latest(question).kind == Kind.STATE
    assert json.loads(latest(question).body.text) == {
        "state": "closed",
        "reason": "elsewhere",
    }


@pytest.mark.parametrize("person", ["lena", "zoe", "theo", "petra", "ada"])
def test_others_may_not(
    person: str, question: Conversation, request: pytest.FixtureRequest
) -> None:
    with pytest.raises((PermissionDenied, Conversation.DoesNotExist)):
        close(question, request.getfixturevalue(person))

    assert latest(question).kind == Kind.MESSAGE


def test_it_closes_once(carl: User, question: Conversation) -> None:
    close(question, carl)

    with pytest.raises(PermissionDenied, match="This conversation is closed"):
        close(question, carl)


def test_nobody_is_on_turn_any_more(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    close(question, carl)

    assert said_in(client.sign_in(carl).page("/conversations/"), ".portal-tag") == [
        "Closed"
    ]
    assert said_in(client.page("/"), ".portal-row__title") == [
        "Annual notification letter"
    ]


def test_the_thread_says_that_it_was_closed_and_why(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    close(question, carl)

    page = client.sign_in(carl).page(question.get_absolute_url())
    event = said_in(page, ".portal-event span")[-1]
    assert "Carl Jensen" in event
    assert "it goes on in its own legal channel" in event
