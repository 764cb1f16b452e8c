"""How a page has to be built so that everybody finds their way in it."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from lxml.html import HtmlElement

ID_LISTS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
ID_LINKS = ("href", "hx-target", "hx-include", "hx-indicator", "hx-select")
NAMED = ("button", "a", "summary", "h1", "h2", "h3", "h4", "label", "legend", "th")
NO_LABEL = ("hidden", "submit", "button", "image", "reset")


def faults(page: HtmlElement) -> Iterator[str]:
    """Yield what is wrong with the build of a whole page."""
    for inspect in (frame, headings, landmarks, references, controls, names, forms):
        yield from inspect(page)


def frame(page: HtmlElement) -> Iterator[str]:
    if not page.get("lang"):
        yield "The page does not say its language."
    title = page.findtext(".//title") or ""
    own, dash, portal = title.strip().partition("–")
    if not (own.strip() and dash and portal.strip()):
        yield f"The title “{title}” does not name page and portal."


def headings(page: HtmlElement) -> Iterator[str]:
    levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1:
        yield f"There are {levels.count(1)} h1."
    if not page.xpath("//main//h1"):
        yield "The h1 is not in the main part."
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"An h{below} follows an h{above}."


def landmarks(page: HtmlElement) -> Iterator[str]:
    for tag in ("header", "main", "footer"):
        count = len(page.xpath(f"//{tag}"))
        if count != 1:
            yield f"There are {count} {tag}."
    labels = Counter(label_of(page, nav) for nav in page.iter("nav", "aside"))
    for label, count in labels.items():
        if not label or count > 1:
            yield f"{count} navigations or asides are called “{label}”."


def label_of(page: HtmlElement, element: HtmlElement) -> str:
    """Return an element's own label, or that of the elements which label it."""
    ids = element.get("aria-labelledby", "").split()
    named = [part.text_content() for one in ids for part in by_id(page, one)]
    return " ".join([element.get("aria-label", ""), *named]).strip()


def by_id(page: HtmlElement, one: str) -> list[HtmlElement]:
    found: list[HtmlElement] = page.xpath("//*[@id=$one]", one=one)
    return found


def references(page: HtmlElement) -> Iterator[str]:
    for element in page.iter("*"):
        wanted = [one for name in ID_LISTS for one in element.get(name, "").split()]
        wanted += [
            element.get(name, "")[1:]
            for name in ID_LINKS
            if element.get(name, "").startswith("#")
        ]
        if element.tag == "label" and element.get("for"):
            wanted.append(element.get("for"))
        for one in wanted:
            if not by_id(page, one):
                yield f"<{element.tag}> names #{one}, which is not there."


def controls(page: HtmlElement) -> Iterator[str]:
    for control in page.iter("input", "textarea", "select"):
        if control.get("type") in NO_LABEL:
            continue
        labels = page.xpath("//label[@for=$one]", one=control.get("id", ""))
        inside = list(control.iterancestors("label"))
        if not (labels or inside or label_of(page, control)):
            yield f"<{control.tag} name={control.get('name')}> has no label."


def names(page: HtmlElement) -> Iterator[str]:
    for element in page.iter(*NAMED):
        if not (element.text_content().strip() or label_of(page, element)):
            yield f"<{element.tag}> has no words."
    for image in page.iter("img"):
        if image.get("alt") is None:
            yield f"<img src={image.get('src')}> has no alternative."
    for drawing in page.iter("svg"):
        if drawing.get("aria-hidden") != "true" and not label_of(page, drawing):
            yield "An <svg> is neither hidden nor named."


def forms(page: HtmlElement) -> Iterator[str]:
    for form in page.iter("form"):
        token = form.xpath(".//input[@name='csrfmiddlewaretoken']")
        if form.get("method", "get").lower() == "post" and not token:
            yield f"The form to {form.get('action')} has no token."
    for link in page.iter("a", "link", "script", "img", "form"):
        to = link.get("href") or link.get("src") or link.get("action") or "/"
        if link.get("target") or (link.tag != "a" and not to.startswith("/")):
            yield f"<{link.tag}> leads to {to} or into another window."
