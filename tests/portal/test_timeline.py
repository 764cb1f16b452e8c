"""Everything that happened to a company, in one stream, narrowed and in pages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Account, User
from accounts.states import Duty
from conversations import actions
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from portal.timeline import stream
from portal.timeline.stream import Asked, Cursor, Happened, Source
from tests.client import PortalClient
from tests.factories import (
    LONG_AGO,
    AccountEventFactory,
    AccountFactory,
    StaffEventFactory,
    anew,
    assigned,
    opened,
    said,
)
from tests.pages import Page, said_in, words

MINUTE = timedelta(minutes=1)


def path(account: Account, query: str = "") -> str:
    return f"{account.get_absolute_url()}timeline/{query}"


def sentences(page: Page) -> list[str]:
    return said_in(page, ".portal-timeline__event a")


def told(
    account: Account, *lines: str, kind: str = "appointed", **given: object
) -> None:
    for number, line in enumerate(lines):
        AccountEventFactory.create(
            account=account,
            sentence=line,
            kind=kind,
            at=LONG_AGO + number * MINUTE,
            **given,
        )


@pytest.fixture
def closed(question: Conversation, carl: User) -> Conversation:
    """Carl's question, answered and closed."""
    with rls.entered(carl.pk):
        actions.close(conversation=question, reason=Reason.ANSWERED, by=anew(carl))
    return question


# --- Lines -----------------------------------------------------------------------


def test_it_tells_of_people_and_of_conversations_the_latest_first(
    client: PortalClient, olga: User, northwind: Account, closed: Conversation
) -> None:
    told(northwind, "Carl became company contact.")

    page = client.sign_in(olga).page(path(northwind))
    assert sentences(page) == [
        "“Which number fits the lamp?” was closed: it was answered.",
        "“Which number fits the lamp?” was opened and went to Ivan Reyes.",
        "Carl became company contact.",
    ]


def test_of_two_companies_of_one_reader_each_has_its_own_lines(
    client: PortalClient, nora: User, carl: User, northwind: Account
) -> None:
    aurora = AccountFactory.create(legal_name="Aurora Lights")
    assigned(nora, aurora, Duty.NAM)
    told(aurora, "Of Aurora.")
    StaffEventFactory(account=aurora, sentence="On Aurora.")
    opened(by=carl, account=northwind)

    client.sign_in(nora)
    assert sentences(client.page(path(aurora))) == ["Of Aurora.", "On Aurora."]
    lines = sentences(client.page(path(northwind)))
    assert len(lines) == 1
    assert "was opened" in lines[0]


def test_a_line_leads_to_where_it_happened(
    client: PortalClient, olga: User, northwind: Account, closed: Conversation
) -> None:
    told(northwind, "Carl became company contact.")

    links = (
        client.sign_in(olga)
        .page(path(northwind))
        .cssselect(".portal-timeline__event a")
    )
    thread, here = closed.get_absolute_url(), northwind.get_absolute_url()
    assert [link.get("href") for link in links] == [
        f"{thread}?entry=3#entry-3",
        f"{thread}?entry=1#entry-1",
        f"{here}#people",
    ]


def test_what_was_said_is_no_line(
    client: PortalClient, olga: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)

    page = client.sign_in(olga).page(path(question.account))
    assert len(sentences(page)) == 1


def test_an_empty_timeline_says_what_will_be_there(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    page = client.sign_in(olga).page(path(northwind))

    assert "Nothing has happened yet" in words(page)


# --- Who reads what ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        ("olga", ["Asked", "Both"]),
        ("lena", ["Asked", "Both"]),
        ("ada", []),
        ("ivan", ["Asked", "Both", "Officials"]),
        ("nora", ["Asked", "Both", "Officials"]),
        ("petra", ["Both", "Officials"]),
    ],
)
def test_everybody_reads_what_each_table_shows_them(
    reader: str,
    reads: list[str],
    client: PortalClient,
    northwind: Account,
    carl: User,
    request: pytest.FixtureRequest,
) -> None:
    person: User = request.getfixturevalue(reader)
    told(northwind, "Both sides.")
    StaffEventFactory.create(account=northwind, sentence="Officials only.")
    opened(by=carl, account=northwind, subject="Asked by Carl")

    page = words(client.sign_in(person).page(path(northwind)))
    found = [
        word for word in ("Asked by", "Both sides", "Officials only") if word in page
    ]
    assert [word.split()[0] for word in found] == reads


def test_an_agent_reads_of_what_was_given_to_them(
    client: PortalClient, ada: User, carl: User, question: Conversation
) -> None:
    with rls.entered(carl.pk):
        actions.share(conversation=question, agent=ada, by=anew(carl))

    page = client.sign_in(ada).page(path(question.account))
    assert len(sentences(page)) == 1


# --- Filters -----------------------------------------------------------------------


