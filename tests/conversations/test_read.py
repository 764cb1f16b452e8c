"""Reading is marked by a POST, and all counts go down at once."""

from typing import Any

import pytest

from accounts.models import User
from conversations.models import Conversation, ReadMark
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import said
from tests.pages import filled, lands_on, one, said_in, send, shape, swapped, words

INBOX = "/conversations/"


@pytest.fixture
def answered(question: Conversation, ivan: User, carl: User) -> Conversation:
    """Carl's question with an answer that he has not read."""
    said(question, by=ivan, text="It is 9405.")
    return question


def marked(client: PortalClient, conversation: Conversation, seq: str) -> Any:
    return client.post(f"{conversation.get_absolute_url()}read/", {"seq": seq})


def read_to(person: User) -> int:
    with as_owner():
        return ReadMark.objects.get(user=person).seq


def unread(client: PortalClient) -> str:
    return words(one(client.page("/help/"), "#unread"))


def test_opening_a_thread_marks_nothing(
    client: PortalClient, carl: User, answered: Conversation
) -> None:
    before = unread(client.sign_in(carl))
    client.page(answered.get_absolute_url())

    assert before == unread(client) == "1 unread"


def test_the_button_marks_it_and_comes_back(
    client: PortalClient, carl: User, answered: Conversation
) -> None:
    path = answered.get_absolute_url()
    response = send(client.sign_in(carl), path, "#mark-read form", seq="3")

    assert lands_on(response) == path
    assert not client.page(path).cssselect("#mark-read form")
    assert unread(client) == "Nothing unread"


def test_the_form_marks_what_the_page_shows(
    client: PortalClient, carl: User, ivan: User, answered: Conversation
) -> None:
    page = client.sign_in(carl).page(answered.get_absolute_url())
    said(answered, by=ivan, text="And one more thing.")  # while Carl reads
    client.post(
        f"{answered.get_absolute_url()}read/", filled(one(page, "#mark-read form"))
    )

    assert read_to(carl) == 3
    assert unread(client) == "1 unread"


def test_the_inbox_shows_it_as_read(
    client: PortalClient, carl: User, answered: Conversation
) -> None:
    before = client.sign_in(carl).page(INBOX)
    marked(client, answered, "3")
    after = client.page(INBOX)

    assert said_in(before, ".portal-row--unread .usa-sr-only") == ["Unread:"]
    assert not after.cssselect(".portal-row--unread")


def test_a_swap_equals_a_reload(
    client: PortalClient, carl: User, answered: Conversation
) -> None:
    path = answered.get_absolute_url()
    page = client.sign_in(carl).page(path)
    answer = client.post(f"{path}read/", {"seq": "3"}, headers={"HX-Request": "true"})
    swap, reload = swapped(page, answer, "#mark-read"), client.page(path)

    for css in ("#mark-read", ".portal-header", ".portal-side"):
        assert shape(one(swap, css)) == shape(one(reload, css))


def test_reading_never_goes_back(
    client: PortalClient, carl: User, answered: Conversation
) -> None:
    marked(client.sign_in(carl), answered, "3")
    marked(client, answered, "1")

    assert read_to(carl) == 3


@pytest.mark.parametrize("seq", ["", "x", "-1", "²", "9" * 40])
def test_nonsense_marks_nothing_as_read(
    seq: str, client: PortalClient, carl: User, answered: Conversation
) -> None:
    response = marked(client.sign_in(carl), answered, seq)

    assert response.status_code == 302
    assert read_to(carl) == 2  # what he wrote himself


def test_nobody_reads_beyond_the_end(
    client: PortalClient, carl: User, answered: Conversation
) -> None:
    marked(client.sign_in(carl), answered, "999999999")

    assert read_to(carl) == 3


def test_each_person_reads_for_themselves(
    client: PortalClient, carl: User, olga: User, answered: Conversation
) -> None:
    marked(client.sign_in(carl), answered, "3")

    assert unread(client.sign_in(olga)) == "1 unread"


def test_what_one_writes_oneself_is_read(
    client: PortalClient, carl: User, answered: Conversation
) -> None:
    said(answered, by=carl)

    assert unread(client.sign_in(carl)) == "Nothing unread"


def test_lena_may_read_and_say_so(
    client: PortalClient, lena: User, answered: Conversation
) -> None:
    marked(client.sign_in(lena), answered, "3")

    assert unread(client) == "Nothing unread"


@pytest.mark.parametrize("stranger", ["zoe", "theo", "petra", "ada"])
def test_a_stranger_marks_nothing(
    stranger: str,
    client: PortalClient,
    answered: Conversation,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(stranger))

    assert marked(client, answered, "3").status_code == 404


def test_reading_is_posted_not_got(
    client: PortalClient, carl: User, answered: Conversation
) -> None:
    client.sign_in(carl)

    assert client.get(f"{answered.get_absolute_url()}read/").status_code == 405


def test_officials_count_what_they_hold_and_what_waits_in_their_queue(
    client: PortalClient, ivan: User, nora: User, question: Conversation
) -> None:
    assert unread(client.sign_in(ivan)) == "1 unread"
    assert unread(client.sign_in(nora)) == "Nothing unread"  # it is with Ivan
