"""Looks at pages in a browser, and notes what is wrong with each.

axe is slow and judges markup and style, not words. So the markup is asked for first,
by the tests' client, and only a page with something on it that no browser has shown
yet, in its place, is opened in one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlsplit

from django.conf import settings
from lxml import etree, html
from playwright.sync_api import ConsoleMessage, Page, Response, ViewportSize

from tests.browser.conftest import AXE
from tests.client import PortalClient

PHONE = ViewportSize(width=320, height=640)
DESK = ViewportSize(width=1280, height=900)
# Without `preload`, which asks for the style sheets again for rules not in use.
RUN_AXE = """async () => (
    await axe.run({resultTypes: ["violations"], preload: false})
).violations.map(
    each => `${each.id}: ${each.nodes.map(node => node.target).join(" ")}`
)"""
# What differs from page to page without a difference to axe.
WORDING = re.compile(
    r"value|href|action|formaction|title|datetime|content|src|data-.*|hx-.*"
)
NUMBERED = re.compile(r"[A-Z]{2}-\w{4}-\w{4}|\d+")


@dataclass
class Inspector:
    """Visits pages in one window, as the person whom the client is signed in as.

    Attributes:
        seen: how all that a browser has shown is built.
        sizes: at which sizes axe looks.
        asked: the addresses that the client has asked for.
    """

    page: Page
    client: PortalClient
    seen: set[str]
    faults: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    sizes: tuple[ViewportSize, ...] = (PHONE, DESK)

    def __post_init__(self) -> None:
        # Twice as quick as to evaluate it in the page, half a megabyte each time.
        self.page.add_init_script(path=AXE)
        self.page.on("console", self.heard)
        self.page.on("response", self.missed)
        self.page.on("pageerror", lambda error: self.note(str(error)))

    def visit_with_variants(self, path: str) -> None:
        """Look at a page, and at what it offers of itself: filters, orders, pages."""
        for variant in [path, *variants(path, self.visit(path))]:
            self.visit(variant)

    def visit(self, path: str) -> str:
        """Look at a page that was not asked for before; return its markup."""
        if path in self.asked:
            return ""
        self.asked.add(path)
        markup = self.client.get(path).content.decode()
        if is_page(markup) and self.has_something_new(markup):
            self.page.set_viewport_size(PHONE)
            self.page.goto(path)
            self.inspect(path)
        return markup

    def has_something_new(self, markup: str) -> bool:
        """Whether something is built as on no page before; remembers it."""
        unseen = builds(markup) - self.seen
        self.seen |= unseen
        return bool(unseen)

    def inspect(self, name: str) -> None:
        """Look at the page that the window shows, at each size."""
        self.page.set_viewport_size(PHONE)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            self.faults.append(f"{name} is {width} px wide on a phone")
        for size in self.sizes:
            self.page.set_viewport_size(size)
            found = self.page.evaluate(RUN_AXE)
            self.faults += [f"{name} at {size['width']} px: {each}" for each in found]

    def note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")

    def heard(self, message: ConsoleMessage) -> None:
        """Note what the console says; of what failed to load, `missed` knows more."""
        loud = message.type in {"error", "warning"}
        if loud and not message.text.startswith("Failed to load resource"):
            self.note(message.text)

    def missed(self, response: Response) -> None:
        """Note what a page asks for and does not get, but for the stream.

        The stream comes from a process that does not run behind these tests, and a
        form that htmx sends is refused with 422, which is an answer.
        """
        is_answer = response.request.resource_type == "document"
        is_answer = is_answer or response.status == 422
        is_stream = response.url.endswith(settings.LIVE_PATH)
        if response.status >= 400 and not is_answer and not is_stream:
            self.note(f"needs {response.url}")


def is_page(markup: str) -> bool:
    """Whether it is a whole page, and not a part of one, or another thing."""
    return markup.lstrip().startswith("<!DOCTYPE")


def variants(path: str, markup: str) -> list[str]:
    """Return the links of a page that lead to itself with another query."""
    if not is_page(markup):
        return []
    here, page = urlsplit(path), html.document_fromstring(markup)
    links = page.cssselect("main nav a[href], main ul[aria-label] a[href]")
    to = {urlsplit(link.get("href", "")) for link in links}
    queries = {one.query for one in to if one.path in {"", here.path}}
    return [f"{here.path}?{query}" for query in sorted(queries) if query]


def builds(markup: str) -> set[str]:
    """Return how each element of a page is built, and the steps between headings."""
    body: html.HtmlElement = html.document_fromstring(markup).find("body")
    levels = [one.tag for one in body.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    return {*elements(body, ""), *(" ".join(step) for step in pairwise(levels))}


def elements(element: html.HtmlElement, above: str) -> Iterator[str]:
    """Yield each element without its words, with the tags and classes around it."""
    texts = [element.text, *(child.tail for child in element)]
    words = "…" if any(text and text.strip() for text in texts) else ""
    attributes = [attribute(*each) for each in sorted(element.attrib.items())]
    yield f"{above} {element.tag} {attributes} {words}"
    here = f"{above} {element.tag}.{element.get('class', '')}"
    for child in element.iterchildren(tag=etree.Element):
        yield from elements(child, here)


def attribute(name: str, value: str) -> str:
    if WORDING.fullmatch(name):
        return name
    return f"{name}={NUMBERED.sub('0', value)}"
