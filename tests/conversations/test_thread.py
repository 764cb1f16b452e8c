"""A conversation on its page: who said what and when, and what is new."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from lxml import html

from accounts.models import Account, User
from accounts.states import Role
from conversations import actions
from conversations.models import Conversation, ReadMark
from conversations.screens import stretch
from portal import rls
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import MembershipFactory, UserFactory, anew, opened, said
from tests.pages import lands_on, one, said_in, shape, terms, words

INBOX = "/conversations/"
QUARTER_TO = datetime(2026, 11, 24, 4, 45, tzinfo=UTC)


def test_an_entry_names_its_author_role_and_company(
    client: PortalClient, ivan: User, carl: User, question: Conversation
) -> None:
    said(question, by=ivan)

    page = client.sign_in(carl).page(question.get_absolute_url())
    assert said_in(page, ".portal-entry__author") == ["Carl Jensen (you)", "Ivan Reyes"]
    assert said_in(page, ".portal-entry__who") == [
        "Company Company contact Northwind Traders",
        "Government Import specialist Center – Electronics",
    ]


def test_markdown_is_shown_and_harmless(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    said(
        question,
        by=carl,
        text="**Bold** <script>alert(1)</script>\n\n- one\n\n"
        "[click](javascript:alert(1)) <img src=x onerror=alert(1)>",
    )

    prose = one(
        client.sign_in(ivan).page(question.get_absolute_url()),
        "#entry-3 .portal-prose",
    )
    assert said_in(prose, "strong, li") == ["Bold", "one"]
    assert "<script>alert(1)</script>" in words(prose)
    assert not prose.cssselect("script, img, a")


def test_a_permalink_opens_and_leads_to_its_entry(
    client: PortalClient, ivan: User, carl: User, question: Conversation
) -> None:
    said(question, by=ivan)
    page = client.sign_in(carl).page(question.get_absolute_url())
    link = one(page, "#entry-3 a.portal-entry__at").get("href")

    path, _hash, anchor = link.partition("#")
    assert link == f"{question.get_absolute_url()}?entry=3#entry-3"
    assert words(one(client.page(path), f"#{anchor} .portal-prose")) == "Thank you."


def test_the_line_stands_above_the_first_entry_not_read(
    client: PortalClient, ivan: User, carl: User, question: Conversation
) -> None:
    said(question, by=ivan, text="First answer")
    said(question, by=ivan, text="Second answer")

    page = client.sign_in(carl).page(question.get_absolute_url())
    below = one(page, "#new").getnext()
    assert words(one(page, "#new")) == "New since you last read"
    assert below.get("id") == "entry-3"
    assert said_in(page, ".portal-jumps a") == ["What is new", "Reply"]


def test_there_is_no_line_when_all_is_new_or_all_is_read(
    client: PortalClient, ivan: User, carl: User, question: Conversation
) -> None:
    path = question.get_absolute_url()

    assert not client.sign_in(ivan).page(path).cssselect("#new")
    assert not client.sign_in(carl).page(path).cssselect("#new")


def test_ones_own_words_are_never_new(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    with as_owner():  # as if he had read only that it was opened
        ReadMark.objects.update(seq=1)

    assert not client.sign_in(carl).page(question.get_absolute_url()).cssselect("#new")


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [
        ("America/New_York", "23 Nov 2026", "23:45 EST"),
        ("America/Denver", "23 Nov 2026", "21:45 MST"),
        ("Europe/Berlin", "24 Nov 2026", "05:45 CET"),
    ],
)
def test_times_are_in_the_readers_zone(
    zone: str, day: str, clock: str, client: PortalClient, northwind: Account
) -> None:
    reader = UserFactory.create(name="Rita Ono", time_zone=zone)
    MembershipFactory.create(user=reader, account=northwind, role=Role.OFFICER)
    opening = actions.Opening("origin", "Night shift", "Words", uuid4())
    with rls.entered(reader.pk):
        conversation = actions.open_conversation(
            opening, account=northwind, by=anew(reader), at=QUARTER_TO
        )

    page = client.sign_in(reader).page(conversation.get_absolute_url())
    assert said_in(page, ".portal-day") == [day]
    assert said_in(page, "#entry-2 .portal-entry__at") == [clock]
    assert page.xpath("//*[@id='entry-2']//time/@datetime") == ["2026-11-24T04:45:00Z"]


def test_each_entry_shows_its_fingerprint(
    client: PortalClient, ivan: User, carl: User, question: Conversation
) -> None:
    entry = said(question, by=ivan)

    page = client.sign_in(carl).page(question.get_absolute_url())
    assert words(one(page, "#entry-3 .portal-entry__proof")) == (
        f"Entry 3, fingerprint {entry.digest[:12]}"
    )


def test_the_page_says_who_it_goes_to_and_who_sees_it(
    client: PortalClient, carl: User, ivan: User, nora: User, question: Conversation
) -> None:
    path = question.get_absolute_url()

    company = client.sign_in(carl).page(path)
    official = client.sign_in(ivan).page(path)
    seen_by = (
        "1 person of Northwind Traders; Ivan Reyes, Nora Blake and the staff of "
        "Center – Electronics. Auditors of the program may read it. No other company."
    )
    to_center = {"To": "Ivan Reyes, Center – Electronics", "Seen by": seen_by}
    to_company = {"To": "Northwind Traders", "Seen by": seen_by}
    assert terms(one(company, "#reply")) == to_center
    assert terms(one(official, "#reply")) == to_company


def test_a_missing_and_a_hidden_conversation_look_the_same(
    client: PortalClient, carl: User, question: Conversation, secret: Conversation
) -> None:
    client.sign_in(carl)
    hidden = client.get(secret.get_absolute_url())
    missing = client.get("/conversations/TC-0000-0000/")

    assert hidden.status_code == missing.status_code == 404
    # The page names its own address, to which one comes back after signing in.
    unnamed = hidden.content.replace(secret.ref.encode(), b"TC-0000-0000")
    assert without_token(unnamed) == without_token(missing.content)


def without_token(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines() if b"csrf" not in line.lower()]


@pytest.mark.parametrize("ref", ["TC-7F3K", "tc-7f3k-2q9m", "TC-7F3K-2Q9I", "TC"])
def test_what_is_no_reference_is_no_page(
    ref: str, client: PortalClient, carl: User
) -> None:
    assert client.sign_in(carl).get(f"/conversations/{ref}/").status_code == 404


def test_a_permalink_names_the_company_whomever_one_acts_for(
    client: PortalClient, ada: User, northwind: Account, contoso: Account
) -> None:
    mine = opened(by=ada, account=northwind)
    client.sign_in(ada).post("/acting-for/", {"account": contoso.ref})

    lead = words(one(client.page(mine.get_absolute_url()), "main .portal-lead"))
    assert "Northwind Traders with Electronics" in lead


def test_signing_in_leads_back_to_the_permalink(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path = f"{question.get_absolute_url()}?entry=2"

    assert lands_on(client.get(path)) == (
        f"/sign-in/?next={question.get_absolute_url()}%3Fentry%3D2"
    )


# --- A long thread -------------------------------------------------------------------


@pytest.fixture
def long(
    question: Conversation, carl: User, monkeypatch: pytest.MonkeyPatch
) -> Conversation:
    """Twelve entries, four to a page."""
    monkeypatch.setattr(stretch, "LENGTH", 4)
    for number in range(3, 13):
        said(question, by=carl, text=f"Number {number}")
    return question


def shown(client: PortalClient, path: str) -> list[str]:
    entries = client.page(path).cssselect(".portal-entry, .portal-event")
    return [str(entry.get("id")).removeprefix("entry-") for entry in entries]


def has_read(person: User, thread: Conversation, seq: int) -> None:
    with rls.entered(person.pk):
        thread.refresh_from_db()
        actions.mark_read(conversation=thread, seq=seq, by=anew(person))


def test_a_long_thread_shows_the_latest_and_leads_to_the_earlier(
    client: PortalClient, carl: User, long: Conversation
) -> None:
    path, pages = long.get_absolute_url(), []
    client.sign_in(carl)
    while path:
        pages.append(shown(client, path))
        link = client.page(path).xpath("//a[.='Show earlier entries']/@href")
        path = link[0] if link else ""

    assert pages == [
        ["9", "10", "11", "12"],
        ["5", "6", "7", "8"],
        ["1", "2", "3", "4"],
    ]


@pytest.mark.parametrize("seq", ["1", "2", "6", "11", "12"])
def test_a_permalink_shows_its_entry_however_old(
    seq: str, client: PortalClient, carl: User, long: Conversation
) -> None:
    path = f"{long.get_absolute_url()}?entry={seq}"

    assert seq in shown(client.sign_in(carl), path)


@pytest.mark.parametrize(
    "query",
    ["entry=", "entry=x", "entry=-1", "entry=²", "before=x", f"entry={'9' * 40}"],
)
def test_nonsense_shows_the_latest(
    query: str, client: PortalClient, carl: User, long: Conversation
) -> None:
    path = f"{long.get_absolute_url()}?{query}"

    assert shown(client.sign_in(carl), path) == ["9", "10", "11", "12"]


def test_earlier_entries_come_in_place_as_a_reload_would_show_them(
    client: PortalClient, carl: User, long: Conversation
) -> None:
    path = long.get_absolute_url()
    page = client.sign_in(carl).page(path)
    link = one(page, "#earlier a")
    answer = client.get(link.get("hx-get"), headers={"HX-Request": "true"})
    part = html.fragment_fromstring(answer.content.decode(), create_parent=True)
    own = [shape(entry) for entry in part.cssselect("article")]
    whole = client.page(str(link.get("href")))

    assert own == [shape(entry) for entry in whole.cssselect("article")]
    assert one(part, "#earlier a").get("href") == f"{path}?before=5"


def test_a_day_is_named_once_when_earlier_entries_come_in(
    client: PortalClient, carl: User, long: Conversation
) -> None:
    page = client.sign_in(carl).page(long.get_absolute_url())
    heading = one(page, ".portal-day")
    earlier = one(page, "#earlier a").get("hx-get")
    answer = client.get(earlier, headers={"HX-Request": "true"}).content.decode()

    assert f'id="{heading.get("id")}" hx-swap-oob="delete"' in answer


def test_a_page_in_the_middle_leads_to_the_later_and_to_the_latest(
    client: PortalClient, carl: User, long: Conversation
) -> None:
    path, pages = f"{long.get_absolute_url()}?before=3", []
    client.sign_in(carl)
    while path:
        pages.append(shown(client, path))
        page = client.page(path)
        path = "".join(page.xpath("//a[.='Show later entries']/@href"))
        latest = page.xpath("//a[.='The latest entries']/@href")
        assert latest == ([long.get_absolute_url()] if path else [])

    assert pages == [
        ["1", "2"],
        ["3", "4", "5", "6"],
        ["7", "8", "9", "10"],
        ["9", "10", "11", "12"],
    ]


def test_what_is_new_is_led_to_from_a_page_behind_it(
    client: PortalClient, ivan: User, long: Conversation
) -> None:
    has_read(ivan, long, 2)
    page = client.sign_in(ivan).page(long.get_absolute_url())
    path = str(one(page, ".portal-jumps li:first-child a").get("href"))

    assert not page.cssselect("#new")
    assert path == f"{long.get_absolute_url()}?entry=3#entry-3"
    assert client.page(path).cssselect("#new + #entry-3, #new ~ #entry-3")


def test_rows_lead_to_where_one_reads_on(
    client: PortalClient, carl: User, ivan: User, long: Conversation
) -> None:
    path = long.get_absolute_url()

    def row(person: User) -> str:
        return str(
            one(client.sign_in(person).page(INBOX), "#rows .portal-row__title").get(
                "href"
            )
        )

    assert row(ivan) == path
    has_read(ivan, long, 2)
    assert row(ivan) == f"{path}?entry=3#new"
    has_read(ivan, long, 10)
    assert row(ivan) == f"{path}#new"
    has_read(ivan, long, 12)
    assert row(ivan) == f"{path}#entry-12"


def test_before_the_beginning_is_nothing_and_no_harm(
    client: PortalClient, olga: User, long: Conversation
) -> None:
    for before in ("0", "1"):
        path = f"{long.get_absolute_url()}?before={before}"
        assert client.sign_in(olga).get(path).status_code == 200
