"""The form that opens a conversation: sent twice, sent wrong, never losing a word."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from accounts.models import Account, User
from conversations.models import Conversation
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.pages import asking, error_words, filled, lands_on, one, words

SAID = {"subject": "A lamp that speaks", "text": "Is it a lamp\nor a  speaker? "}


@pytest.fixture
def ask(northwind: Account) -> str:
    """The address of the form."""
    return asking(northwind)


def sent(client: PortalClient, ask: str, key: str, **typed: str) -> Any:
    return client.post(ask, {"key": key, **SAID, **typed})


def kept(response: Any) -> dict[str, str]:
    return filled(one(parsed(response), "#write"))


def count() -> int:
    with as_owner():
        return Conversation.objects.count()


def test_the_same_form_sent_twice_opens_one(
    client: PortalClient, carl: User, ask: str
) -> None:
    key = str(uuid4())
    first = sent(client.sign_in(carl), ask, key)
    second = sent(client, ask, key)

    assert lands_on(first) == lands_on(second)
    assert count() == 1


@pytest.mark.parametrize("field", ["text", "subject"])
def test_the_same_form_with_other_words_keeps_them_and_can_be_sent_as_new(
    field: str, client: PortalClient, carl: User, ask: str
) -> None:
    key = str(uuid4())
    sent(client.sign_in(carl), ask, key)
    response = sent(client, ask, key, **{field: "Other words"})

    assert response.status_code == 422
    assert "This form was sent before with other words" in error_words(response)[0]
    assert kept(response)[field] == "Other words"
    assert kept(response)["key"] != key
    assert sent(client, ask, **kept(response)).status_code == 302
    assert count() == 2


def test_two_people_may_have_the_same_key(
    client: PortalClient, carl: User, olga: User, ask: str
) -> None:
    key = str(uuid4())
    sent(client.sign_in(carl), ask, key)
    response = sent(client.sign_in(olga), ask, key, text="Olga's own")

    assert response.status_code == 302
    assert count() == 2


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ({"subject": ""}, "Give it a subject of a few words."),
        ({"subject": "long " * 40}, "Shorten the subject to 140 characters"),
        ({"text": ""}, "Write what you want to say."),
        ({"text": " \n\t "}, "Write what you want to say."),
        ({"text": "x" * (settings.MESSAGE_LONGEST + 1)}, "Shorten this to 20000"),
        ({"key": ""}, "This page grew old."),
        ({"key": "nonsense"}, "This page grew old."),
    ],
)
def test_a_failed_form_keeps_every_word(
    spoil: dict[str, str], says: str, client: PortalClient, carl: User, ask: str
) -> None:
    typed = {"key": str(uuid4()), **SAID, **spoil}
    response = client.sign_in(carl).post(ask, typed)

    assert response.status_code == 422
    assert [line for line in error_words(response) if line.startswith(says)]
    assert kept(response)["subject"] == typed["subject"]
    assert kept(response)["text"] == typed["text"]
    assert count() == 0


def test_a_failed_form_can_be_mended_and_sent(
    client: PortalClient, carl: User, northwind: Account, ask: str
) -> None:
    failed = sent(client.sign_in(carl), ask, "", text="Kept")
    response = sent(client, ask, **kept(failed))

    assert "Kept" in words(client.page(lands_on(response)))


def test_an_unknown_topic_leads_back_to_the_choice(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(asking(northwind, "gossip"))

    assert words(one(page, "h1")) == "What is it about?"
