"""Saying something in a conversation."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, User
from accounts.states import Side
from conversations import actions
from conversations.models import Conversation, Entry
from conversations.states import Kind, Reason
from portal import rls
from tests.client import PortalClient, parsed
from tests.conversations.replies import messages, sent, to_reply
from tests.database import as_owner
from tests.factories import anew, opened, said
from tests.pages import lands_on, one, said_in, send, words


def now(conversation: Conversation) -> Conversation:
    """Return a conversation as it is now."""
    with as_owner():
        return Conversation.objects.select_related("holder").get(pk=conversation.pk)


# --- Who may -------------------------------------------------------------------------


def test_ivan_answers_and_carl_reads_it(
    client: PortalClient, ivan: User, carl: User, question: Conversation
) -> None:
    path = question.get_absolute_url()
    response = send(client.sign_in(ivan), path, "#reply", text="Heading **9405**.")

    assert response["Location"] == f"{path}?entry=3#entry-3"
    page = client.sign_in(carl).page(path)
    assert said_in(page, "#entry-3 .portal-prose") == ["Heading 9405."]
    assert said_in(page, "#entry-3 strong") == ["9405"]


def test_carls_teammate_answers_for_the_company(
    client: PortalClient, olga: User, question: Conversation
) -> None:
    response = send(
        client.sign_in(olga), question.get_absolute_url(), "#reply", text="And a bulb."
    )

    page = client.page(lands_on(response))
    assert words(one(page, "#entry-3 .portal-entry__head")).endswith(
        "Company Company officer Northwind Traders"
    )


@pytest.mark.parametrize("stranger", ["zoe", "theo", "petra", "ada"])
def test_a_stranger_finds_nothing_to_answer(
    stranger: str,
    client: PortalClient,
    question: Conversation,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(stranger))

    assert client.get(question.get_absolute_url()).status_code == 404
    assert sent(client, question).status_code == 404
    assert messages(question) == []


def test_lena_may_not_answer_and_reads_why(
    client: PortalClient, lena: User, question: Conversation
) -> None:
    page = client.sign_in(lena).page(question.get_absolute_url())
    response = sent(client, question)

    sentence = "You may read here, not write. Ask a contact or an officer"
    assert words(one(page, "div#reply")).startswith(f"Reply {sentence}")
    assert response.status_code == 403
    assert sentence in words(parsed(response))
    assert messages(question) == []


def test_nobody_signed_in_is_led_to_sign_in(
    client: PortalClient, question: Conversation
) -> None:
    response = sent(client, question)

    assert response.status_code == 307  # with the words
    assert response["Location"].startswith("/sign-in/?next=")


def test_a_closed_conversation_takes_no_reply_and_says_so(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    with rls.entered(carl.pk):
        actions.close(conversation=question, reason=Reason.ANSWERED, by=anew(carl))

    page = client.sign_in(carl).page(question.get_absolute_url())
    response = sent(client, question)

    assert "This conversation is closed. Reopen it, or start a new one." in words(
        one(page, "div#reply")
    )
    assert response.status_code == 403
    assert messages(question) == []


def test_the_action_asks_too(
    zoe: User, lena: User, petra: User, question: Conversation
) -> None:
    for person in (zoe, lena, petra):
        with pytest.raises((PermissionDenied, Conversation.DoesNotExist)):
            said(question, by=person)

    assert messages(question) == []


def test_a_reply_is_posted_not_got(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    assert client.sign_in(carl).get(to_reply(question)).status_code == 405


# --- Whose turn ----------------------------------------------------------------------


def test_the_turn_changes_by_itself(
    carl: User, ivan: User, question: Conversation
) -> None:
    turns = [now(question).turn]
    for person in (ivan, carl):
        said(question, by=person)
        turns.append(now(question).turn)

    assert turns == [Side.GOVERNMENT, Side.COMPANY, Side.GOVERNMENT]


def test_writing_twice_in_a_row_does_not_make_the_wait_look_shorter(
    carl: User, question: Conversation
) -> None:
    since = now(question).turn_since
    said(question, by=carl)

    assert now(question).turn == Side.GOVERNMENT
    assert now(question).turn_since == since


def test_the_button_says_what_sending_does(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    company = client.sign_in(carl).page(question.get_absolute_url())
    official = client.sign_in(ivan).page(question.get_absolute_url())

    assert (
        words(one(company, "#reply > button")) == "Send and hand the turn to the Center"
    )
    assert said_in(official, "#reply > button") == [
        "Send and hand the turn to the company",
        "Send and open next",
    ]


def test_who_answers_from_the_queue_takes_it_and_the_record_says_so(
    client: PortalClient,
    carl: User,
    ivan: User,
    theo: User,
    contoso: Account,
    zoe: User,
) -> None:
    queued = opened(by=zoe, account=contoso)
    path = queued.get_absolute_url()
    send(client.sign_in(theo), path, "#reply", text="I take a look.")

    page = client.page(path)
    assert now(queued).holder == theo
    assert said_in(page, ".portal-event span")[-1] == (
        "Theo Lindgren took this conversation from the queue."
    )
    assert [one.kind for one in kinds(queued)] == [
        Kind.OPENED,
        Kind.MESSAGE,
        Kind.HANDOVER,
        Kind.MESSAGE,
    ]


def kinds(conversation: Conversation) -> list[Entry]:
    with as_owner():
        return list(Entry.objects.filter(conversation=conversation).in_order())


def test_a_colleague_who_helps_out_takes_nothing(
    ivan: User, nora: User, question: Conversation
) -> None:
    said(question, by=nora)

    assert now(question).holder == ivan
    assert Kind.HANDOVER not in {entry.kind for entry in kinds(question)}
