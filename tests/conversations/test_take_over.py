"""Open conversations move to the new official when they acknowledge."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import handovers
from accounts.actions.handovers import Change
from accounts.models import Account, Handover, User
from accounts.states import Duty, Side
from conversations import actions, audit
from conversations.models import Conversation, Entry
from conversations.states import Kind, Reason
from portal import rls
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import anew, official, opened
from tests.pages import words

LETTER = "membership"  # a topic that goes to the account manager


@pytest.fixture
def iris(northwind: Account) -> User:
    """Iris, another account manager, who looks after nobody yet."""
    return official("Iris Wong", Duty.NAM, "Headquarters")


def hand(
    account: Account, before: User | None, to: User, by: User, duty: Duty = Duty.NAM
) -> Handover:
    with rls.entered(by.pk):
        change = Change(duty, before, to, "Moved on.")
        return handovers.hand_over(change, accounts=[account], by=anew(by))[0]


def take_over(handover: Handover, by: User) -> list[Conversation]:
    with rls.entered(by.pk):
        return actions.take_over(handover=handover, by=anew(by))


def holder(conversation: Conversation) -> int | None:
    with as_owner():
        return Conversation.objects.get(pk=conversation.pk).holder_id


def test_what_nora_holds_is_with_iris_and_the_chain_says_so(
    northwind: Account, carl: User, nora: User, iris: User, petra: User
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER)
    handover = hand(northwind, nora, iris, petra)
    assert holder(asked) == nora.pk

    take_over(handover, iris)

    with as_owner():
        entry = Entry.objects.with_text().get(conversation=asked, kind=Kind.HANDOVER)
        facts = json.loads(entry.body.text)
        head = Conversation.objects.get(pk=asked.pk)
        assert (head.holder_id, entry.author_id) == (iris.pk, iris.pk)
        assert (facts["holder"], facts["predecessor"]) == ("Iris Wong", "Nora Blake")
        assert audit.verify(head, "default") is None


def test_the_turn_and_what_is_unread_stay_as_they_are(
    northwind: Account, carl: User, nora: User, iris: User, petra: User
) -> None:
    before = opened(by=carl, account=northwind, topic=LETTER)
    (after,) = take_over(hand(northwind, nora, iris, petra), iris)

    assert (after.turn, after.turn_since) == (before.turn, before.turn_since)
    assert after.said_seq == before.said_seq


def test_both_sides_read_who_took_it_over(
    client: PortalClient,
    northwind: Account,
    carl: User,
    nora: User,
    iris: User,
    petra: User,
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER)
    take_over(hand(northwind, nora, iris, petra), iris)
    page = words(client.sign_in(carl).page(asked.get_absolute_url()))

    assert "Iris Wong took this conversation over from Nora Blake." in page


def test_what_is_closed_or_another_s_stays(
    northwind: Account,
    carl: User,
    ivan: User,
    nora: User,
    iris: User,
    petra: User,
    question: Conversation,
) -> None:
    closed = opened(by=carl, account=northwind, topic=LETTER)
    with rls.entered(carl.pk):
        actions.close(conversation=closed, reason=Reason.ANSWERED, by=anew(carl))

    assert take_over(hand(northwind, nora, iris, petra), iris) == []
    assert (holder(closed), holder(question)) == (nora.pk, ivan.pk)


def test_the_queue_of_a_duty_that_nobody_had_moves_too(
    contoso: Account, zoe: User, iris: User, petra: User
) -> None:
    waiting = opened(by=zoe, account=contoso, topic=LETTER)
    other = opened(by=zoe, account=contoso)

    take_over(hand(contoso, None, iris, petra), iris)

    assert (holder(waiting), holder(other)) == (iris.pk, None)


def test_what_a_predecessor_never_took_up_moves_on(
    northwind: Account, carl: User, nora: User, iris: User, petra: User
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER)
    jo = official("Jo Kim", Duty.NAM, "Headquarters")
    hand(northwind, nora, iris, petra)

    take_over(hand(northwind, iris, jo, petra), jo)

    assert holder(asked) == jo.pk


def test_without_an_acknowledgement_the_staff_of_the_center_is_told(
    northwind: Account, carl: User, ivan: User, nora: User, iris: User, petra: User
) -> None:
    """The holder lost the duty: no open conversation is left to nobody."""
    asked = opened(by=carl, account=northwind, topic=LETTER)
    hand(northwind, nora, iris, petra)

    with as_owner():
        told = Conversation.objects.raw(
            "SELECT portal_concerned_officials(%s, %s, %s) AS id",
            [asked.account_id, asked.center_id, nora.pk],
        )
        assert [row.pk for row in told] == [ivan.pk]


def test_a_predecessor_reads_and_writes_no_more(
    client: PortalClient,
    northwind: Account,
    carl: User,
    nora: User,
    iris: User,
    petra: User,
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER)
    hand(northwind, nora, iris, petra)
    with rls.entered(nora.pk), pytest.raises(PermissionDenied):
        actions.hand_turn(conversation=asked, to=Side.COMPANY, by=anew(nora))

    client.sign_in(nora)
    assert client.get(asked.get_absolute_url()).status_code == 200
    assert client.get(f"{northwind.get_absolute_url()}brief/").status_code == 403
    assert northwind.legal_name not in words(client.page("/portfolio/"))


def test_a_specialist_who_follows_takes_what_the_other_held(
    northwind: Account, ivan: User, petra: User, question: Conversation
) -> None:
    other = official("Dmitri Orlov", Duty.IMPORT_SPECIALIST, northwind.center)
    take_over(hand(northwind, ivan, other, petra, Duty.IMPORT_SPECIALIST), other)

    assert holder(question) == other.pk


def test_only_whom_it_was_handed_to_takes_over(
    northwind: Account, carl: User, nora: User, iris: User, petra: User
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER)
    handover = hand(northwind, nora, iris, petra)
    with pytest.raises(PermissionDenied):
        take_over(handover, nora)

    assert holder(asked) == nora.pk


def test_no_conversation_is_without_a_holder_and_without_a_queue(
    question: Conversation,
) -> None:
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=question.pk).update(holder=None, center=None)
