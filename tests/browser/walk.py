"""A person on their way through the portal, whose screens and clicks are counted."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Walk:
    """One journey: which pages it went over, and how often something was clicked."""

    page: Page
    screens: list[str] = field(default_factory=list)
    clicks: int = 0

    def looks(self) -> None:
        here = self.page.url.partition("?")[0].partition("#")[0]
        if here not in self.screens:
            self.screens.append(here)

    def click(self, target: Locator) -> None:
        self.looks()
        target.click()
        self.clicks += 1
        self.page.wait_for_load_state()
        self.looks()
