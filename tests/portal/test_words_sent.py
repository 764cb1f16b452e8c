"""A form that cannot be taken shows its writer's words again, and nobody else's."""

from typing import Any, Never
from uuid import uuid4

import pytest
from django.test import RequestFactory

from accounts.models import User
from conversations.models import Conversation
from portal.http import words_sent
from tests.client import PortalClient, parsed
from tests.pages import one

WORDS = "\nFirst <b>words</b>,\n\nthen others. "
OURS = {"Origin": "http://testserver"}


def shown(answer: Any) -> str:
    fields = parsed(answer).cssselect("#kept")
    return str(fields[0].text).removeprefix("\n") if fields else ""


def sent(client: PortalClient, question: Conversation, origin: dict[str, str]) -> Any:
    typed = {"key": str(uuid4()), "text": WORDS}
    return client.post(f"{question.get_absolute_url()}reply/", typed, headers=origin)


def test_an_old_page_s_words_are_shown(carl: User, question: Conversation) -> None:
    client = PortalClient(enforce_csrf_checks=True).sign_in(carl)
    answer = sent(client, question, OURS)

    assert answer.status_code == 403
    assert shown(answer) == WORDS


def test_a_fault_s_words_are_shown(
    carl: User, question: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Never:
        raise RuntimeError

    monkeypatch.setattr("conversations.actions.speaking.announce", fail)
    client = PortalClient(raise_request_exception=False).sign_in(carl)
    answer = sent(client, question, OURS)

    assert answer.status_code == 500
    assert shown(answer) == WORDS
    assert one(parsed(answer), "h1").text_content().strip().startswith("Something")


@pytest.mark.parametrize(
    "origin", [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}]
)
def test_another_site_s_words_are_not(
    origin: dict[str, str], carl: User, question: Conversation
) -> None:
    client = PortalClient(enforce_csrf_checks=True).sign_in(carl)
    answer = sent(client, question, origin)

    assert answer.status_code == 403
    assert shown(answer) == ""


@pytest.mark.parametrize(
    ("body", "kind", "host"),
    [
        (b"x", "multipart/form-data", "testserver"),
        (b"text=1", "application/x-www-form-urlencoded", "evil.example"),
        (
            b"text=" + b"a" * 3_000_000,
            "application/x-www-form-urlencoded",
            "testserver",
        ),
    ],
)
def test_what_cannot_be_read_is_not_shown(body: bytes, kind: str, host: str) -> None:
    request = RequestFactory().post(
        "/", body, content_type=kind, headers={**OURS, "Host": host}
    )

    assert words_sent(request) == ""
