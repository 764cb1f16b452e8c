"""An assignment ends with nobody to follow: the Center's queue takes what was held."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.actions import companies
from accounts.models import (
    Account,
    AccountEvent,
    Assignment,
    Notice,
    StaffEvent,
    User,
)
from accounts.states import Duty
from conversations import actions, audit
from conversations.models import Conversation, Entry
from conversations.states import Kind, Reason
from portal import rls
from portal.history import save_as
from tests.accounts.inviting import did
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import LONG_AGO, HandoverFactory, anew, official, opened, said
from tests.pages import error_words, lands_on, words

LETTER = "membership"  # a topic that goes to the account manager


def path(account: Account, duty: Duty = Duty.NAM) -> str:
    return f"/companies/{account.ref}/{duty}/end/"


def ended(user: User, duty: Duty, *, by: User) -> list[Conversation]:
    with as_owner():
        assignment = Assignment.objects.get(official=user, duty=duty)
    found: list[Conversation] = did(
        actions.end_assignment, assignment=assignment, why="Retires", by=by
    )
    return found


def head_of(conversation: Conversation) -> Conversation:
    with as_owner():
        return Conversation.objects.select_related("account").get(pk=conversation.pk)


def test_what_nora_held_is_in_the_queue_and_the_chain_says_who_put_it_there(
    northwind: Account, carl: User, nora: User, petra: User
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER)

    ended(nora, Duty.NAM, by=petra)

    head = head_of(asked)
    with as_owner():
        entry = Entry.objects.with_text().get(conversation=asked, kind=Kind.HANDOVER)
        facts = json.loads(entry.body.text)
        assert (head.holder_id, head.turn, entry.author_id) == (
            None,
            asked.turn,
            petra.pk,
        )
        assert (facts["holder"], facts["predecessor"]) == (None, "Nora Blake")
        assert (entry.role, entry.on_behalf_of) == ("Program admin", "Headquarters")
        assert audit.verify(head, "default") is None


def test_the_center_s_staff_find_it_and_whoever_answers_holds_it(
    client: PortalClient, northwind: Account, carl: User, nora: User, petra: User
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER, subject="Our letter")
    grace = official("Grace Whitfield", Duty.SUPERVISOR, northwind.center)
    inbox = "/conversations/?show=mine"
    assert "Our letter" not in words(client.sign_in(grace).page(inbox))

    ended(nora, Duty.NAM, by=petra)

    assert "Our letter" in words(client.page(inbox))
    said(asked, by=grace)
    assert head_of(asked).holder_id == grace.pk


def test_a_specialist_who_stays_at_the_center_holds_it_no_more(
    northwind: Account, ivan: User, petra: User, question: Conversation
) -> None:
    assert head_of(question).holder_id == ivan.pk

    ended(ivan, Duty.IMPORT_SPECIALIST, by=petra)

    assert head_of(question).holder_id is None


def test_what_is_closed_or_another_s_stays(
    northwind: Account,
    carl: User,
    ivan: User,
    nora: User,
    petra: User,
    question: Conversation,
) -> None:
    closed = opened(by=carl, account=northwind, topic=LETTER)
    with rls.entered(carl.pk):
        actions.close(conversation=closed, reason=Reason.ANSWERED, by=anew(carl))

    assert ended(nora, Duty.NAM, by=petra) == []

    assert head_of(closed).holder_id == nora.pk
    assert head_of(question).holder_id == ivan.pk


def test_what_a_predecessor_never_gave_up_goes_to_the_queue_too(
    northwind: Account, carl: User, nora: User, petra: User
) -> None:
    iris = official("Iris Wong", Duty.NAM, "Headquarters")
    asked = opened(by=carl, account=northwind, topic=LETTER)
    HandoverFactory(account=northwind, predecessor=nora, successor=iris)
    with as_owner():
        before = Assignment.objects.get(official=nora)
        before.until = timezone.now()
        save_as(before, by=None, why="Made", at=LONG_AGO, fields=["until"])
    did(
        companies.assign,
        account=northwind,
        official=iris,
        duty=Duty.NAM,
        by=petra,
    )

    ended(iris, Duty.NAM, by=petra)

    assert head_of(asked).holder_id is None


def test_both_sides_read_it_and_only_officials_read_why(
    client: PortalClient,
    northwind: Account,
    olga: User,
    carl: User,
    nora: User,
    ivan: User,
    petra: User,
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER)
    client.sign_in(petra)

    answer = client.post(path(northwind), {"why": "Retires"})

    assert lands_on(answer) == f"/companies/{northwind.ref}/"
    told = "Nora Blake is no longer national account manager for Northwind Traders"
    with as_owner():
        event = AccountEvent.objects.get(kind="unassigned")
        why = StaffEvent.objects.get(kind="unassigned")
        notified = Notice.objects.filter(about__startswith=told).values_list(
            "recipient", flat=True
        )
        assert list(notified) == [olga.pk]
    assert event.sentence.startswith(told)
    assert "Retires" not in event.sentence
    assert why.sentence.endswith(": Retires")
    page = words(client.sign_in(carl).page(asked.get_absolute_url()))
    assert "Petra Novak put this conversation, which Nora Blake held" in page
    timeline = f"{northwind.get_absolute_url()}timeline/"
    assert "Retires" not in words(client.page(timeline))
    assert "Retires" in words(client.sign_in(ivan).page(timeline))


def test_the_page_says_what_is_held_and_wants_a_reason(
    client: PortalClient, northwind: Account, carl: User, nora: User, petra: User
) -> None:
    opened(by=carl, account=northwind, topic=LETTER)
    page = words(client.sign_in(petra).page(path(northwind)))
    assert "They hold 1 open conversation of this company." in page
    assert error_words(client.post(path(northwind), {"why": " "})) == [
        "Say why; it stands in the history."
    ]
    with as_owner():
        assert Assignment.objects.current().filter(official=nora).exists()


def test_sight_ends_with_it(
    client: PortalClient, northwind: Account, nora: User, petra: User
) -> None:
    client.sign_in(nora)
    assert client.get(northwind.get_absolute_url()).status_code == 200

    ended(nora, Duty.NAM, by=petra)

    assert client.get(northwind.get_absolute_url()).status_code == 404


def test_the_admin_reads_no_more_than_before(
    northwind: Account, carl: User, nora: User, petra: User
) -> None:
    asked = opened(by=carl, account=northwind, topic=LETTER)
    with as_owner():
        assignment = Assignment.objects.get(official=nora)
    with rls.entered(petra.pk):
        before = rls.current()
        actions.end_assignment(assignment=assignment, why="Retires", by=anew(petra))

        assert rls.current() == before
        assert not Conversation.objects.filter(pk=asked.pk).exists()
        assert not Entry.objects.exists()


def test_only_an_admin_ends_one_and_only_once(
    northwind: Account, olga: User, ivan: User, nora: User, petra: User
) -> None:
    for by in (olga, ivan, nora):
        with pytest.raises(PermissionDenied):
            ended(nora, Duty.NAM, by=by)
    ended(nora, Duty.NAM, by=petra)

    with pytest.raises(companies.NotAssigned):
        ended(nora, Duty.NAM, by=petra)
