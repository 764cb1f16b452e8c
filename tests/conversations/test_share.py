"""Agents see what is given to them, thread by thread or by kind, and no more."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Account, Membership, User
from accounts.states import Role
from conversations import actions
from conversations.models import Conversation, Share
from portal import rls
from portal.history import save_as
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import MembershipFactory, UserFactory, anew, opened, said
from tests.pages import said_in


def give(conversation: Conversation, to: User, by: User) -> None:
    with rls.entered(by.pk):
        actions.share(conversation=conversation, agent=to, by=anew(by))


def given() -> int:
    with as_owner():
        return Share.objects.count()


@pytest.fixture
def broker(northwind: Account) -> User:
    """Agent of Northwind alone, who sees matters of goods without being given each."""
    broker = UserFactory.create(name="Bo Hansen")
    MembershipFactory.create(
        user=broker, account=northwind, role=Role.AGENT, kinds=["goods"]
    )
    return broker


def test_ada_sees_one_thread_once_it_is_given_to_her(
    client: PortalClient, ada: User, carl: User, question: Conversation
) -> None:
    before = client.sign_in(ada).get(question.get_absolute_url())
    give(question, to=ada, by=carl)
    after = client.get(question.get_absolute_url())

    assert (before.status_code, after.status_code) == (404, 200)


def test_she_sees_no_other_thread_of_the_company(
    client: PortalClient,
    ada: User,
    carl: User,
    northwind: Account,
    question: Conversation,
) -> None:
    other = opened(by=carl, account=northwind, subject="Not for agents")
    give(question, to=ada, by=carl)

    client.sign_in(ada).post("/acting-for/", {"account": northwind.ref})
    assert client.get(other.get_absolute_url()).status_code == 404
    assert said_in(client.page("/conversations/"), ".portal-row__title") == [
        "Unread: Which number fits the lamp?"
    ]


def test_given_by_kind_she_sees_each_new_thread_of_it(
    client: PortalClient, broker: User, carl: User, northwind: Account, ivan: User
) -> None:
    goods = opened(by=carl, account=northwind, topic="valuation")
    letter = opened(by=carl, account=northwind, topic="annual_letter")
    asked = opened(by=ivan, account=northwind, topic="origin")

    client.sign_in(broker)
    answers = [client.get(t.get_absolute_url()) for t in (goods, letter, asked)]
    assert [answer.status_code for answer in answers] == [200, 404, 200]


def test_an_agent_answers_in_what_is_given(
    ada: User, carl: User, question: Conversation
) -> None:
    give(question, to=ada, by=carl)
    entry = said(question, by=ada)

    assert (entry.role, entry.on_behalf_of) == ("Agent", "Northwind Traders")


def test_giving_again_is_harmless(
    ada: User, carl: User, question: Conversation
) -> None:
    give(question, to=ada, by=carl)
    give(question, to=ada, by=carl)

    assert given() == 1


def test_only_an_agent_can_be_given_one(
    olga: User, carl: User, zoe: User, question: Conversation
) -> None:
    for person in (olga, zoe):
        with pytest.raises(PermissionDenied, match="Only an agent of this company"):
            give(question, to=person, by=carl)

    assert given() == 0


@pytest.mark.parametrize("person", ["lena", "zoe", "theo", "petra", "ivan"])
def test_only_who_writes_for_the_company_gives(
    person: str, ada: User, question: Conversation, request: pytest.FixtureRequest
) -> None:
    with pytest.raises((PermissionDenied, Conversation.DoesNotExist)):
        give(question, to=ada, by=request.getfixturevalue(person))

    assert given() == 0


def test_an_agent_who_has_left_sees_it_no_more_from_the_next_request(
    client: PortalClient, broker: User, carl: User, northwind: Account, ivan: User
) -> None:
    goods = opened(by=carl, account=northwind)
    before = client.sign_in(broker).get(goods.get_absolute_url())
    with as_owner():
        membership = Membership.objects.get(user=broker)
        membership.until = at = timezone.now()
        save_as(membership, by=None, why="Left", at=at, fields=["until"])

    assert before.status_code == 200
    assert client.get(goods.get_absolute_url()).status_code == 404


def test_the_page_counts_the_agents_who_read_along(
    client: PortalClient, ada: User, carl: User, question: Conversation
) -> None:
    path = question.get_absolute_url()
    before = said_in(client.sign_in(carl).page(path), ".portal-people strong")
    give(question, to=ada, by=carl)
    after = said_in(client.page(path), ".portal-people strong")

    assert before == ["Carl Jensen", "Ivan Reyes"]
    assert after == ["Ada Brook", "Carl Jensen", "Ivan Reyes"]
