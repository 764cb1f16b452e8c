"""Every page that anybody gets: its frame, its ids, its words, its headers."""

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html

from tests.client import BadPage, PortalClient, parsed
from tests.house.anatomy import faults
from tests.house.planted import BAD_PAGES
from tests.house.rows import expectation
from tests.house.table import TABLE
from tests.house.town import VISITORS, Town, undone

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
SAFE = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


# --- Pages -------------------------------------------------------------------------


def pages(town: Town, visitor: str) -> Iterator[tuple[str, html.HtmlElement]]:
    """Yield every page that a visitor gets, and each kind of refusal once."""
    client, seen = town.browser(visitor), set[str]()
    for route, rows in TABLE.items():
        for row in rows:
            status = expectation(route, row.get, visitor)
            look = route if status == 200 else str(status)
            if look in seen or isinstance(status, str):
                continue
            seen.add(look)
            with undone():
                answer = client.get(row.path(route, town))
            if "<html" in answer.content.decode():
                yield route, parsed(answer)


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_of_everybody_is_well_built(town: Town, visitor: str) -> None:
    found = [
        f"{route}: {fault}"
        for route, page in pages(town, visitor)
        for fault in faults(page)
    ]

    assert not found, "\n".join(found)


@pytest.mark.urls("tests.house.planted")
@pytest.mark.parametrize("bad", BAD_PAGES)
def test_the_client_refuses_a_planted_fault(
    client: PortalClient, db: None, bad: str
) -> None:
    with pytest.raises(BadPage):
        client.get(f"/planted/{bad}/")


# --- Headers -----------------------------------------------------------------------


def expect_safe(answer: Any, status: int, **different: str) -> None:
    assert answer.status_code == status
    sent = {name: answer.get(name) for name in SAFE}
    assert sent == SAFE | different
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY


def test_a_page_has_exactly_the_safe_headers(town: Town) -> None:
    carl = town.browser("carl")
    here = town.question.get_absolute_url()

    expect_safe(carl.get("/"), 200)
    expect_safe(carl.get(here), 200)
    expect_safe(carl.get("/portfolio/"), 403)
    expect_safe(carl.get(town.secret.get_absolute_url()), 404)
    expect_safe(carl.get("/no/such/page/"), 404)
    expect_safe(carl.post("/"), 405)
    expect_safe(carl.post(f"{here}reply/", {"text": ""}), 422)
    expect_safe(carl.get("/livez"), 200)


def test_a_redirect_and_an_empty_answer_have_the_safe_headers(town: Town) -> None:
    carl = town.browser("carl")
    news = f"{town.question.get_absolute_url()}news/?after=99"

    expect_safe(town.browser("anonymous").get("/"), 302)
    expect_safe(carl.get(news, headers={"HX-Request": "true"}), 204)


def test_the_door_has_the_safe_headers(town: Town) -> None:
    """allauth's own caching words are as strict, and it forbids being kept, too."""
    never = "max-age=0, no-cache, no-store, must-revalidate, private"

    expect_safe(
        town.browser("anonymous").get("/sign-in/"), 200, **{"Cache-Control": never}
    )


def test_an_unreadable_request_has_the_safe_headers(client: PortalClient) -> None:
    expect_safe(client.get("/livez", headers={"Host": "evil.example"}), 400)


@pytest.mark.urls("tests.house.planted")
def test_a_broken_page_has_the_safe_headers_and_tells_nothing(town: Town) -> None:
    answer = town.browser("carl").get("/planted/broken/")

    expect_safe(answer, 500)
    assert "ZeroDivisionError" not in answer.content.decode()
    assert list(faults(parsed(answer))) == []


def test_cookies_stay_with_the_browser_and_the_site(town: Town) -> None:
    cookies = town.browser("carl").get("/").cookies

    assert set(cookies) == {"portal-session", "portal-csrf"}
    assert cookies["portal-session"]["httponly"]
    assert {cookie["samesite"] for cookie in cookies.values()} == {"Lax"}


# --- The anatomy finds faults ------------------------------------------------------

GOOD = """<!DOCTYPE html><html lang="en"><head><title>Home – Portal</title></head><body>
<header><a href="/">Portal</a></header>
<nav aria-label="Main"><a href="/">Home</a></nav>
<main id="main"><h1>Home</h1><h2>List</h2>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="x">
<label for="q">Words</label><input id="q" name="q"><button>Find</button></form></main>
<footer>End</footer></body></html>"""

FAULTS = {
    ' lang="en"': "",
    "Home – Portal": " – Portal",
    "<h1>Home</h1>": "",
    "<h2>": "<h1>again</h1><h2>",
    "<h2>List</h2>": "<h3>List</h3>",
    '<main id="main">': "<main></main><main>",
    "<header>": "<div>",
    "<footer>": "<div>",
    ' aria-label="Main"': "",
    ">Home</a></nav>": "></a></nav>",
    '<label for="q">': "<label>",
    '<input id="q"': '<input id="q" aria-describedby="gone"',
    'method="post">': 'method="post" hx-target="#gone">',
    '<a href="/">Home': '<a href="#gone">Home',
    "<footer>End": '<footer><img src="/a.png">End',
    "<button>Find": "<button>",
    '<input type="hidden" name="csrfmiddlewaretoken" value="x">': "",
    "</h2>": '</h2><a href="https://elsewhere.example" target="_blank">Away</a>',
}


def test_the_anatomy_is_content_with_a_good_page() -> None:
    assert list(faults(html.document_fromstring(GOOD))) == []


@pytest.mark.parametrize("part", FAULTS)
def test_the_anatomy_finds_a_fault(part: str) -> None:
    assert part in GOOD
    page = html.document_fromstring(GOOD.replace(part, FAULTS[part], 1))

    assert list(faults(page))
