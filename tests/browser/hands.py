"""The ways in which people use a page: by keyboard, on a phone, without script.

A journey is told once, in what a person does, and each pair of hands does it its way.
"""

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

PHONE = ViewportSize(width=320, height=640)
FAR = 90  # steps of the Tab key, more than any page of a journey has
# Where the focus is: at the place that is wanted, nowhere, and what is wrong with it.
# A row's outline is drawn around the whole row, a box's around what its label draws.
FOCUS = """wanted => {
    const here = document.activeElement;
    if (here === document.body) return [false, true, ""];
    const label = here.matches("[type=radio], [type=checkbox]") && here.labels[0];
    const drawn = [[here], [here, "::after"], ...(label ? [[label, "::before"]] : [])];
    const isMarked = drawn.map((each) => getComputedStyle(...each)).some(
        (look) => look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2);
    const box = (label || here).getBoundingClientRect();
    const isInView = box.bottom > 0 && box.top < innerHeight && box.right > 0;
    const fault = isMarked ? (isInView ? "" : "out of view") : "not marked";
    return [here === wanted, false, fault && `${fault}: ${here.outerHTML}`];
}"""


class Hands:
    """Somebody's hands on a page: here with a mouse, or a finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go(self, path: str) -> None:
        self.page.goto(path)

    def menu(self, label: str) -> None:
        """Go to a place of the navigation, which may be behind the menu's button."""
        beside = self.page.locator(".portal-side").get_by_role("link", name=label)
        if not beside.is_visible():
            self.open(self.page.locator("summary", has_text="Menu"))
            beside = self.page.locator(".portal-menu").get_by_role("link", name=label)
        self.press(beside)

    def own_menu(self) -> None:
        """Open the menu under one's own name."""
        self.open(self.page.locator(".portal-menu > summary"))

    def link(self, name: str) -> None:
        """Follow the first link in the page's main part that is called so."""
        self.press(self.page.locator("main").get_by_role("link", name=name).first)

    def button(self, name: str) -> None:
        """Press the button that is called so."""
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def reads(self, words: str) -> None:
        """Find words in the page's main part."""
        expect(self.page.locator("main")).to_contain_text(words)

    def press(self, place: Locator) -> None:
        """Press what leads to another page."""
        place.click()

    def open(self, place: Locator) -> None:
        place.click()

    def choose(self, label: str) -> None:
        """Choose one of several; the box itself is drawn by its label."""
        self.page.locator("label", has_text=label).click()

    def write(self, label: str, words: str) -> None:
        """Write into a field, over what is there."""
        self.page.get_by_label(label, exact=True).fill(words)


class Finger(Hands):
    """On a screen of 320 px, which never scrolls sideways."""

    def press(self, place: Locator) -> None:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], f"{self.page.url} is {width} px wide"
        super().press(place)


class Keys(Hands):
    """Never with the mouse; wherever the focus is, one can see it."""

    def press(self, place: Locator) -> None:
        self.to(place)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def open(self, place: Locator) -> None:
        self.to(place)
        self.page.keyboard.press("Enter")

    def choose(self, label: str) -> None:
        """Tab to the first of several, and go on by the arrow."""
        choices = self.page.get_by_role("radio")
        self.to(choices.first)
        self.page.keyboard.press("Space")
        wanted = self.page.get_by_role("radio", name=label)
        for _step in range(choices.count()):
            if wanted.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def write(self, label: str, words: str) -> None:
        self.to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def to(self, place: Locator) -> None:
        """Press Tab until a place has the focus; on the way it is never lost."""
        expect(place).to_be_visible()
        is_there, was_lost, _fault = place.evaluate(FOCUS)
        for _step in range(FAR):
            if is_there:
                return
            self.page.keyboard.press("Tab")
            is_there, is_lost, fault = place.evaluate(FOCUS)
            assert not fault, f"The focus on {self.page.url} is {fault:.200}"
            # Once it may be nowhere, between the end of a page and its beginning.
            assert not (was_lost and is_lost), f"The focus is lost on {self.page.url}"
            was_lost = is_lost
        pytest.fail(f"The Tab key does not lead to {place}.")
