"""Whether the process answers, whether the database does, and what a fault leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Never
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from accounts.models import User
from conversations.models import Conversation, Entry, ReadMark
from conversations.views import thread
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.pages import one, words


@contextmanager
def database_down() -> Iterator[None]:
    """Let every statement fail."""

    def fail(*_: Any) -> Never:
        raise OperationalError("The server is gone.")

    with connection.execute_wrapper(fail):
        yield


def test_the_process_answers_also_without_its_database(client: PortalClient) -> None:
    response = client.get("/livez")  # no db fixture: a query would be refused

    assert (response.status_code, response.content) == (200, b"alive\n")


def test_it_is_ready_while_the_database_answers(client: PortalClient, db: None) -> None:
    assert client.get("/readyz").content == b"ready\n"


def test_and_not_while_it_does_not(client: PortalClient, db: None) -> None:
    client.raise_request_exception = False
    with database_down():
        response = client.get("/readyz")

    assert response.status_code >= 500


# --- Faults --------------------------------------------------------------------------


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in a view, behind all that it writes."""

    def fail(*_: Any) -> Never:
        raise RuntimeError("Planted behind the last write")

    monkeypatch.setattr(thread, "go_to", fail)


def written(conversation: Conversation) -> tuple[int, int, str]:
    with as_owner():
        head = Conversation.objects.get(pk=conversation.pk)
        entries = Entry.objects.filter(conversation=head).count()
        return entries, ReadMark.objects.count(), head.latest_digest


def failed(client: PortalClient, conversation: Conversation) -> Any:
    client.raise_request_exception = False
    sent = {"key": str(uuid4()), "text": "Half saved?"}
    return client.post(f"{conversation.get_absolute_url()}reply/", sent)


@pytest.mark.usefixtures("_broken")
def test_a_fault_leaves_nothing_half_saved(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    before = written(question)
    response = failed(client.sign_in(carl), question)

    assert response.status_code == 500
    assert written(question) == before


@pytest.mark.usefixtures("_broken")
@pytest.mark.django_db(transaction=True)
def test_also_where_the_request_has_its_own_transaction(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    before = written(question)
    failed(client.sign_in(carl), question)

    assert written(question) == before


@pytest.mark.usefixtures("_broken")
def test_the_page_of_a_fault_says_so_and_leads_on(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    page = parsed(failed(client.sign_in(carl), question))

    assert words(one(page, "h1")) == "Something broke on our side"
    assert one(page, "main a").get("href") == "/"
    assert "Planted" not in words(page)


@pytest.mark.usefixtures("_broken")
def test_the_next_request_is_as_good_as_ever(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    failed(client.sign_in(carl), question)

    assert client.get(question.get_absolute_url()).status_code == 200
