"""Officials write to each other beside a conversation; no member learns of it."""

from typing import Any
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts import notices
from accounts.models import Center, Notice, User
from accounts.states import Channel, Duty, NoticeKind
from conversations import actions
from conversations.actions import SentAlready
from conversations.colleagues import colleagues_of
from conversations.models import Conversation, Entry, Mention, Note
from conversations.states import Reason
from portal import rls
from tests.client import PortalClient
from tests.database import as_owner, as_worker
from tests.factories import NoteFactory, anew, closed, official
from tests.house.leaks import words_of
from tests.pages import one, said_in, words

SECRET = "Canary among officials"


@pytest.fixture
def grace(electronics: Center) -> User:
    """Grace, who supervises Northwind's Center."""
    return official("Grace Whitfield", Duty.SUPERVISOR, electronics)


def note(conversation: Conversation, by: User, **given: Any) -> Note:
    given = {"text": SECRET, "key": uuid4(), **given}
    with rls.entered(by.pk):
        return actions.note(conversation=conversation, by=anew(by), **given)


def to_notes(conversation: Conversation) -> str:
    return f"{conversation.get_absolute_url()}notes/"


def written() -> list[str]:
    with as_owner():
        return list(Note.objects.in_order().values_list("text", flat=True))


# --- Writing -------------------------------------------------------------------------


def test_an_official_writes_one_and_a_colleague_reads_it(
    ivan: User, nora: User, question: Conversation
) -> None:
    ivans, noras = PortalClient().sign_in(ivan), PortalClient().sign_in(nora)
    form = one(ivans.page(question.get_absolute_url()), "#notes form")

    sent = {"note-key": form.fields["note-key"], "note-text": SECRET}
    answer = ivans.post(form.get("action"), sent)

    assert answer.status_code == 302
    section = one(noras.page(question.get_absolute_url()), "#notes")
    assert "Staff only: the company never sees this." in words(section)
    assert said_in(section, "article h3") == ["Ivan Reyes"]
    assert SECRET in words(section)
    assert "Import specialist" in words(section)


@pytest.mark.parametrize("person", ["carl", "olga", "ada", "zoe", "theo", "petra"])
def test_nobody_else_writes_one(
    person: str, question: Conversation, request: pytest.FixtureRequest
) -> None:
    someone = request.getfixturevalue(person)
    client = PortalClient().sign_in(someone)

    sent = {"note-key": str(uuid4()), "note-text": SECRET}
    assert client.post(to_notes(question), sent).status_code == 404
    with pytest.raises(PermissionDenied):
        note(question, someone)
    assert written() == []


def test_turn_record_and_holder_stay_as_they_are(
    ivan: User, question: Conversation
) -> None:
    note(question, ivan)

    with as_owner():
        now = Conversation.objects.get(pk=question.pk)
        assert Entry.objects.filter(conversation=question).count() == now.latest_seq
    same = ("turn", "turn_since", "holder_id", "latest_seq", "latest_digest")
    for name in same:
        assert getattr(now, name) == getattr(question, name)


def test_also_beside_a_closed_conversation(
    ivan: User, nora: User, question: Conversation
) -> None:
    with rls.entered(ivan.pk):
        actions.close(conversation=question, reason=Reason.ANSWERED, by=anew(ivan))

    note(question, nora)

    assert written() == [SECRET]


def test_the_same_form_sent_twice_lands_once(
    ivan: User, question: Conversation
) -> None:
    key = uuid4()

    assert note(question, ivan, key=key) == note(question, ivan, key=key)
    with pytest.raises(SentAlready):
        note(question, ivan, key=key, text="Other words")

    assert written() == [SECRET]


def test_the_same_form_with_other_words_keeps_them(
    ivan: User, question: Conversation
) -> None:
    client, key = PortalClient().sign_in(ivan), str(uuid4())
    client.post(to_notes(question), {"note-key": key, "note-text": SECRET})

    answer = client.post(to_notes(question), {"note-key": key, "note-text": "Other"})

    assert answer.status_code == 422
    assert "Other" in answer.content.decode()
    assert f'name="note-key" value="{key}"' not in answer.content.decode()


