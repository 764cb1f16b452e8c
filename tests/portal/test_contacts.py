"""Calls and meetings: both sides read them, and officials see what is to follow."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Account, Contact, User
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import ContactFactory, ContactNoteFactory, FollowUpDoneFactory
from tests.pages import lands_on, one, said_in, words


def called(account: Account, **values: object) -> Contact:
    contact: Contact = ContactFactory.create(account=account, **values)
    return contact


def listed(client: PortalClient, account: Account) -> str:
    return words(client.page(f"{account.get_absolute_url()}contacts/"))


def test_members_read_what_was_shared_and_never_what_was_not(
    client: PortalClient, northwind: Account, carl: User, nora: User
) -> None:
    contact = called(northwind, shared="We went through the lamps.", follow_up="Call.")
    ContactNoteFactory(contact=contact, text="Short of staff.")

    read = listed(client.sign_in(carl), northwind)

    assert "We went through the lamps." in read
    assert "To follow: Call." in read
    assert "Short of staff." not in read
    assert "Done" not in read.split("Call.")[1].split("Help")[0]
    assert "Short of staff." in listed(PortalClient().sign_in(nora), northwind)


def test_the_line_of_the_timeline_leads_there(
    client: PortalClient, northwind: Account, carl: User, nora: User
) -> None:
    typed = {"kind": "call", "held_at": "2026-03-02T10:30", "others": "Ann Lee"}
    client.sign_in(nora).post(f"{northwind.get_absolute_url()}contacts/", typed)

    page = PortalClient().sign_in(carl).page(f"{northwind.get_absolute_url()}timeline/")
    (path,) = page.xpath("//a[contains(., 'noted a call of Ann Lee')]/@href")

    assert path == f"{northwind.get_absolute_url()}contacts/"


def test_an_agent_has_no_such_page(
    client: PortalClient, northwind: Account, ada: User
) -> None:
    client.sign_in(ada).post("/acting-for/", {"account": northwind.ref})

    path = f"{northwind.get_absolute_url()}contacts/"
    assert client.get(path).status_code == 403


def test_what_is_to_follow_stands_on_the_brief_until_it_is_done(
    client: PortalClient, northwind: Account, nora: User, carl: User
) -> None:
    called(northwind, follow_up="Send the ruling", follow_up_date=date(2026, 1, 2))
    brief = f"{northwind.get_absolute_url()}brief/"
    page = client.sign_in(nora).page(brief)
    (row,) = said_in(page, ".portal-follow li")
    assert "Send the ruling" in row
    assert "late" in row

    form = one(page, ".portal-follow form")
    answer = client.post(form.get("action"))

    assert lands_on(answer) == brief
    assert not client.page(brief).cssselect(".portal-follow")
    read = listed(PortalClient().sign_in(carl), northwind)
    assert "done" in read.split("Send the ruling")[1]


def test_who_took_part_last_time_is_ticked_for_the_next(
    client: PortalClient, northwind: Account, nora: User, carl: User, olga: User
) -> None:
    called(northwind, participants=["Carl Jensen", "Ann Lee"])

    page = client.sign_in(nora).page(f"{northwind.get_absolute_url()}brief/")
    ticked = page.xpath("//input[@name='present' and @checked]/@value")

    assert ticked == ["Nora Blake", "Carl Jensen"]


# --- The portfolio -------------------------------------------------------------------


def due(client: PortalClient) -> list[str]:
    return said_in(client.page("/portfolio/?show=due"), "tbody th")


def test_the_portfolio_shows_what_is_due_within_a_week(
    client: PortalClient, northwind: Account, nora: User
) -> None:
    today = timezone.localdate()
    later = called(northwind, follow_up="Later", follow_up_date=today + timedelta(8))
    assert due(client.sign_in(nora)) == []

    soon = called(northwind, follow_up="Soon", follow_up_date=today + timedelta(7))
    assert due(client) == ["Northwind Traders"]
    assert "follow-up by" in words(client.page("/portfolio/"))

    FollowUpDoneFactory(contact=soon)
    assert due(client) == []
    with as_owner():
        assert Contact.objects.to_follow().get() == later


def test_the_spreadsheet_has_the_day(
    client: PortalClient, northwind: Account, nora: User
) -> None:
    called(northwind, follow_up="Send", follow_up_date=date(2027, 3, 1))

    sheet = client.sign_in(nora).get("/portfolio/?format=csv").content.decode()

    assert sheet.splitlines()[0].endswith(",Follow-up due")
    assert sheet.splitlines()[1].endswith(",2027-03-01")
