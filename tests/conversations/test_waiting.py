"""What the sender sees after sending."""

from accounts.models import User
from conversations.models import Conversation
from tests.client import PortalClient
from tests.factories import said
from tests.pages import one, words


def line(client: PortalClient, reader: User, conversation: Conversation) -> str:
    page = client.sign_in(reader).page(conversation.get_absolute_url())
    return words(one(page, "#waiting"))


def mark(client: PortalClient, reader: User, conversation: Conversation) -> None:
    path = f"{conversation.get_absolute_url()}read/"
    client.sign_in(reader).post(path, {"seq": str(conversation.latest_seq)})


def test_carl_sees_with_whom_it_is(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    assert line(client, carl, question).startswith("With Ivan Reyes since ")
    assert "Seen" not in line(client, carl, question)


def test_carl_sees_that_the_center_has_seen_it(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    mark(client, ivan, question)

    assert "Seen by the Center" in line(client, carl, question)


def test_that_a_colleague_has_read_it_is_not_seen_by_the_center(
    client: PortalClient, carl: User, olga: User, question: Conversation
) -> None:
    mark(client, olga, question)

    assert "Seen" not in line(client, carl, question)


def test_who_is_on_turn_does_not_wait(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)

    assert line(client, carl, question) == ""
    assert line(client, ivan, question).startswith("With Northwind Traders since ")
