"""Who is told of a new entry, why, and by which mail; and that no word gets out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from kombu.exceptions import OperationalError
from time_machine import Traveller

from accounts import notices, tasks
from accounts.models import Account, Assignment, Membership, Notice, Posting, User
from accounts.states import Channel, Duty, NoticeState, Side
from conversations import actions
from conversations.models import Conversation, Entry
from conversations.states import Reason
from portal import rls
from portal.history import save_as
from tests.client import PortalClient
from tests.database import as_owner, as_worker
from tests.factories import (
    anew,
    closed,
    official,
    opened,
    said,
)
from tests.pages import words

MINUTE = timedelta(minutes=1)


def owed(channel: Channel, conversation: Conversation, *, seq: int) -> dict[str, str]:
    """Return who is told of an entry, by name, each with the reason."""
    with as_owner():
        rows = Notice.objects.filter(channel=channel, ref=conversation.ref, seq=seq)
        return {str(row.recipient): row.reason for row in rows}


def told(conversation: Conversation, entry: Entry) -> dict[str, str]:
    return owed(Channel.PORTAL, conversation, seq=entry.seq)


def sweep() -> int:
    with as_worker():
        return notices.sweep()


def end(row: Any) -> None:
    """End a dated row now."""
    with as_owner():
        row.until = at = timezone.now() - timedelta(seconds=1)
        save_as(row, by=None, why="Ended", at=at, fields=["until"])


# --- Who and why ---------------------------------------------------------------------


def test_whoever_holds_it_is_told_and_nobody_else(
    carl: User, olga: User, ivan: User, nora: User, question: Conversation
) -> None:
    assert owed(Channel.PORTAL, question, seq=2) == {"Ivan Reyes": "You hold it."}


def test_whoever_takes_part_is_told(
    carl: User, olga: User, ivan: User, question: Conversation
) -> None:
    entry = said(question, by=ivan)

    assert told(question, entry) == {"Carl Jensen": "You take part in it."}
    assert told(question, said(question, by=olga)) == {
        "Carl Jensen": "You take part in it.",
        "Ivan Reyes": "You hold it.",
    }


def test_who_takes_part_and_has_left_is_not_told_but_the_company_is(
    carl: User, olga: User, lena: User, ivan: User, question: Conversation
) -> None:
    end(of(carl))

    assert set(told(question, said(question, by=ivan))) == {"Olga Petrenko"}


def of(person: User) -> Membership:
    with as_owner():
        return Membership.objects.get(user=person)


def test_a_company_that_is_asked_is_told_by_its_contacts_and_officers(
    carl: User, olga: User, lena: User, ada: User, ivan: User, northwind: Account
) -> None:
    conversation = opened(by=ivan, account=northwind)

    assert set(owed(Channel.PORTAL, conversation, seq=2)) == {
        "Carl Jensen",
        "Olga Petrenko",
    }


def test_an_agent_is_told_of_what_was_given_to_them(
    ada: User, carl: User, ivan: User, northwind: Account, question: Conversation
) -> None:
    mine = opened(by=ada, account=northwind)

    assert set(told(mine, said(mine, by=ivan))) == {"Ada Brook"}
    assert set(told(question, said(question, by=ivan))) == {"Carl Jensen"}


def test_the_queue_is_told_while_nobody_holds_it(
    carl: User, northwind: Account
) -> None:
    for number, duty in enumerate((Duty.IMPORT_SPECIALIST, Duty.SUPERVISOR)):
        official(f"Official {number}", duty, northwind.center)
    official("Manager", Duty.NAM, northwind.center)
    closed(official("Closed", Duty.IMPORT_SPECIALIST, northwind.center))
    former = official("Former", Duty.IMPORT_SPECIALIST, northwind.center)
    with as_owner():
        post = Posting.objects.get(official=former)
    end(post)

    waiting = opened(by=carl, account=northwind)
    assert waiting.holder is None
    assert owed(Channel.PORTAL, waiting, seq=2) == {
        "Official 0": "It waits in your Center's queue.",
        "Official 1": "It waits in your Center's queue.",
    }


def test_an_official_of_another_center_is_not_told(
    theo: User, ivan: User, question: Conversation
) -> None:
    assert "Theo Lindgren" not in owed(Channel.PORTAL, question, seq=2)


@pytest.mark.parametrize("gone", ["closed", "posted elsewhere"])
def test_when_the_holder_is_gone_the_queue_is_told(
    gone: str, carl: User, ivan: User, question: Conversation, northwind: Account
) -> None:
    official("Ines Moreau", Duty.IMPORT_SPECIALIST, northwind.center)
    if gone == "closed":
        closed(ivan)
    else:
        with as_owner():
            post = Posting.objects.get(official=ivan)
        end(post)

    assert set(told(question, said(question, by=carl))) == {"Ines Moreau"}


def test_a_manager_whose_account_was_taken_away_is_not_told(
    carl: User, nora: User, ivan: User, northwind: Account
) -> None:
    letter = opened(by=carl, account=northwind, topic="annual_letter")
    assert set(owed(Channel.PORTAL, letter, seq=2)) == {"Nora Blake"}
    with as_owner():
        duty = Assignment.objects.get(official=nora)
    end(duty)

    assert set(told(letter, said(letter, by=carl))) == {"Ivan Reyes"}


@pytest.mark.parametrize("by", ["carl", "olga", "ivan", "nora"])
def test_nobody_is_told_of_what_they_did_themselves(
    by: str,
    carl: User,
    olga: User,
    ivan: User,
    nora: User,
    question: Conversation,
) -> None:
    people = {"carl": carl, "olga": olga, "ivan": ivan, "nora": nora}
    said(question, by=people[by])
    said(question, by=people[by], text="And more.")

    with as_owner():
        mine = Notice.objects.filter(recipient=people[by], seq__gt=2)
        assert not mine.exists()


def test_every_deed_in_a_conversation_is_told(
    carl: User, ivan: User, question: Conversation
) -> None:
    answer = said(question, by=ivan)
    with rls.entered(ivan.pk):
        by = anew(ivan)
        actions.correct(entry=answer, text="Rather so.", key=uuid4(), by=by)
        actions.hand_turn(conversation=question, to=Side.GOVERNMENT, by=by)
        actions.close(conversation=question, reason=Reason.ANSWERED, by=by)
        actions.reopen(conversation=question, by=by)

    for seq in range(3, 8):
        assert set(owed(Channel.PORTAL, question, seq=seq)) == {"Carl Jensen"}
    assert set(owed(Channel.MAIL, question, seq=3)) == {"Carl Jensen"}
    assert all(not owed(Channel.MAIL, question, seq=seq) for seq in range(4, 8))


def test_what_was_said_before_the_portal_is_told_to_nobody(
    carl: User, ivan: User, northwind: Account
) -> None:
    opening = actions.Opening("origin", "Old", "Words", uuid4())
    with rls.entered(carl.pk):
        at = timezone.now() - timedelta(days=400)
        actions.open_conversation(opening, account=northwind, by=anew(carl), at=at)

    with as_owner():
        assert not Notice.objects.exists()


def test_a_reply_costs_as_much_for_one_reader_as_for_nine(
    carl: User, northwind: Account
) -> None:
    costs = {}
    for number in range(1, 10):
        official(f"No. {number}", Duty.IMPORT_SPECIALIST, northwind.center)
        waiting = opened(by=carl, account=northwind)
        with CaptureQueriesContext(connection) as asked:
            entry = said(waiting, by=carl)
        costs[len(told(waiting, entry))] = len(asked)

    assert (*costs,) == (*range(1, 10),)
    assert len({*costs.values()}) == 1


# --- The mail ------------------------------------------------------------------------


def test_a_mail_leads_its_reader_to_the_entry_and_carries_no_word_of_it(
    client: PortalClient, carl: User, ivan: User, northwind: Account
) -> None:
    secret = opened(
        by=carl,
        account=northwind,
        subject="Zanzibar lanterns",
        text="The quokka shipment from Bogota.",
    )
    said(secret, by=ivan, text="A marmoset answered.")
    sweep()
    sent = [str(m.message().as_string()) for m in django_mail.outbox]

    assert len(sent) == 2
    for word in ("Zanzibar", "lantern", "quokka", "Bogota", "marmoset", "Northwind"):
        assert not [text for text in sent if word.lower() in text.lower()]
    assert all(secret.ref in message.subject for message in django_mail.outbox)
    (to_ivan,) = [m for m in django_mail.outbox if ivan.email in m.to[0]]
    link = next(w for w in to_ivan.body.split() if "/conversations/" in w)
    path = link.removeprefix("http://127.0.0.1:8000")
    page = client.sign_in(ivan).page(path.partition("#")[0])
    assert "quokka" in words(page.get_element_by_id(path.partition("#")[2]))


def test_a_mail_names_the_fingerprint_of_its_entry(
    carl: User, ivan: User, question: Conversation
) -> None:
    entry = said(question, by=ivan)
    sweep()
    (to_carl,) = [m for m in django_mail.outbox if carl.email in m.to[0]]

    assert entry.digest[:12] in to_carl.body


def test_several_entries_within_the_pause_are_one_mail_to_the_first(
    carl: User, ivan: User, question: Conversation, time_machine: Traveller
) -> None:
    at = timezone.now()
    time_machine.move_to(at, tick=False)
    first = said(question, by=ivan)
    sweep()
    time_machine.move_to(at + 5 * MINUTE, tick=False)
    second = said(question, by=ivan)
    third = said(question, by=ivan)
    swept = []
    for minutes in (5, 14, 15, 30, 60):
        time_machine.move_to(at + minutes * MINUTE, tick=False)
        swept.append(sweep())

    links = [m.body for m in django_mail.outbox if carl.email in m.to[0]]
    assert swept == [0, 0, 1, 0, 0]
    assert [f"entry={first.seq}#" in links[0], len(links)] == [True, 2]
    assert f"entry={second.seq}#" in links[1]
    assert owed(Channel.MAIL, question, seq=third.seq) == {}


def test_an_entry_that_comes_while_a_mail_is_being_sent_has_its_own(
    carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)
    with as_worker():
        while notices.claim(at=timezone.now()):
            pass
    entry = said(question, by=ivan)

    with as_owner():
        mail = Notice.objects.get(channel=Channel.MAIL, seq=entry.seq)
    assert mail.state == NoticeState.DUE
    assert mail.due_at == entry.at + timedelta(minutes=15)


@pytest.mark.django_db(transaction=True)
def test_a_mail_does_not_leave_before_the_news_it_is_to_lead_to(
    carl: User, ivan: User, question: Conversation
) -> None:
    """Ivan's second answer is not committed when the mail of his first is due."""
    said(question, by=ivan)
    with rls.entered(ivan.pk):
        actions.reply(conversation=question, text="More.", key=uuid4(), by=anew(ivan))
        early = swept_elsewhere()
    late = swept_elsewhere()

    assert (early, late) == (1, 1)  # Ivan's own mail of the question, then Carl's
    assert [carl.email in m.to[0] for m in django_mail.outbox] == [False, True]


def swept_elsewhere() -> int:
    """Let a worker sweep in a process of its own, with its own connection."""

    def sweep_and_close() -> int:
        try:
            return sweep()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(sweep_and_close).result(timeout=10)


# --- A broker that is not there ------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError, RuntimeError])
def test_without_a_broker_a_reply_is_sent_and_the_sweep_mails_it(
    error: type[Exception],
    carl: User,
    ivan: User,
    question: Conversation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(**_how: Any) -> None:
        raise error

    monkeypatch.setattr(tasks.sweep, "apply_async", fail)
    sent = {"key": str(uuid4()), "text": "Is anybody there?"}
    client = PortalClient().sign_in(ivan)
    answer = client.post(f"{question.get_absolute_url()}reply/", sent)

    assert answer.status_code == 302
    assert len(django_mail.outbox) == 0
    assert sweep() == 2
    assert carl.email in django_mail.outbox[1].to[0]
