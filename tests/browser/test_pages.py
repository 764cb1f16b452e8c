"""Every page as every person: nothing overflows, nobody is shut out, nothing is odd.

Each page is looked at in one visit: at 320 px it must not scroll sideways, axe must
find nothing, and the console must stay silent, the content security policy included.
axe is slow and judges markup and style, so of pages that differ in their words alone
it looks at one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Page, Response, ViewportSize

from accounts.models import Account, User
from conversations.models import Conversation
from tests.browser.conftest import AXE, Window
from tests.factories import AccountEventFactory, UserFactory, opened, said
from tests.house.routes import routes
from tests.pages import asking

PHONE = ViewportSize(width=320, height=640)
DESK = ViewportSize(width=1280, height=900)
WITHOUT_PAGE = {"livez", "readyz"}
LONG = "Antidisestablishmentarianism" * 4
MARKDOWN = f"""# A heading

**Bold**, a long word {LONG} and a [link](https://www.example.test/{LONG}).

> A quotation

1. One
2. Two

```
{"wide " * 60}
```"""
# What differs from page to page without a difference to axe.
NAMES = "value|href|action|title|datetime|content|hx-headers|hx-post|hx-get"
SKELETON = re.compile(rf'(?<=>)[^<]+|\b(?:{NAMES})="[^"]*"')
RUN_AXE = """async () => (await axe.run({resultTypes: ["violations"]})).violations.map(
    each => `${each.id}: ${each.nodes.map(node => node.target).join(" ")}`
)"""


@dataclass
class Inspector:
    """Visits pages in one window and notes what is wrong with each."""

    page: Page
    faults: list[str]
    seen: set[str]

    def visit(self, path: str) -> None:
        self.page.set_viewport_size(PHONE)
        response = self.page.goto(path)
        markup = response.text().lstrip() if response else ""
        if markup.startswith("<!DOCTYPE"):  # else it is a part of a page
            self.inspect(path, markup)

    def inspect(self, path: str, markup: str) -> None:
        """Look at the page that is shown, small and wide."""
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            self.faults.append(f"{path} is {width} px wide on a phone")
        if (skeleton := SKELETON.sub("", markup)) not in self.seen:
            self.seen.add(skeleton)
            self.find_barriers(path)

    def find_barriers(self, path: str) -> None:
        self.page.evaluate(AXE.read_text())
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)
            found = self.page.evaluate(RUN_AXE)
            self.faults += [f"{path} at {size['width']} px: {each}" for each in found]

    def heard(self, message: ConsoleMessage) -> None:
        """Note what the console says; of what failed to load, `missed` knows more."""
        loud = message.type in {"error", "warning"}
        if loud and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"{self.page.url}: {message.text}")

    def missed(self, response: Response) -> None:
        """Note what a page asks for and does not get, but for the stream.

        The stream comes from a process that does not run behind these tests, and a
        form that htmx sends is refused with 422, which is an answer.
        """
        is_answer = response.request.resource_type == "document"
        is_answer = is_answer or response.status == 422
        is_stream = response.url.endswith(settings.LIVE_PATH)
        if response.status >= 400 and not is_answer and not is_stream:
            self.faults.append(f"{self.page.url} needs {response.url}")


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The skeletons of all pages that axe has looked at."""
    return set()


def inspector(page: Page, seen: set[str]) -> Inspector:
    made = Inspector(page, [], seen)
    page.on("console", made.heard)
    page.on("response", made.missed)
    page.on("pageerror", lambda error: made.faults.append(f"{page.url}: {error}"))
    return made


def addresses() -> Iterator[str]:
    """Yield every address that names nothing; a new one is inspected by itself."""
    for route in routes():
        if "<" not in route.path and route.name not in WITHOUT_PAGE:
            yield reverse(route.name)


@pytest.fixture
def thread(
    northwind: Account, carl: User, ivan: User, ada: User, nora: User
) -> Conversation:
    """A conversation with everything that can stand in one, new things included."""
    AccountEventFactory.create(account=northwind, sentence="Something happened.")
    thread = opened(by=ada, account=northwind, topic="protest", text=MARKDOWN)
    said(thread, by=ivan)
    said(thread, by=carl, text=MARKDOWN)
    said(thread, by=nora, text="One more question.")
    return thread


@pytest.mark.parametrize(
    "person", ["anonymous", "carl", "olga", "ada", "ivan", "nora", "petra"]
)
def test_every_page_is_for_everybody(
    person: str,
    window: Window,
    thread: Conversation,
    northwind: Account,
    seen: set[str],
    request: pytest.FixtureRequest,
) -> None:
    UserFactory.create(name="Demi Carl", subject="demo:carl")  # for the sign-in page
    user = None if person == "anonymous" else request.getfixturevalue(person)
    visitor = inspector(window(user), seen)
    path = thread.get_absolute_url()
    named = [path, f"{path}reply/", northwind.get_absolute_url(), asking(northwind)]
    for each in [*addresses(), *named, asking(northwind, ""), "/nothing/"]:
        visitor.visit(each)

    assert visitor.faults == []


@pytest.mark.parametrize("person", ["carl", "ivan", "nora", "petra"])
def test_also_when_there_is_nothing_on_it(
    person: str, window: Window, seen: set[str], request: pytest.FixtureRequest
) -> None:
    visitor = inspector(window(request.getfixturevalue(person)), seen)
    for path in ("/", "/conversations/", "/conversations/new/?q=zzz"):
        visitor.visit(path)

    assert visitor.faults == []


def test_also_when_a_form_could_not_be_sent(
    window: Window, seen: set[str], carl: User, thread: Conversation, northwind: Account
) -> None:
    visitor = inspector(window(carl), seen)
    for path, form in (
        (asking(northwind, "prior_disclosure"), "#write"),
        (thread.get_absolute_url(), "#reply"),
    ):
        visitor.page.set_viewport_size(PHONE)
        visitor.page.goto(path)
        visitor.page.locator(form).get_by_role("button", name="Send").click()
        visitor.page.locator(f"{form} [role=alert]").wait_for()
        visitor.inspect(f"{path} in error", visitor.page.content())

    assert visitor.faults == []


def test_also_when_the_sign_in_failed(
    window: Window, seen: set[str], carl: User
) -> None:
    visitor = inspector(window(), seen)
    visitor.page.goto("/sign-in/")
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    visitor.page.locator("[role=alert]").wait_for()
    visitor.page.set_viewport_size(PHONE)
    visitor.inspect("/sign-in/ in error", visitor.page.content())

    assert visitor.faults == []
