"""Whoever loses a right loses it with the very next request."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Assignment, Membership, Posting, User
from conversations.models import Conversation
from portal.history import save_as
from tests.client import PortalClient
from tests.database import as_owner
from tests.pages import said_in


def end(model: Any, **whose: object) -> None:
    """End a membership, posting or assignment now."""
    with as_owner():
        row = model.objects.get(**whose)
        row.until = at = timezone.now()
        save_as(row, by=None, why="Ended", at=at, fields=["until"])


def answers(client: PortalClient, conversation: Conversation) -> list[int]:
    """Return what the pages answer that are about one company."""
    path = conversation.get_absolute_url()
    replied = client.post(f"{path}reply/", {"text": "Am I still here?"})
    paths = (path, conversation.account.get_absolute_url())
    return [client.get(each).status_code for each in paths] + [replied.status_code]


HERE, GONE = [200, 200, 422], [404, 404, 404]


def test_a_person_who_leaves_the_company(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    before = answers(client.sign_in(carl), question)
    end(Membership, user=carl)

    assert (before, answers(client, question)) == (HERE, GONE)
    assert said_in(client.page("/conversations/"), ".portal-row__title") == []


def test_a_specialist_who_leaves_the_center(
    client: PortalClient, ivan: User, question: Conversation
) -> None:
    before = answers(client.sign_in(ivan), question)
    end(Posting, official=ivan)

    assert (before, answers(client, question)) == (HERE, GONE)


@pytest.mark.parametrize("lost", [Assignment, Posting])
def test_an_account_manager_who_loses_the_account_or_the_post(
    lost: Any, client: PortalClient, nora: User, question: Conversation
) -> None:
    before = answers(client.sign_in(nora), question)
    end(lost, official=nora)

    assert (before, answers(client, question)) == (HERE, GONE)


def test_what_they_said_still_stands_under_their_name(
    client: PortalClient, carl: User, olga: User, ivan: User, question: Conversation
) -> None:
    end(Membership, user=carl)

    for reader in (olga, ivan):
        page = client.sign_in(reader).page(question.get_absolute_url())
        assert said_in(page, ".portal-entry__author") == ["Carl Jensen"]


def test_an_official_who_left_stays_named_to_the_company(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    end(Posting, official=ivan)
    end(Assignment, official=ivan)

    page = client.sign_in(carl).page(question.get_absolute_url())
    assert "It went to Ivan Reyes." in said_in(page, ".portal-event span")[0]
