"""A view of the portfolio is kept under a name, found again, and removed."""

from typing import Any

import pytest

from accounts.models import SavedView, User
from accounts.models.saved import MOST
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import SavedViewFactory
from tests.pages import error_words, filled, lands_on, one, said_in

SILENT = "show=silent&days=60"


def keep(client: PortalClient, name: str, query: str = SILENT) -> Any:
    return client.post("/portfolio/views/", {"name": name, "query": query})


def kept(client: PortalClient) -> list[str]:
    return said_in(client.page("/portfolio/"), ".portal-views li > a")


def test_a_view_is_kept_found_and_removed(client: PortalClient, nora: User) -> None:
    page = client.sign_in(nora).page(f"/portfolio/?{SILENT}")
    form = filled(one(page, ".portal-keep form"))

    answer = client.post("/portfolio/views/", {**form, "name": "Very silent"})

    assert lands_on(answer) == f"/portfolio/?{SILENT}"
    page = client.page("/portfolio/")
    (link,) = page.cssselect(".portal-views li > a")
    assert link.get("href") == f"/portfolio/?{SILENT}"
    assert client.page(link.get("href")).cssselect(".portal-views [aria-current]")
    client.post(one(page, ".portal-views form").get("action"))
    assert kept(client) == []


def test_nobody_finds_or_removes_the_view_of_another(
    client: PortalClient, nora: User, sam: User
) -> None:
    view = SavedViewFactory.create(user=nora)

    assert kept(client.sign_in(sam)) == []
    assert client.post(f"/portfolio/views/{view.pk}/remove/").status_code == 404
    with as_owner():
        assert SavedView.objects.exists()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "Give the view a name."),
        ("x" * 41, "Shorten this to 40 characters; it has 41."),
        ("Taken", "You have a view of this name. Choose another, or remove it first."),
    ],
)
def test_a_name_that_will_not_do_is_said_and_stays(
    client: PortalClient, nora: User, name: str, error: str
) -> None:
    SavedViewFactory.create(user=nora, name="Taken")

    answer = keep(client.sign_in(nora), name)

    assert answer.status_code == 422
    assert error in error_words(answer)
    form = filled(one(parsed(answer), ".portal-keep form"))
    assert form["name"] == name
    assert form["query"] == SILENT


def test_there_is_an_end_to_them(client: PortalClient, nora: User) -> None:
    for _ in range(MOST):
        SavedViewFactory.create(user=nora)

    answer = keep(client.sign_in(nora), "One more")

    assert error_words(answer) == [
        f"You have {MOST} views. Remove one that you no longer use."
    ]


def test_what_nobody_offered_is_not_kept(client: PortalClient, nora: User) -> None:
    keep(client.sign_in(nora), "Odd", "show=everything&words=a&x=1")

    with as_owner():
        assert SavedView.objects.get().query == "words=a"
