"""Journey N2: a specialist asks a colleague beside the thread, and then answers."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from conversations.models import Conversation
from tests.browser.conftest import Window


@pytest.mark.parametrize("script", [True, False], ids=["scripted", "without script"])
def test_ivan_asks_nora_and_the_company_sees_nothing(
    script: bool,
    window: Window,
    ivan: User,
    nora: User,
    carl: User,
    question: Conversation,
) -> None:
    page = window(ivan, java_script_enabled=script)
    page.goto(question.get_absolute_url())
    page.get_by_label("Your note").fill("Did they send a sample?")
    page.locator("label", has_text="Nora Blake").click()
    page.get_by_role("button", name="Add the note for staff").click()
    expect(page.locator("#notes article")).to_contain_text("Asks Nora Blake")

    page.emulate_media(media="print")
    expect(page.locator("#notes")).to_be_hidden()  # it may be printed for the company

    noras = window(nora, java_script_enabled=script)
    noras.goto("/notices/")
    noras.get_by_role("link", name=question.subject).first.click()
    expect(noras.locator("#notes article")).to_contain_text("Did they send a sample?")

    carls = window(carl, java_script_enabled=script)
    carls.goto(question.get_absolute_url())
    expect(carls.locator("h1")).to_have_text(question.subject)
    expect(carls.locator("body")).not_to_contain_text("sample")
    expect(carls.locator("#notes")).to_have_count(0)
