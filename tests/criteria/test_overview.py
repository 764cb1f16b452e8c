"""The list of criteria, by phase and by category."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.models import User
from criteria.catalogue import Catalogue
from tests.client import PortalClient
from tests.criteria.conftest import published_as, queries, short
from tests.criteria.test_catalogue import DOUBTFUL
from tests.pages import Page, one, said_in, words

PATH = "/criteria/"
BY_CATEGORY = f"{PATH}?by=category"


def rows(page: Page) -> list[tuple[str, str]]:
    """Return what each row says of a criterion: number with title, and level."""
    titles = said_in(page, ".portal-row__title")
    return list(zip(titles, said_in(page, ".portal-row__when"), strict=True))


def numbers(page: Page) -> list[str]:
    return [title.split()[0] for title, _level in rows(page)]


def headings(page: Page) -> list[str]:
    return said_in(page, "main section > h2")


def test_a_member_reads_the_list_by_phase(
    client: PortalClient, carl: User, published: Catalogue
) -> None:
    page = client.sign_in(carl).page(PATH)

    assert headings(page) == [
        f"Phase {phase.number}: {phase.name}" for phase in published.phases
    ]
    assert ("4.1 Comprehensive written cybersecurity policies", "Must") in rows(page)
    assert ("4.4", "Should") in [(row[0].split()[0], row[1]) for row in rows(page)]
    assert said_in(page, "main h3")[:3] == [
        "4. Cybersecurity 10 must, 3 should",
        f"5. {published.categories[4].name} 6 must, 5 should",
        "6. Seal Security 5 must",
    ]


def test_the_list_can_be_read_by_category(
    client: PortalClient, carl: User, published: Catalogue
) -> None:
    page = client.sign_in(carl).page(BY_CATEGORY)

    assert headings(page) == [
        "Corporate Security",
        "Transportation Security",
        "People and Physical Security",
    ]
    assert numbers(page) == [
        one.number for one in published.criteria if one.for_importers
    ]


@pytest.mark.parametrize(
    ("path", "current", "other"),
    [
        (PATH, "By phase", BY_CATEGORY),
        (BY_CATEGORY, "By category", f"{PATH}?by=phase"),
        (f"{PATH}?by=nonsense", "By phase", BY_CATEGORY),
    ],
)
def test_the_order_stands_in_words_and_leads_to_the_other(
    client: PortalClient,
    carl: User,
    few: Catalogue,
    path: str,
    current: str,
    other: str,
) -> None:
    orders, _jumps = client.sign_in(carl).page(path).cssselect(".portal-jumps")

    assert said_in(orders, "li") == ["By phase", "By category"]
    assert said_in(orders, "[aria-current]") == [current]
    assert [link.get("href") for link in orders.cssselect("a")] == [other]


def test_each_phase_can_be_jumped_to(
    client: PortalClient, carl: User, published: Catalogue
) -> None:
    page = client.sign_in(carl).page(PATH)

    _orders, jumps = page.cssselect(".portal-jumps")
    assert said_in(jumps, "a") == ["Phase 1", "Phase 2", "Phase 3", "Phase 4"]
    for link in jumps.cssselect("a"):
        assert words(one(page, link.get("href"))).startswith(words(link))


@pytest.mark.parametrize("path", [PATH, BY_CATEGORY])
def test_members_do_not_see_what_may_not_be_for_importers(
    client: PortalClient, carl: User, published: Catalogue, path: str
) -> None:
    listed = numbers(client.sign_in(carl).page(path))

    assert len(listed) == 93
    assert not set(DOUBTFUL) & set(listed)


@pytest.mark.parametrize(
    ("reader", "path"), [("ivan", PATH), ("sam", BY_CATEGORY), ("petra", PATH)]
)
def test_officials_read_all_and_are_told_what_members_do_not_see(
    client: PortalClient,
    request: pytest.FixtureRequest,
    published: Catalogue,
    reader: str,
    path: str,
) -> None:
    page = client.sign_in(request.getfixturevalue(reader)).page(path)

    assert sorted(numbers(page)) == sorted(one.number for one in published.criteria)
    doubts = [
        line
        for line in said_in(page, ".portal-row__detail")
        if "members do not see it" in line.lower()
    ]
    assert len(doubts) == len(DOUBTFUL)


def test_a_row_says_when_a_criterion_applies(
    client: PortalClient, carl: User, few: Catalogue
) -> None:
    page = client.sign_in(carl).page(PATH)

    assert "Only if cameras are used" in said_in(page, ".portal-row__detail")


def test_the_page_says_that_the_list_has_no_authority(
    client: PortalClient, carl: User, few: Catalogue
) -> None:
    alert = one(client.sign_in(carl).page(PATH), "main .usa-alert")

    assert words(alert).startswith("Reconstructed from public listings; not CBP text.")
    assert one(alert, "a").get("href") == few.source_url


def test_the_list_is_named_with_its_size_as_the_reader_sees_it(
    client: PortalClient, carl: User, published: Catalogue
) -> None:
    page = client.sign_in(carl).page(PATH)

    assert said_in(page, ".portal-rail dd") == [
        published.name,
        "1 Jan 2020",
        "60 must, 33 should",
        "2 Nov 2026",
    ]


def test_a_list_with_authority_needs_no_such_words(
    client: PortalClient, carl: User, listed: Catalogue
) -> None:
    published_as(replace(listed, note=""))
    page = client.sign_in(carl).page(PATH)

    assert not page.cssselect("main .usa-alert")


def test_the_page_says_that_a_phase_is_no_exemption(
    client: PortalClient, carl: User, few: Catalogue
) -> None:
    page = client.sign_in(carl).page(PATH)

    assert "never an exemption" in words(one(page, ".portal-lead"))


def test_the_navigation_leads_there(
    client: PortalClient, carl: User, few: Catalogue
) -> None:
    page = client.sign_in(carl).page(PATH)

    current = one(page, ".portal-side a[aria-current=page]")
    assert (words(current), current.get("href")) == ("Criteria", PATH)


def test_before_anything_is_published_the_page_says_what_will_be_here(
    client: PortalClient, carl: User
) -> None:
    page = client.sign_in(carl).page(PATH)

    assert "No list of criteria is in force yet." in words(one(page, ".portal-empty"))


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (datetime(2026, 12, 31, 12, tzinfo=UTC), "Old"),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), "New"),
    ],
)
def test_a_new_version_holds_from_its_day(
    client: PortalClient, carl: User, listed: Catalogue, today: datetime, first: str
) -> None:
    published_as(titled(short(listed, 2), "Old"))
    later = replace(short(listed, 2), number=2, effective_on=date(2027, 1, 1))
    published_as(titled(later, "New"))

    with time_machine.travel(today, tick=False):
        page = client.sign_in(carl).page(PATH)

    assert rows(page)[0] == (f"1.1 {first}", "Should")


def titled(listed: Catalogue, title: str) -> Catalogue:
    criteria = tuple(replace(one, title=title) for one in listed.criteria)
    return replace(listed, criteria=criteria)


@pytest.mark.parametrize("length", [2, 9, 97])
@pytest.mark.parametrize("path", [PATH, BY_CATEGORY])
def test_a_longer_list_costs_no_more_queries(
    client: PortalClient, carl: User, listed: Catalogue, path: str, length: int
) -> None:
    published_as(short(listed, length))
    frame = queries(client.sign_in(carl), "/help/")

    assert queries(client, path) == frame + 2  # version, criteria
