"""Two people at once: both land, in order, and a form that is sent twice lands once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Account, User
from conversations import actions, audit
from conversations.actions.drafting import Begun
from conversations.models import Conversation, Entry, Place
from portal import rls
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import anew
from tests.pages import asking, lands_on

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all deeds at the same moment, each with a connection of its own."""
    barrier = Barrier(len(deeds))

    def done(deed: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait(timeout=10)
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(done, deeds))


def reply(client: PortalClient, conversation: Conversation, **typed: str) -> Any:
    sent = {"key": str(uuid4()), **typed}
    return lambda: client.post(f"{conversation.get_absolute_url()}reply/", sent)


def said(conversation: Conversation) -> list[str]:
    """Return the messages in order, once the chain is proven."""
    with as_owner():
        findings = [finding for _, _, finding in audit.findings(using="default")]
        entries = Entry.objects.filter(conversation=conversation).with_text()
        texts = [entry.body.text for entry in entries.in_order()]
    assert findings == [None]
    return texts[2:]


def test_two_people_who_answer_at_once_both_land(
    carl: User, ivan: User, question: Conversation
) -> None:
    clients = PortalClient().sign_in(carl), PortalClient().sign_in(ivan)
    texts = [f"{name} {number}" for name in ("Carl", "Ivan") for number in range(4)]
    deeds = [
        reply(clients[index // 4], question, text=text)
        for index, text in enumerate(texts)
    ]
    responses = at_once(*deeds)

    assert {response.status_code for response in responses} == {302}
    assert sorted(said(question)) == texts


def test_the_same_form_sent_twice_at_once_lands_once(
    carl: User, question: Conversation
) -> None:
    key = str(uuid4())
    deeds = [
        reply(PortalClient().sign_in(carl), question, key=key, text="Once")
        for _ in range(4)
    ]
    responses = at_once(*deeds)

    assert len({response["Location"] for response in responses}) == 1
    assert said(question) == ["Once"]


def test_other_words_in_the_same_form_at_once_are_kept_for_one_of_them(
    carl: User, question: Conversation
) -> None:
    key = str(uuid4())
    deeds = [
        reply(PortalClient().sign_in(carl), question, key=key, text=text)
        for text in ("This", "That")
    ]
    responses = at_once(*deeds)

    assert sorted(response.status_code for response in responses) == [302, 422]
    assert len(said(question)) == 1


def test_the_same_opening_sent_twice_at_once_opens_one(
    carl: User, northwind: Account
) -> None:
    sent = {"key": str(uuid4()), "subject": "Once", "text": "Words"}

    def opening() -> Any:
        return PortalClient().sign_in(carl).post(asking(northwind), sent)

    responses = at_once(*[opening] * 4)

    assert len({lands_on(response) for response in responses}) == 1
    with as_owner():
        assert Conversation.objects.count() == 1


def test_two_who_take_from_the_queue_at_once_make_one_hand_over(
    theo: User, zoe: User, secret: Conversation, contoso: Account
) -> None:
    deeds = [
        reply(PortalClient().sign_in(theo), secret, text=text) for text in ("A", "B")
    ]
    at_once(*deeds)

    with as_owner():
        kinds = [one.kind for one in Entry.objects.filter(conversation=secret)]
    assert sorted(kinds) == ["handover", "message", "message", "message", "opened"]


def test_reading_at_once_in_two_windows_is_no_fault(
    ivan: User, question: Conversation
) -> None:
    path = f"{question.get_absolute_url()}read/"
    deeds = [
        lambda: PortalClient().sign_in(ivan).post(path, {"seq": "2"}) for _ in range(4)
    ]

    assert [response.status_code for response in at_once(*deeds)] == [302] * 4


# --- One person, two requests --------------------------------------------------------


WAITED_FOR = """
    SELECT EXISTS (
        SELECT 1 FROM pg_locks
        WHERE NOT granted AND transactionid = pg_current_xact_id()::xid
    )
"""


def meanwhile(
    person: User, begin: Callable[[User], None], deed: Callable[[], Any]
) -> Any:
    """Do a deed while a transaction of the same person has begun and not ended."""
    with ThreadPoolExecutor(1) as threads:
        with rls.entered(person.pk):
            begin(anew(person))
            doing = threads.submit(closing, deed)
            while not doing.done() and not is_waited_for():
                sleep(0.01)
        return doing.result(timeout=10)


def is_waited_for() -> bool:
    """Whether somebody waits for the transaction of this thread to end."""
    with connection.cursor() as cursor:
        cursor.execute(WAITED_FOR)
        return bool(cursor.fetchone()[0])


def closing(deed: Callable[[], Any]) -> Any:
    try:
        return deed()
    finally:
        connection.close()


def test_a_reply_waits_for_the_page_that_marks_as_read(
    ivan: User, question: Conversation
) -> None:
    def mark(by: User) -> None:
        actions.mark_read(conversation=question, seq=2, by=by)

    deed = reply(PortalClient().sign_in(ivan), question, text="While it is marked")

    assert meanwhile(ivan, mark, deed).status_code == 302
    assert said(question) == ["While it is marked"]


def test_a_reply_waits_for_its_draft_that_is_being_saved(
    carl: User, question: Conversation
) -> None:
    def save(by: User) -> None:
        place = Place(question.account_id, question.pk)
        actions.save_draft(Begun("While it is"), place=place, key=uuid4(), by=by)

    deed = reply(PortalClient().sign_in(carl), question, text="While it is saved")

    assert meanwhile(carl, save, deed).status_code == 302
    assert said(question) == ["While it is saved"]