@pytest.mark.parametrize("blank", ["", "  \n "])
def test_an_empty_one_is_refused_and_a_reply_begun_stays(
    blank: str, ivan: User, question: Conversation
) -> None:
    client = PortalClient().sign_in(ivan)
    begun = {"key": str(uuid4()), "text": "Half a reply"}
    client.post(f"{question.get_absolute_url()}draft/", begun)

    sent = {"note-key": str(uuid4()), "note-text": blank}
    answer = client.post(to_notes(question), sent)

    assert answer.status_code == 422
    assert "Write what you want to say." in answer.content.decode()
    assert "Half a reply" in answer.content.decode()


def test_it_stands(ivan: User, question: Conversation) -> None:
    row = note(question, ivan)

    for change in (
        lambda rows: rows.update(text="Nothing"),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), as_owner():
            change(Note.objects.filter(pk=row.pk))


# --- Asking a colleague --------------------------------------------------------------


def test_colleagues_are_those_who_read_it_too(
    question: Conversation, ivan: User, nora: User, sam: User, grace: User, theo: User
) -> None:
    closed(official("Nobody Now", Duty.IMPORT_SPECIALIST, question.center))

    with rls.entered(ivan.pk):
        known = list(colleagues_of(question, but=anew(ivan)))

    assert known == [grace, nora, sam]


def test_whom_it_asks_is_told_in_the_portal_and_by_a_mail_without_words(
    question: Conversation, ivan: User, nora: User, sam: User
) -> None:
    row = note(question, ivan, asked=[nora])

    with as_owner():
        rows = Notice.objects.filter(kind=NoticeKind.NOTE)
        found = {(one.recipient_id, one.channel) for one in rows}
    assert found == {(nora.pk, channel) for channel in Channel}
    with as_worker():
        notices.sweep()
    sent = next(m for m in django_mail.outbox if nora.email in m.to[0])
    assert f"{question.get_absolute_url()}#{row.anchor}" in sent.body
    whole = f"{sent.subject} {sent.body}"
    assert SECRET not in whole
    assert question.subject not in whole
    page = PortalClient().sign_in(nora).page("/notices/")
    assert "A colleague asks you about it." in words(page)


def test_the_note_names_whom_it_asks(
    question: Conversation, ivan: User, nora: User, sam: User
) -> None:
    client = PortalClient().sign_in(ivan)
    sent = {"note-key": str(uuid4()), "note-text": SECRET}

    client.post(to_notes(question), {**sent, "note-asked": [nora.ref, sam.ref]})

    page = client.page(question.get_absolute_url())
    assert said_in(page, ".portal-notes__asked") == ["Asks Nora Blake, Sam Ortiz"]


@pytest.mark.parametrize("stranger", ["theo", "carl"])
def test_nobody_is_asked_who_may_not_read_the_notes(
    stranger: str, question: Conversation, ivan: User, request: pytest.FixtureRequest
) -> None:
    someone = request.getfixturevalue(stranger)
    client = PortalClient().sign_in(ivan)
    sent = {"note-key": str(uuid4()), "note-text": SECRET, "note-asked": someone.ref}

    answer = client.post(to_notes(question), sent)

    assert answer.status_code == 422
    assert "Choose among the colleagues in the list." in answer.content.decode()
    with pytest.raises(PermissionDenied):
        note(question, ivan, asked=[someone])
    with as_owner():
        assert not Mention.objects.exists()
    assert written() == []


# --- Nothing of it gets out ----------------------------------------------------------


@pytest.mark.parametrize("person", ["carl", "olga", "lena"])
def test_no_page_of_a_member_shows_that_there_are_notes(
    person: str, question: Conversation, request: pytest.FixtureRequest
) -> None:
    NoteFactory(conversation=question, text=SECRET)
    client = PortalClient().sign_in(request.getfixturevalue(person))

    page = client.get(question.get_absolute_url()).content.decode()

    assert SECRET not in page
    assert "notes" not in page.lower()


@pytest.mark.parametrize("person", ["carl", "zoe", "theo", "petra"])
def test_the_database_keeps_them_from_others(
    person: str, question: Conversation, request: pytest.FixtureRequest
) -> None:
    NoteFactory(conversation=question)
    someone = request.getfixturevalue(person)

    with rls.entered(someone.pk):
        assert not Note.objects.exists()


def test_neither_the_record_nor_a_hint_has_anything_of_it(
    question: Conversation, ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hinted: list[object] = []
    monkeypatch.setattr("portal.hints.changed", hinted.append)
    note(question, ivan)

    record = PortalClient().sign_in(ivan).post(f"{question.get_absolute_url()}record/")

    assert SECRET not in "".join(words_of(record))
    assert hinted == []
