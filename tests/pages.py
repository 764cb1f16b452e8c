"""Read pages, fill forms and apply swaps as a person's browser does."""

from typing import Any, TypeAlias
from urllib.parse import urlsplit

from lxml import html

from accounts.models import Account
from tests.client import PortalClient, parsed

Page: TypeAlias = html.HtmlElement


def words(element: Page) -> str:
    """Return what an element says, with single spaces."""
    return " ".join(element.text_content().split())


def said_in(page: Page, css: str) -> list[str]:
    """Return what each element that CSS finds says, in the order of the page."""
    return [words(element) for element in page.cssselect(css)]


def one(page: Page, css: str) -> Page:
    """Return the only element that CSS finds."""
    found = page.cssselect(css)
    assert len(found) == 1, f"{len(found)} elements for {css}"
    return found[0]


def terms(element: Page) -> dict[str, str]:
    """Return each term of a list, with what stands behind it."""
    return {words(term): words(term.getnext()) for term in element.iter("dt")}


def filled(form: Page, **typed: str) -> dict[str, str]:
    """Return what a form would send: its own values, and what a person types."""
    fields = {field.name: field for field in form.inputs if field.name}
    unknown = typed.keys() - fields.keys()
    assert not unknown, f"The form has no field for {unknown}."
    return {name: value_of(field) for name, field in fields.items()} | typed


def value_of(field: Any) -> str:
    """Return what a field holds; a browser drops one line break at a text's start."""
    return str(field.value or "").removeprefix("\n")


def send(client: PortalClient, path: str, form: str, **typed: str) -> Any:
    """Open a page, type into one of its forms and send it."""
    element = one(client.page(path), form)
    return client.post(element.get("action") or path, filled(element, **typed))


def asking(account: Account, topic: str = "classification") -> str:
    """Return the address of the form that opens a conversation."""
    return f"/conversations/new/?account={account.ref}&topic={topic}"


def lands_on(response: Any) -> str:
    """Return the path and query that an answer leads to, without the fragment."""
    assert response.status_code == 302, response.status_code
    parts = urlsplit(response["Location"])
    return str(parts._replace(fragment="").geturl())


def error_words(response: Any) -> list[str]:
    """Return the lines of the summary over a form that could not be sent."""
    return said_in(parsed(response), ".portal-errors__list li")


# --- Swaps ---------------------------------------------------------------------------


def swapped(page: Page, answer: Any, target: str) -> Page:
    """Apply an htmx answer with `outerHTML` to a page, out-of-band parts included."""
    for part in html.fragments_fromstring(answer.content.decode().strip()):
        aside = str(part.attrib.pop("hx-swap-oob", ""))
        _style, _colon, css = aside.partition(":")
        place = one(page, css or (f"#{part.get('id')}" if aside else target))
        part.tail = place.tail
        place.getparent().replace(place, part)
    return page


def shape(element: Page) -> str:
    """Return an element for comparison: without blanks, tokens and one-time keys."""
    for secret in element.cssselect("[name=csrfmiddlewaretoken], [name=key]"):
        secret.set("value", "")
    if "hx-headers" in element.attrib:
        element.set("hx-headers", "")
    source = html.tostring(element, encoding="unicode", with_tail=False)
    return " ".join(source.replace(">", "> ").replace("<", " <").split())
