"""The components of the design system, each by itself."""

from typing import Any

from django.test import RequestFactory
from django_cotton.utils import render_component
from lxml import html

from portal.decisions import ALLOWED, denied


def drawn(name: str, **given: Any) -> html.HtmlElement:
    page = render_component(RequestFactory().get("/"), name, given)
    return html.fromstring(f"<main>{page}</main>")


def test_a_button_is_a_button() -> None:
    (button,) = drawn("button", decision=ALLOWED)

    assert (button.tag, button.get("type"), button.get("class")) == (
        "button",
        "submit",
        "usa-button",
    )


def test_a_button_with_an_address_is_a_link() -> None:
    (link,) = drawn("button", href="/conversations/new/", look="outline")

    assert link.get("href") == "/conversations/new/"
    assert link.get("class") == "usa-button usa-button--outline"


def test_a_button_that_may_not_be_pressed_gives_the_reason() -> None:
    (reason,) = drawn("button", href="/x/", decision=denied("Only an officer signs."))

    assert (reason.tag, reason.text) == ("p", "Only an officer signs.")


def test_pages_have_only_the_steps_that_exist() -> None:
    assert not len(drawn("pagination"))
    assert drawn("pagination", older="?before=9").xpath("//a/@href") == ["?before=9"]
    assert drawn("pagination", newer="/", older="?b").xpath("//a/@rel") == [
        "prev",
        "next",
    ]


def test_breadcrumbs_end_where_one_is() -> None:
    here = drawn("breadcrumbs", here="TC-7F3K-2Q9M").xpath("//*[@aria-current='page']")

    assert [step.text for step in here] == ["TC-7F3K-2Q9M"]
