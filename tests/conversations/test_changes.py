"""What changes a conversation beside an answer: correct, hand over, close, reopen."""

import pytest

from accounts.models import User
from conversations import audit
from conversations.models import Conversation, Entry
from conversations.states import Kind
from tests.client import PortalClient
from tests.database import as_owner
from tests.pages import one, said_in, send, words


def test_carl_corrects_himself_and_both_texts_stay(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path = f"{question.get_absolute_url()}entries/2/correct/"
    client.sign_in(carl)
    response = send(client, path, "#correct", text="A lamp with **two** speakers.")

    page = client.page(response["Location"].partition("#")[0])
    assert said_in(page, ".portal-entry__note") == [
        "Corrected by entry 3",
        "Corrects entry 2",
    ]
    assert "with a speaker" in words(one(page, "#entry-2"))
    assert "two speakers" in words(one(page, "#entry-3"))


def test_a_correction_names_the_old_in_the_chain(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path = f"{question.get_absolute_url()}entries/2/correct/"
    send(client.sign_in(carl), path, "#correct", text="Two speakers.")

    with as_owner():
        correction = Entry.objects.get(conversation=question, seq=3)
        assert (correction.kind, correction.regards) == (Kind.CORRECTION, 2)
        assert audit.verify(Conversation.objects.get(), using="default") is None


@pytest.mark.parametrize("other", ["olga", "ivan", "nora"])
def test_nobody_corrects_what_another_said(
    client: PortalClient,
    question: Conversation,
    other: str,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(other))

    response = client.get(f"{question.get_absolute_url()}entries/2/correct/")
    assert response.status_code == 403


def test_an_empty_correction_is_refused(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path = f"{question.get_absolute_url()}entries/2/correct/"
    response = send(client.sign_in(carl), path, "#correct", text="   ")

    assert response.status_code == 422


def test_ivan_hands_the_turn_over_without_a_word(
    client: PortalClient, ivan: User, question: Conversation
) -> None:
    client.sign_in(ivan)
    client.post(f"{question.get_absolute_url()}turn/", {"to": "company"})

    page = client.page(question.get_absolute_url())
    assert "With the company" in words(one(page, ".portal-tag"))
    assert "Ivan Reyes handed the turn to the company." in page.text_content()


def test_the_turn_is_not_handed_twice(
    client: PortalClient, ivan: User, question: Conversation
) -> None:
    client.sign_in(ivan)
    response = client.post(f"{question.get_absolute_url()}turn/", {"to": "government"})

    assert response.status_code == 403


def test_a_turn_for_nobody_is_not_found(
    client: PortalClient, ivan: User, question: Conversation
) -> None:
    response = client.sign_in(ivan).post(
        f"{question.get_absolute_url()}turn/", {"to": "moon"}
    )

    assert response.status_code == 404


def test_carl_closes_it_and_says_why(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path = f"{question.get_absolute_url()}close/"
    send(client.sign_in(carl), path, "#close", reason="answered")

    page = client.page(question.get_absolute_url())
    assert words(one(page, ".portal-tag")) == "Closed"
    assert "Carl Jensen closed this conversation" in page.text_content()


def test_closing_without_a_reason_is_refused(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    response = client.sign_in(carl).post(f"{question.get_absolute_url()}close/", {})

    assert response.status_code == 422


def test_ivan_opens_it_again_and_the_company_is_on_turn(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    close = f"{question.get_absolute_url()}close/"
    client.sign_in(carl).post(close, {"reason": "answered"})
    client.sign_in(ivan).post(f"{question.get_absolute_url()}reopen/")

    page = client.page(question.get_absolute_url())
    assert "With the company" in words(one(page, ".portal-tag"))


def test_words_typed_while_it_closed_are_kept(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    client.sign_in(ivan).post(
        f"{question.get_absolute_url()}close/", {"reason": "answered"}
    )
    client.sign_in(carl)
    response = client.post(
        f"{question.get_absolute_url()}reply/", {"text": "One more thing", "key": "x"}
    )

    assert response.status_code == 403
    assert "One more thing" in response.content.decode()
