"""`verify_history` names what was altered, dropped, reordered or inserted."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account, User
from conversations import audit
from conversations.models import Conversation
from tests.conversations.tampering import (
    body_set,
    copied,
    dropped,
    entry_set,
    erased,
    head_set,
    moved,
    tamper,
)
from tests.database import as_owner
from tests.factories import opened, said


@pytest.fixture
def long(question: Conversation, carl: User, ivan: User) -> Conversation:
    """Six entries: opened, asked, and four answers."""
    for by, text in ((ivan, "9405?"), (carl, "Yes."), (ivan, "9405."), (carl, "Good.")):
        said(question, by=by, text=text)
    return question


def found() -> list[str]:
    """Return what the check says of each conversation that does not stand."""
    with as_owner():
        findings = [finding for _, _, finding in audit.findings(using="default")]
    return [f"{each.seq} {each.fault}" for each in findings if each]


def test_what_was_said_stands(long: Conversation, secret: Conversation) -> None:
    assert found() == []


NO_DIGEST = "md5('') || md5('')"
DONE = {
    "one byte": ("4 altered", [body_set("text = 'Yes!'")]),
    "a blank": ("4 altered", [body_set("text = text || ' '")]),
    "the salt": ("4 altered", [body_set("salt = sha256(salt)")]),
    "the role": ("4 altered", [entry_set("role = 'Company officer'")]),
    "the company": ("4 altered", [entry_set("on_behalf_of = 'Contoso'")]),
    "the time": ("4 altered", [entry_set("at = at + interval '1 microsecond'")]),
    "the author": ("4 altered", [entry_set("author_ref = 'PE-0000-0000'")]),
    "the kind": ("4 altered", [entry_set("kind = 'guidance'")]),
    "the digest": ("4 altered", [entry_set(f"digest = {NO_DIGEST}")]),
    "dropped": ("4 dropped", [*dropped(4)]),
    "closed up": ("4 dropped", [*dropped(4), moved(5, 4), moved(6, 5)]),
    "the last dropped": ("6 dropped", [*dropped(6)]),
    "swapped": ("4 reordered", [moved(4, 99), moved(5, 4), moved(99, 5)]),
    "inserted": ("5 inserted", [moved(6, 7), moved(5, 6), copied(3, 5)]),
    "rewound": ("6 head", [head_set("latest_seq = 5, said_seq = 5")]),
    "the head's digest": ("6 head", [head_set(f"latest_digest = {NO_DIGEST}")]),
    "its text gone": ("4 erased", [erased(4)]),
}


@pytest.mark.parametrize(("says", "statements"), DONE.values(), ids=DONE.keys())
def test_what_was_done_to_the_chain_is_named(
    says: str, statements: list[str], long: Conversation, secret: Conversation
) -> None:
    tamper(*statements, conversation=long.pk)

    assert found() == [says]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(head_set("subject = 'Another subject'"), id="subject"),
        pytest.param(head_set("topic = 'origin'"), id="topic"),
        pytest.param(head_set("duty = 'NAM'"), id="addressee"),
        pytest.param(head_set("account_id = %(account)s"), id="company"),
        pytest.param(head_set("center_id = %(center)s"), id="Center"),
        pytest.param(entry_set("author_id = %(person)s"), id="author"),
        pytest.param(entry_set("account_id = %(account)s"), id="one entry's company"),
    ],
)
def test_what_pages_show_beside_the_chain_is_held_against_it(
    statement: str, long: Conversation, contoso: Account, zoe: User
) -> None:
    tamper(
        statement,
        conversation=long.pk,
        account=contoso.pk,
        center=contoso.center_id,
        person=zoe.pk,
    )

    assert len(found()) == 1


def test_closing_or_taking_it_over_outside_the_chain_is_found(
    long: Conversation, theo: User
) -> None:
    for change in ("state = 'closed'", "holder_id = %(person)s"):
        tamper(head_set(change), conversation=long.pk, person=theo.pk)
        assert len(found()) == 1, change


def test_a_conversation_that_lost_everything_is_found(question: Conversation) -> None:
    everything = [*dropped(1), *dropped(2)]
    emptied = f"latest_seq = 0, said_seq = 0, latest_digest = '{'0' * 64}'"
    tamper(*everything, head_set(emptied), conversation=question.pk)

    assert len(found()) == 1


def test_new_names_of_people_and_companies_are_no_alteration(
    long: Conversation, northwind: Account, carl: User
) -> None:
    tamper(
        "UPDATE accounts_account SET legal_name = 'Northwind Trading'",
        "UPDATE accounts_user SET name = 'Carl Jensen-Ruiz' WHERE id = %(person)s",
        person=carl.pk,
    )

    assert found() == []


@pytest.mark.parametrize(
    "subject", ["Café au lait", "Tab\t\u0301 and mark", "\ud800 half"]
)
def test_whatever_subject_people_type_raises_no_alarm(
    subject: str, carl: User, northwind: Account
) -> None:
    opened(by=carl, account=northwind, subject=subject, text=subject)

    assert found() == []


# --- The command ---------------------------------------------------------------------

COMMAND = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def command() -> tuple[int, str, str]:
    """Run the command, and return its exit code and what it prints."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_history", stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


@COMMAND
def test_the_command_says_ok_and_how_much_it_read(
    question: Conversation, secret: Conversation
) -> None:
    assert command() == (0, "OK 4 entries in 2 conversations\n", "")


@COMMAND
def test_an_empty_portal_is_ok(db: None) -> None:
    assert command() == (0, "OK 0 entries in 0 conversations\n", "")


@COMMAND
def test_the_command_names_one_changed_byte_and_exits_with_1(
    long: Conversation, secret: Conversation
) -> None:
    tamper(body_set("text = 'Yes!'"), conversation=long.pk)
    code, out, err = command()

    assert (code, out) == (1, "")
    assert f"{long.ref} entry 4: altered." in err
    assert "1 of 2 conversations do not stand." in err
    assert secret.ref not in err
