"""One's notices: when, what, why, and how the mail stands; the demo's mail."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import get_connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import mail, views
from accounts.mail import Recipient
from accounts.models import Account, Notice, User
from accounts.states import Channel, NoticeKind, NoticeState
from tests.client import PortalClient
from tests.factories import LONG_AGO, NoticeFactory
from tests.pages import lands_on, one, said_in, words

NOTICES, CAUGHT = "/notices/", "/dev/mail/"
REF = "TC-7F3K-2Q9M"
MINUTE = timedelta(minutes=1)


def told(person: User, *, seq: int = 3, **values: Any) -> Notice:
    known = {"channel": Channel.PORTAL, "ref": REF, "about": f"Lamps {seq}"}
    due_at = LONG_AGO + seq * MINUTE
    return NoticeFactory.create(
        recipient=person, seq=seq, due_at=due_at, **known | values
    )


def mailed(person: User, *, seq: int = 3, **values: Any) -> Notice:
    return NoticeFactory.create(recipient=person, seq=seq, **{"ref": REF} | values)


def rows(client: PortalClient, path: str = NOTICES) -> list[str]:
    return said_in(client.page(path), ".portal-row")


def test_a_notice_says_when_what_and_why_and_leads_there(
    client: PortalClient, carl: User
) -> None:
    told(carl)
    page = client.sign_in(carl).page(NOTICES)
    row = one(page, ".portal-row")

    assert words(one(page, ".portal-row__title")) == "Lamps 3"
    assert one(page, ".portal-row__title").get("href") == f"/conversations/{REF}/"
    assert "4 Mar 2024, 10:03 EST" in words(row)
    assert f"{REF} Why you got this: You take part in it." in words(row)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"state": "sent", "sent_at": LONG_AGO}, "Mailed 4 Mar 2024, 10:00 EST"),
        ({}, "Mail to be sent 4 Mar 2024, 10:00 EST"),
        ({"attempts": 2}, "Mail not accepted yet; tried again 4 Mar 2024, 10:00 EST"),
        ({"state": "sending", "lease_until": LONG_AGO}, "Mail on its way"),
        ({"state": "dead"}, "Mail given up: your address did not accept it"),
        ({"state": "dropped"}, "No mail"),
    ],
)
def test_and_how_its_mail_stands(
    values: dict[str, Any], says: str, client: PortalClient, carl: User
) -> None:
    told(carl)
    mailed(carl, **values)

    assert rows(client.sign_in(carl))[0].endswith(says)


def test_a_mail_stands_for_all_behind_its_place_until_the_next(
    client: PortalClient, carl: User, ivan: User
) -> None:
    for seq in (3, 5, 6, 7):
        told(carl, seq=seq)
    mailed(carl, seq=5, state=NoticeState.SENT, sent_at=LONG_AGO)
    mailed(carl, seq=7)
    mailed(carl, seq=6, kind=NoticeKind.ONBOARDING)
    mailed(ivan, seq=6)
    shown = rows(client.sign_in(carl))

    assert ["Mailed" in row for row in shown] == [False, True, True, False]
    assert ["to be sent" in row for row in shown] == [True, False, False, False]
    assert "No mail" in shown[3]


def test_it_shows_ones_own_and_what_is_there_by_now(
    client: PortalClient, carl: User, ivan: User
) -> None:
    told(ivan, about="For Ivan")
    told(carl, about="Dropped", state=NoticeState.DROPPED)
    NoticeFactory.create(
        recipient=carl,
        channel=Channel.PORTAL,
        about="Later",
        due_at=timezone.now() + MINUTE,
    )
    mailed(carl)
    told(carl, about="Mine")

    assert said_in(client.sign_in(carl).page(NOTICES), ".portal-row__title") == ["Mine"]


def test_of_a_company_that_one_left_it_shows_nothing(
    client: PortalClient, paul: User, northwind: Account
) -> None:
    told(paul, account=northwind, center=northwind.center)

    assert rows(client.sign_in(paul)) == []


def test_an_empty_page_says_what_would_be_there(
    client: PortalClient, carl: User
) -> None:
    page = client.sign_in(carl).page(NOTICES)

    assert "You have not been told anything yet." in words(one(page, ".portal-empty"))


def test_each_notice_is_on_one_page_and_in_order(
    client: PortalClient, carl: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "NOTICES", 2)
    for about in "abcde":
        told(carl, about=about)
    path, pages = NOTICES, []
    client.sign_in(carl)
    while path:
        page = client.page(path)
        pages.append(said_in(page, ".portal-row__title"))
        path = str(page.xpath("string(//a[@rel='next']/@href)"))

    assert [len(shown) for shown in pages] == [2, 2, 1]
    assert sorted(about for shown in pages for about in shown) == [*"abcde"]


@pytest.mark.parametrize("cursor", ["x", "1", "1.2", "1.", "9" * 30 + ".1"])
def test_a_cursor_that_nobody_gave_out_shows_the_first_page(
    cursor: str, client: PortalClient, carl: User
) -> None:
    told(carl)

    assert len(rows(client.sign_in(carl), f"{NOTICES}?before={cursor}")) == 1


def test_it_costs_as_much_for_two_as_for_nine(
    client: PortalClient,
    carl: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.sign_in(carl)
    client.page("/help/")
    for seq in range(9):
        told(carl, seq=seq)
        mailed(carl, seq=seq)
        if seq not in (1, 8):
            continue
        # Session, context, person, memberships; notices, mails; the unread count.
        # Four more hold tests together.
        with django_assert_num_queries(11):
            client.page(NOTICES)


def test_the_person_menu_leads_there(client: PortalClient, carl: User) -> None:
    menu = one(client.sign_in(carl).page("/help/"), ".portal-menu__panel")

    assert [a.get("href") for a in menu.iter("a") if words(a) == "Notices"] == [NOTICES]


# --- The demo's mail -----------------------------------------------------------------


@pytest.fixture
def _catching(db: None, settings: Settings, tmp_path: Path) -> None:
    """Let mail be caught in a folder, as in the demo."""
    settings.DEMO, settings.MAIL_FOLDER = True, tmp_path


def catch(name: str = "Ivan Reyes", kind: str = NoticeKind.ENTRY) -> None:
    notice = Notice(kind=kind, ref=REF, key=name, path=f"/conversations/{REF}/")
    message = mail.written(notice, Recipient(name, "ivan@example.test"))
    backend = "django.core.mail.backends.filebased.EmailBackend"
    message.connection = get_connection(backend, file_path=str(mail_folder()))
    message.send()


def mail_folder() -> Path:
    from django.conf import settings

    return Path(settings.MAIL_FOLDER)


@pytest.mark.usefixtures("_catching")
def test_the_demo_lists_its_mails_the_latest_first(client: PortalClient) -> None:
    for number, name in enumerate(["Ivan Reyes", "Iván <Reyes>, Jr."]):
        catch(name)
        written = max(mail_folder().iterdir(), key=lambda path: path.stat().st_mtime)
        written.rename(mail_folder() / f"2026112{number}-101010-{number}.log")
    page = client.page(CAUGHT)

    assert (
        said_in(page, ".portal-row__title")
        == [f"{REF}: something new in the Trade Compliance Portal"] * 2
    )
    assert said_in(page, ".portal-row__detail") == [
        '"Iván <Reyes>, Jr." <ivan@example.test>',
        "Ivan Reyes <ivan@example.test>",
    ]


@pytest.mark.usefixtures("_catching")
def test_the_demo_shows_one_mail_as_text_with_its_link(client: PortalClient) -> None:
    catch()
    link = one(client.page(CAUGHT), ".portal-row__title").get("href")
    page = client.page(str(link))
    there = f"http://127.0.0.1:8000/conversations/{REF}/"

    assert "Hello Ivan Reyes," in words(one(page, ".portal-prose"))
    assert page.cssselect(".portal-prose a")[0].get("href") == there
    assert "Message-ID" in words(one(page, ".portal-facts"))
    assert "-" * 79 not in words(page)


@pytest.mark.usefixtures("_catching")
def test_the_demo_says_when_there_is_no_mail_yet(client: PortalClient) -> None:
    page = client.page(CAUGHT)

    assert "No mail has been sent yet." in words(one(page, ".portal-empty"))


@pytest.mark.usefixtures("_catching")
@pytest.mark.parametrize("name", ["nothing", "..%2Fsecret", "%2e%2e%2fsecret", "a.b"])
def test_nothing_but_the_mails_of_the_folder_is_shown(
    name: str, client: PortalClient
) -> None:
    for path in (mail_folder() / "a.b.log", mail_folder().parent / "secret.log"):
        path.write_text("Subject: x")

    assert client.get(f"{CAUGHT}{name}/").status_code == 404


@pytest.mark.usefixtures("_catching")
def test_where_no_demo_runs_there_is_no_such_page(
    client: PortalClient, carl: User, settings: Settings
) -> None:
    catch()
    link = one(client.page(CAUGHT), ".portal-row__title").get("href")
    settings.DEMO = False

    assert client.get(CAUGHT).status_code == 404
    assert client.get(str(link)).status_code == 404
    assert client.sign_in(carl).get(CAUGHT).status_code == 404


def test_the_footer_leads_to_it_in_the_demo_alone(
    client: PortalClient, settings: Settings, db: None
) -> None:
    links = []
    for demo in (True, False):
        settings.DEMO = demo
        page = client.page("/help/")
        links.append([a.get("href") for a in page.cssselect(".usa-identifier a")])

    assert links == [["/help/", CAUGHT], ["/help/"]]


def test_notices_are_for_whoever_is_signed_in(client: PortalClient, db: None) -> None:
    assert lands_on(client.get(NOTICES)) == f"/sign-in/?next={NOTICES}"
