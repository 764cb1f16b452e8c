"""What an event stream tells, whom, and what happens when Redis goes away."""

import pytest
from django.db import transaction
from pytest_django import Settings
from redis import Redis

from accounts.models import Account, User
from conversations import actions
from conversations.models import Conversation
from portal import rls
from portal.streams import ear
from portal.streams.stream import UNTOLD, Stream
from tests.client import PortalClient
from tests.factories import anew, opened, said
from tests.portal.listening import LiveProcess

SEE_IT = {"olga", "carl", "lena", "ivan", "nora", "sam"}
DO_NOT = {"ada", "zoe", "theo", "petra"}


def browser(user: User) -> PortalClient:
    return PortalClient().sign_in(user)


def test_a_reply_is_hinted_to_those_who_see_it_and_to_nobody_else(
    live: LiveProcess, question: Conversation, request: pytest.FixtureRequest
) -> None:
    people = {name: request.getfixturevalue(name) for name in SEE_IT | DO_NOT}
    live.app.hub.told.clear()
    pages = {name: live.open(browser(person)) for name, person in people.items()}
    said(question, by=people["ivan"])

    heard = {name: page.hints() for name, page in pages.items()}
    assert {name for name, hints in heard.items() if hints} == SEE_IT
    assert heard["olga"] == [question.ref]


def test_an_agent_hears_of_what_is_given_to_them(
    live: LiveProcess, question: Conversation, carl: User, ada: User, zoe: User
) -> None:
    agents, stranger = live.open(browser(ada)), live.open(browser(zoe))
    with rls.entered(carl.pk):
        actions.share(conversation=question, agent=ada, by=anew(carl))
    assert agents.hint() == question.ref
    assert agents.ends()  # and is opened again, with the wider sight
    agents = live.open(browser(ada))
    said(question, by=carl)

    assert agents.hints() == [question.ref] * 2
    assert stranger.hints() == []


def test_a_new_conversation_is_hinted(
    live: LiveProcess, carl: User, ivan: User, northwind: Account
) -> None:
    page = live.open(browser(ivan))
    conversation = opened(by=carl, account=northwind)

    assert page.hint() == conversation.ref


def test_what_is_taken_back_is_not_hinted(
    live: LiveProcess, carl: User, question: Conversation
) -> None:
    page = live.open(browser(carl))
    page.text()
    with transaction.atomic():
        said(question, by=carl)
        transaction.set_rollback(True)

    assert page.hints() == []


def test_a_new_stream_repeats_what_its_page_just_missed(
    live: LiveProcess, carl: User, question: Conversation, zoe: User
) -> None:
    first = live.open(browser(carl))
    said(question, by=carl)
    assert first.hint() == question.ref

    assert live.open(browser(carl)).hint() == question.ref
    assert live.open(browser(zoe)).hints() == []


def test_a_slow_reader_is_told_that_anything_may_have_changed() -> None:
    slow = Stream("key", rls.NOBODY)
    for number in range(UNTOLD + 10):
        slow.tell(f"TC-{number}")

    assert next(iter(slow.untold)) == "*"
    assert len(slow.untold) <= UNTOLD


# --- When Redis goes away ------------------------------------------------------------


def cut_off(redis_url: str, channel: str) -> None:
    """Break the subscription of the live process, as a restart of Redis does."""
    with Redis.from_url(redis_url) as redis:
        for client in redis.client_list(_type="pubsub"):
            if client["name"] == channel:
                redis.client_kill_filter(_id=client["id"])


def test_it_subscribes_again_and_has_pages_look_for_what_they_missed(
    live: LiveProcess,
    carl: User,
    question: Conversation,
    settings: Settings,
    channel: str,
) -> None:
    page = live.open(browser(carl))
    page.text()
    cut_off(settings.HINTS_URL, channel)

    assert page.hint() == "*"
    said(question, by=carl)
    assert page.hint() == question.ref


def test_without_redis_streams_end_so_that_pages_poll(
    live: LiveProcess,
    carl: User,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(ear, "DEAF", 0.2)
    client, there = browser(carl), settings.HINTS_URL
    page = live.open(client)
    settings.HINTS_URL = "unix:///nowhere.sock"
    cut_off(there, settings.HINTS_CHANNEL)

    assert page.ends()
    assert live.open(client).status == 503
    settings.HINTS_URL = there
    live.hears()
    assert live.open(client).status == 200
    assert len([line for line in caplog.messages if "not heard" in line]) == 1
