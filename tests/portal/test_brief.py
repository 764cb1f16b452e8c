"""The brief: all for a call on one page, and the call noted on it."""

from typing import Any

import pytest

from accounts.models import Account, AccountEvent, Contact, User
from conversations.models import Conversation
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import ContactNoteFactory, said
from tests.pages import Page, error_words, filled, lands_on, one, said_in, words

LOG = "[aria-labelledby=log] form"
CALL = {
    "kind": "call",
    "present": "Nora Blake",
    "held_at": "2026-03-02T10:30",
    "others": "Ann Lee, Bo Chen",
    "shared": "We went through the lamps.",
    "internal": "They are short of staff.",
}


def brief(account: Account) -> str:
    return f"{account.get_absolute_url()}brief/"


def log(client: PortalClient, account: Account, **typed: Any) -> Any:
    return client.post(f"{account.get_absolute_url()}contacts/", {**CALL, **typed})


def test_nora_reads_who_waits_and_what_was_said(
    client: PortalClient, nora: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan, text="It is 9405.")
    ContactNoteFactory(contact__account=question.account, text="Short of time.")
    page = client.sign_in(nora).page(brief(question.account))

    assert said_in(page, "#threads ~ ul .portal-row__title") == [
        f"Unread: {question.subject}"
    ]
    assert "It is 9405." in words(page)
    assert "For officials only Short of time." in words(one(page, ".portal-contact"))
    assert "Olga" in words(page) or "Carl" in words(page)


def test_a_company_with_nothing_says_so(
    client: PortalClient, nora: User, northwind: Account
) -> None:
    page = client.sign_in(nora).page(brief(northwind))

    assert "Nothing is open between the company and the government." in words(page)
    assert "No call or visit has been logged yet." in words(page)
    assert "Something was said in 0 conversations." in words(page)


def test_a_call_is_logged_on_the_page_and_stands_there(
    client: PortalClient, nora: User, carl: User, northwind: Account
) -> None:
    page = client.sign_in(nora).page(brief(northwind))
    form = filled(one(page, LOG))
    answer = client.post(
        f"{northwind.get_absolute_url()}contacts/",
        {**form, **CALL, "present": [nora.name, carl.name]},
    )

    assert lands_on(answer) == brief(northwind)
    shown = words(one(client.page(brief(northwind)), ".portal-contact"))
    assert "Nora Blake, Carl Jensen, Ann Lee, Bo Chen" in shown
    assert "For officials only They are short of staff." in shown
    with as_owner():
        line = AccountEvent.objects.get(account=northwind)
    assert line.sentence == "Nora Blake had a call with Carl Jensen, Ann Lee, Bo Chen."


def test_members_read_the_line_and_never_the_internal_notes(
    client: PortalClient, nora: User, carl: User, northwind: Account
) -> None:
    log(client.sign_in(nora), northwind)
    page = words(client.sign_in(carl).page(northwind.get_absolute_url()))

    assert "Nora Blake had a call with Ann Lee, Bo Chen." in page
    assert "short of staff" not in page


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"others": ""}, "Say who took part besides you."),
        ({"held_at": ""}, "Say when it was."),
        ({"held_at": "noon"}, "Write day and time like 2027-05-14T10:30."),
        (
            {"held_at": "2099-01-01T10:00"},
            "Choose a moment that has passed; this one is to come.",
        ),
        ({"kind": ""}, "Choose what it was."),
        ({"follow_up_date": "2027-01-01"}, "Say what follows until that day."),
        ({"others": "x" * 100}, "Separate the names by commas."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    typed: dict[str, str],
    error: str,
    client: PortalClient,
    nora: User,
    northwind: Account,
) -> None:
    answer = log(client.sign_in(nora), northwind, **typed)

    assert answer.status_code == 422
    assert error in error_words(answer)
    form = filled(one(parsed(answer), LOG))
    assert form["shared"].strip() == CALL["shared"]
    assert form["internal"].strip() == CALL["internal"]
    with as_owner():
        assert not Contact.objects.exists()


def ticked(page: Page) -> list[str]:
    return [str(box.get("value")) for box in page.cssselect("[name=present][checked]")]


def test_who_writes_is_ticked_and_who_took_part_the_last_time(
    client: PortalClient, nora: User, carl: User, olga: User, northwind: Account
) -> None:
    log(client.sign_in(nora), northwind, present=[nora.name, carl.name], others="Ann")
    page = client.page(brief(northwind))

    assert ticked(page) == ["Nora Blake", "Carl Jensen"]
    labels = said_in(page, "label[for^=id_present]")
    assert labels == [
        "Nora Blake, who writes this",
        "Carl Jensen, Company contact",
        "Olga Petrenko, Company officer",
    ]


def test_without_a_contact_only_who_writes_is_ticked(
    client: PortalClient, nora: User, carl: User, northwind: Account
) -> None:
    assert ticked(client.sign_in(nora).page(brief(northwind))) == ["Nora Blake"]


def test_no_participant_is_lost_when_something_is_missing(
    client: PortalClient, nora: User, carl: User, northwind: Account
) -> None:
    """Also who has left since the page was made: they took part."""
    present = [nora.name, carl.name, "Paul Anders"]
    answer = log(client.sign_in(nora), northwind, present=present, held_at="")

    assert error_words(answer) == ["Say when it was."]
    assert ticked(parsed(answer)) == present
    assert filled(one(parsed(answer), LOG))["others"] == "Ann Lee, Bo Chen"


def test_what_is_pressed_twice_is_noted_once(
    client: PortalClient, nora: User, northwind: Account
) -> None:
    log(client.sign_in(nora), northwind)
    answer = log(client, northwind)

    assert error_words(answer) == ["This contact is on the timeline already."]
    with as_owner():
        assert Contact.objects.count() == 1


@pytest.mark.parametrize("name", ["x" * 121, "Ann\0"])
def test_no_name_that_no_page_offered_does_harm(
    name: str, client: PortalClient, nora: User, northwind: Account
) -> None:
    answer = log(client.sign_in(nora), northwind, present=[nora.name, name])

    assert error_words(answer) == ["Tick the people who took part."]


def test_members_have_no_brief(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    assert client.sign_in(carl).get(brief(northwind)).status_code == 403