def test_it_is_narrowed_to_one_kind(
    client: PortalClient, olga: User, northwind: Account, question: Conversation
) -> None:
    told(northwind, "Carl became company contact.")
    told(northwind, "Nora became account manager.", kind="assigned")

    client.sign_in(olga)
    kinds = ("people", "officials", "conversations", "profile")
    found = [sentences(client.page(path(northwind, f"?kind={one}"))) for one in kinds]
    assert found == [
        ["Carl became company contact."],
        ["Nora became account manager."],
        ["“Which number fits the lamp?” was opened and went to Ivan Reyes."],
        [],
    ]


def test_it_is_narrowed_to_one_person(
    client: PortalClient,
    olga: User,
    carl: User,
    northwind: Account,
    question: Conversation,
) -> None:
    told(northwind, "By nobody.")
    told(northwind, "By Olga.", by=olga)

    client.sign_in(olga)
    by_olga = client.page(path(northwind, f"?by={olga.ref}"))
    by_carl = client.page(path(northwind, f"?by={carl.ref}"))
    assert sentences(by_olga) == ["By Olga."]
    assert [line[:6] for line in sentences(by_carl)] == ["“Which"]


def test_it_is_narrowed_to_a_period_by_the_readers_days(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    # In New York, where Olga is, the first is still the last of February.
    for number, at in enumerate((3, 6, 27)):
        moment = datetime(2024, 3, 1, tzinfo=UTC) + timedelta(hours=at)
        AccountEventFactory.create(account=northwind, sentence=f"{number}", at=moment)

    page = client.sign_in(olga).page(path(northwind, "?from=2024-03-01&to=2024-03-01"))
    assert sentences(page) == ["2", "1"][0:2]


def test_each_filter_is_taken_away_by_itself(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    query = f"?kind=people&by={olga.ref}&from=2024-01-01"
    page = client.sign_in(olga).page(path(northwind, query))

    on = {words(one): one.get("href") for one in page.cssselect(".portal-filters__on")}
    assert [label.split(" ×")[0] for label in on] == [
        "People",
        "Olga Petrenko",
        "From 1 Jan 2024",
    ]
    assert [query.partition("?")[2] for query in on.values()] == [
        f"by={olga.ref}&from=2024-01-01",
        "kind=people&from=2024-01-01",
        f"kind=people&by={olga.ref}",
    ]


@pytest.mark.parametrize(
    "query", ["?kind=x", "?from=x&to=0001-01-01", "?to=9999-12-31", "?before=x.y"]
)
def test_what_nobody_offered_narrows_nothing(
    client: PortalClient, olga: User, northwind: Account, query: str
) -> None:
    told(northwind, "A line.")

    assert sentences(client.sign_in(olga).page(path(northwind, query))) == ["A line."]


# --- Pages -------------------------------------------------------------------------


@pytest.fixture
def mixed(northwind: Account, nora: User) -> Iterator[User]:
    """Nora, in context, and lines of all tables, many of them of one moment."""
    draw = Random(4)  # noqa: S311  # no secret
    for number in range(30):
        at = LONG_AGO + MINUTE * draw.randrange(6)
        # Keys of one range, for the two tables count by themselves.
        line = {"account": northwind, "at": at, "sentence": f"{number}"}
        line["pk"] = 1_000_000 + number
        if draw.random() < 0.5:
            AccountEventFactory.create(**line, kind="appointed")
        else:
            StaffEventFactory.create(**line, kind="appointed")
    with rls.entered(nora.pk):
        yield anew(nora)


def walk(account: Account, reader: User, size: int) -> list[Happened]:
    """Return all lines, page after page."""
    found: list[Happened] = []
    cursor: Cursor | None = None
    for _page in range(100):  # a page that repeats itself would go on for ever
        page, after = stream.page_of(account, reader, Asked(), cursor, size=size)
        found += page
        if after is None:
            return found
        cursor = stream.read_cursor(str(after))
    return found


@pytest.mark.parametrize("size", [1, 2, 7, 100])
def test_pages_show_each_line_once_in_one_order(
    northwind: Account, mixed: User, size: int
) -> None:
    found = walk(northwind, mixed, size)

    keys = [(-row.at.timestamp(), row.source, -row.key) for row in found]
    assert len(found) == 30
    assert keys == sorted(set(keys))


def test_the_next_page_is_one_click_and_keeps_the_filter(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    told(northwind, *(f"Line {number}." for number in range(51)))

    first = client.sign_in(olga).page(path(northwind, "?kind=people"))
    (older,) = first.cssselect(".portal-pages__older")
    assert sentences(client.page(older.get("href"))) == ["Line 0."]


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(Source), st.integers(0))
@settings(max_examples=50)
def test_a_cursor_reads_as_it_was_written(
    at: datetime, source: Source, key: int
) -> None:
    cursor = Cursor(at, source, key)

    assert stream.read_cursor(str(cursor)) == cursor


def test_a_line_that_this_release_does_not_know_breaks_no_page(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    told(northwind, "Something new.", kind="told by a later release")

    assert sentences(client.sign_in(olga).page(path(northwind))) == ["Something new."]
