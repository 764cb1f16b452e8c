"""The page of one criterion."""

from urllib.parse import unquote

import pytest

from accounts.models import Account, User
from criteria.catalogue import Catalogue
from tests.client import PortalClient
from tests.criteria.conftest import published_as, queries, short
from tests.pages import Page, lands_on, one, said_in, words

ASK = ".portal-head__actions a"


def path(number: str) -> str:
    return f"/criteria/{number}/"


def facts(page: Page) -> dict[str, str]:
    names = said_in(page, ".portal-rail dt")
    return dict(zip(names, said_in(page, ".portal-rail dd"), strict=True))


@pytest.mark.parametrize("reader", ["carl", "lena", "ada", "ivan", "petra"])
def test_everybody_reads_what_a_criterion_asks_for(
    client: PortalClient,
    request: pytest.FixtureRequest,
    few: Catalogue,
    reader: str,
) -> None:
    page = client.sign_in(request.getfixturevalue(reader)).page(path("9.13"))

    assert words(one(page, "h1")) == "9.13 Cameras cover key import and export areas"
    assert said_in(page, ".portal-prose li") == [
        "Must: key areas are covered",
        "Should: best reasonable quality, all day and night",
        "Camera map",
        "Recording settings",
    ]
    assert said_in(page, ".portal-lead") == [
        "Must Physical Security only if cameras are used"
    ]
    shown = facts(page)
    assert shown["Phase"] == "Phase 3: Security vision and physical security"
    assert shown["Category"] == "9. Physical Security"
    assert shown["Applies to importers"] == "Probable"


def test_a_criterion_without_points_or_condition_shows_no_empty_places(
    client: PortalClient, carl: User, few: Catalogue
) -> None:
    page = client.sign_in(carl).page(path("4.1"))

    assert said_in(page, ".portal-prose h2") == ["What usually shows it"]
    assert said_in(page, ".portal-lead") == ["Must Cybersecurity"]
    assert "Level" not in facts(page)
    assert "" not in facts(page).values()


def test_a_level_that_changed_says_when(
    client: PortalClient, carl: User, few: Catalogue
) -> None:
    shown = facts(client.sign_in(carl).page(path("3.9")))

    assert shown["Level"] == "Must since 1 January 2023; before: Should"
    assert shown["A source names"].startswith("U.S. importers; U.S. exporters; Foreign")


def test_the_page_says_that_the_wording_has_no_authority(
    client: PortalClient, carl: User, few: Catalogue
) -> None:
    alert = one(client.sign_in(carl).page(path("4.1")), "main .usa-alert")

    assert "not CBP text" in words(alert)


# --- Asking --------------------------------------------------------------------------


def test_a_contact_asks_about_it_under_its_topic(
    client: PortalClient, carl: User, northwind: Account, few: Catalogue
) -> None:
    page = client.sign_in(carl).page(path("4.1"))
    asking = client.page(one(page, ASK).get("href"))

    assert words(one(page, ASK)) == "Ask about this criterion"
    assert words(one(asking, "h1")) == "Security criteria"
    assert northwind.legal_name in words(one(asking, ".portal-lead"))


def test_a_viewer_reads_why_they_may_not_ask(
    client: PortalClient, lena: User, few: Catalogue
) -> None:
    page = client.sign_in(lena).page(path("4.1"))

    assert not page.cssselect(ASK)
    assert "You may read here, not write." in words(one(page, ".portal-why-not"))


def test_an_agent_of_two_companies_chooses_one_on_the_way(
    client: PortalClient, ada: User, few: Catalogue
) -> None:
    page = client.sign_in(ada).page(path("4.1"))
    response = client.get(one(page, ASK).get("href"))

    assert unquote(lands_on(response)) == (
        "/acting-for/?next=/conversations/new/?topic=security_criteria"
    )


def test_whoever_left_reads_and_does_not_ask(
    client: PortalClient, paul: User, few: Catalogue
) -> None:
    page = client.sign_in(paul).page(path("4.1"))

    assert not page.cssselect(ASK)


def test_an_official_is_not_offered_to_ask(
    client: PortalClient, ivan: User, few: Catalogue
) -> None:
    page = client.sign_in(ivan).page(path("4.1"))

    assert not page.cssselect(".portal-head__actions *")


# --- Out of sight --------------------------------------------------------------------


def test_what_may_not_be_for_importers_is_out_of_their_sight(
    client: PortalClient, carl: User, ivan: User, few: Catalogue
) -> None:
    assert client.sign_in(carl).get(path("3.8")).status_code == 404

    page = PortalClient().sign_in(ivan).page(path("3.8"))
    assert facts(page)["Applies to importers"].startswith("Doubtful")


@pytest.mark.parametrize("number", ["4.99", "13.1", "04.1", "4.1.1", "four"])
def test_a_number_without_a_criterion_is_not_found(
    client: PortalClient, carl: User, few: Catalogue, number: str
) -> None:
    assert client.sign_in(carl).get(path(number)).status_code == 404


def test_before_anything_is_published_there_is_no_criterion(
    client: PortalClient, carl: User
) -> None:
    assert client.sign_in(carl).get(path("4.1")).status_code == 404


@pytest.mark.parametrize("length", [2, 9])
@pytest.mark.parametrize("number", ["1.1", "1.2"])
def test_one_criterion_costs_the_same_in_a_longer_list(
    client: PortalClient, carl: User, listed: Catalogue, number: str, length: int
) -> None:
    published_as(short(listed, length))
    frame = queries(client.sign_in(carl), "/help/")

    assert queries(client, path(number)) == frame + 3  # version, criterion, points
