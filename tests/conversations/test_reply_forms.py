"""The form of a reply: sent twice, sent wrong, by htmx, never losing a word."""

from uuid import uuid4

import pytest

from accounts.models import Account, User
from conversations.models import Conversation
from tests.client import PortalClient, parsed
from tests.conversations.replies import messages, sent, to_reply
from tests.factories import opened
from tests.pages import error_words, filled, one, words


def test_the_same_form_sent_twice_lands_once(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    key = str(uuid4())
    first = sent(client.sign_in(carl), question, key=key, text="Once")
    second = sent(client, question, key=key, text="Once")

    assert first["Location"] == second["Location"]
    assert messages(question) == ["Once"]


def test_the_words_stand_as_they_were_typed(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    sent(client.sign_in(carl), question, text="  Two  blanks\n\n    and a line \n")

    assert messages(question) == ["  Two  blanks\n\n    and a line \n"]


def test_the_same_form_with_other_line_ends_is_the_same(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    key = str(uuid4())
    sent(client.sign_in(carl), question, key=key, text="One\nTwo")
    response = sent(client, question, key=key, text="One\r\nTwo")

    assert response.status_code == 302
    assert messages(question) == ["One\nTwo"]


def test_the_same_form_with_other_words_keeps_them_and_can_be_sent_as_new(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    key = str(uuid4())
    sent(client.sign_in(carl), question, key=key, text="First")
    response = sent(client, question, key=key, text="Second")

    kept = filled(one(parsed(response), "#reply"))
    assert response.status_code == 422
    assert "This form was sent before with other words" in error_words(response)[0]
    assert (kept["text"], kept["key"] == key) == ("Second", False)
    assert sent(client, question, **kept).status_code == 302
    assert messages(question) == ["First", "Second"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ({"text": ""}, "Write what you want to say."),
        ({"text": " \n "}, "Write what you want to say."),
        ({"text": "y" * 20_001}, "Shorten this to 20000 characters; it has 20001."),
        ({"key": ""}, "This page grew old. Your words are below; send them again."),
        ({"key": "7"}, "This page grew old. Your words are below; send them again."),
    ],
)
def test_a_failed_form_keeps_every_word(
    spoil: dict[str, str],
    says: str,
    client: PortalClient,
    carl: User,
    question: Conversation,
) -> None:
    typed = {"text": "  Two  blanks\nand a line ", **spoil}
    response = sent(client.sign_in(carl), question, **typed)

    assert response.status_code == 422
    assert [line for line in error_words(response) if line.startswith(says)]
    assert filled(one(parsed(response), "#reply"))["text"] == typed["text"]
    assert messages(question) == []


def test_a_key_of_another_conversation_breaks_nothing(
    client: PortalClient, carl: User, northwind: Account, question: Conversation
) -> None:
    other = opened(by=carl, account=northwind)
    key = str(uuid4())
    sent(client.sign_in(carl), question, key=key)
    response = sent(client, other, key=key, text="Elsewhere")

    assert response.status_code == 422
    assert filled(one(parsed(response), "#reply"))["text"] == "Elsewhere"


# --- htmx ----------------------------------------------------------------------------


def test_htmx_goes_on_to_the_new_entry(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    typed = {"key": str(uuid4()), "text": "Quickly"}
    response = client.sign_in(carl).post(
        to_reply(question), typed, headers={"HX-Request": "true"}
    )

    assert response.status_code == 204
    assert response["HX-Redirect"] == f"{question.get_absolute_url()}?entry=3#entry-3"


def test_htmx_gets_a_failed_form_alone_the_same_as_on_the_page(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    typed = {"key": str(uuid4()), "text": ""}
    client.sign_in(carl)
    whole = client.post(to_reply(question), typed)
    alone = client.post(to_reply(question), typed, headers={"HX-Request": "true"})

    assert alone.status_code == whole.status_code == 422
    assert words(parsed(alone)) == words(one(parsed(whole), "#reply"))
    assert "HX-Request" in alone["Vary"]


def test_htmx_gets_a_refusal_with_its_sentence(
    client: PortalClient, lena: User, question: Conversation
) -> None:
    typed = {"key": str(uuid4()), "text": "May I?"}
    response = client.sign_in(lena).post(
        to_reply(question), typed, headers={"HX-Request": "true"}
    )

    assert response.status_code == 403
    assert "You may read here, not write." in words(parsed(response))
