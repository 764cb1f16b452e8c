"""Journeys N1, N3 and N4: an account manager's morning, and a call with a company."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Account, AccountEvent, Contact, User
from accounts.states import Duty
from conversations.models import Conversation
from tests.browser.conftest import Window
from tests.browser.walk import Walk
from tests.database import as_owner
from tests.factories import AccountFactory, ContactFactory, assigned, opened


@pytest.fixture
def portfolio(nora: User, carl: User, northwind: Account) -> list[str]:
    """Three companies of Nora's: one waits, one has a follow-up due, one is silent."""
    opened(by=carl, account=northwind, topic="membership")
    names = ["Aurora Lights", "Borealis Toys"]
    for name in names:
        account = AccountFactory.create(legal_name=name, center=northwind.center)
        assigned(nora, account, Duty.NAM)
    yesterday = timezone.localdate() - timedelta(days=1)
    ContactFactory(account=account, follow_up="Send it", follow_up_date=yesterday)
    return ["Northwind Traders", *names]


def test_nora_walks_what_waits_one_click_for_each(
    window: Window, nora: User, portfolio: list[str]
) -> None:
    page = window(nora)
    page.goto("/portfolio/")
    shows = page.get_by_role("navigation", name="Show only")
    for words in ("Waiting on us 1", "Silent 2", "Follow-up due 1"):
        expect(shows.get_by_role("link", name=words)).to_be_visible()
    walk = Walk(page)
    first, *others = portfolio

    walk.click(page.get_by_role("link", name=first, exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    for name in others:
        walk.click(page.get_by_role("link", name="Next in the portfolio"))
        expect(page.get_by_role("heading", level=1)).to_have_text(name)

    # One screen, and one click for each company.
    assert len(walk.screens) == 1 + len(portfolio)
    assert walk.clicks == len(portfolio)


@pytest.mark.parametrize("script", [True, False], ids=["scripted", "without script"])
def test_nora_prepares_a_call_and_notes_it(
    script: bool,
    window: Window,
    nora: User,
    ivan: User,
    carl: User,
    question: Conversation,
) -> None:
    account = question.account
    ContactFactory(account=account, participants=["Carl Jensen"], shared="The lamps.")
    page = window(nora, java_script_enabled=script)
    page.goto(account.get_absolute_url())
    call = Walk(page)

    call.click(page.get_by_role("link", name="Brief"))
    brief = page.locator("main")
    for words in (question.subject, "The lamps.", "Ivan Reyes", "Since the last"):
        expect(brief).to_contain_text(words)
    assert call.clicks == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(brief).to_contain_text(question.subject)
    page.emulate_media(media="screen")

    note = Walk(page)
    note.click(page.get_by_role("link", name="Log a contact"))
    expect(page.get_by_label("Carl Jensen, Company contact")).to_be_checked()
    page.get_by_label("Notes that the company reads").fill("We agreed on 9405.")
    page.get_by_label("Notes for officials only").fill("Short of staff.")
    note.click(page.get_by_role("button", name="Log the contact"))

    expect(page.locator("main")).to_contain_text("The contact is on the timeline.")
    assert (len(note.screens), note.clicks) == (1, 2)
    with as_owner():
        contact = Contact.objects.latest("pk")
        assert contact.participants == ["Nora Blake", "Carl Jensen"]
        assert contact.notes.get().text == "Short of staff."
        line = AccountEvent.objects.get(account=account, kind="contact")
        assert line.sentence == "Nora Blake had a call with Carl Jensen."
