"""Hints that cannot be sent: nobody waits for them, and nothing fails."""

import socket
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from conversations.models import Conversation
from portal import hints
from portal.hints import Hint
from portal.rls import Sight
from tests.client import PortalClient
from tests.conversations.replies import messages, sent

HINT = Hint("TC-0000-0000", account=1, center=2, given=4, people=(3,))


@pytest.fixture(autouse=True)
def _fresh_client() -> Iterator[None]:
    """A client by the settings of each test."""
    hints.client.cache_clear()
    hints.sending.is_broken = False
    yield
    hints.client().close()
    hints.client.cache_clear()
    hints.sending.is_broken = False


@pytest.mark.parametrize(
    ("sight", "concerned"),
    [
        (Sight(person=9, own=(1,)), True),
        (Sight(person=9, centers=(2,)), True),
        (Sight(person=9, given=(4,)), True),
        (Sight(person=3), True),
        (Sight(person=9, own=(2, 4), centers=(1,), given=(3,)), False),
        (Sight(person=9, agent=(1,)), False),
        (Sight(person=1), False),
        (Sight(person=9, staff=True, admin=True), False),
    ],
)
def test_it_concerns_those_who_see_the_thing(sight: Sight, concerned: bool) -> None:
    assert HINT.concerns(sight) == concerned


def test_it_says_only_which_thing_changed_and_for_whom() -> None:
    assert vars(HINT).keys() == {"ref", "account", "center", "given", "people"}


@pytest.mark.parametrize("words", [b"", b"[]", b'{"ref": "TC-1"}', b'{"new": 1}'])
def test_words_of_another_release_are_about_everything(words: bytes) -> None:
    assert hints.read(words).ref == "*"


def test_a_reply_stands_without_redis_and_it_is_logged_once(
    client: PortalClient,
    carl: User,
    question: Conversation,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.HINTS_URL = "unix:///nowhere.sock"
    client.sign_in(carl)
    with django_capture_on_commit_callbacks(execute=True):
        answers = [sent(client, question, text=text) for text in ("One", "Two")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert messages(question) == ["One", "Two"]
    assert len([line for line in caplog.messages if "not sent" in line]) == 1


def test_a_redis_that_does_not_answer_is_not_waited_for(
    settings: Settings, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        silent.listen()
        settings.HINTS_URL = f"unix://{tmp_path}/silent.sock"
        began = monotonic()
        hints.publish(HINT)

    assert monotonic() - began < 0.4


def test_it_is_sent_again_when_redis_is_back(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    there = settings.HINTS_URL
    for address in ("unix:///nowhere.sock", there, there):
        settings.HINTS_URL = address
        hints.client.cache_clear()
        hints.publish(HINT)

    assert [line for line in caplog.messages if "again" in line] == [
        "Hints to open pages are sent again."
    ]
