"""The page that explains the portal, for everybody."""

import pytest

from accounts.models import User
from tests.client import PortalClient
from tests.pages import said_in


def test_it_is_there_before_one_signs_in(client: PortalClient, db: None) -> None:
    page = client.page("/help/")

    assert said_in(page, "h1") == ["Help"]
    assert "What this portal is not" in said_in(page, "h2")


@pytest.mark.parametrize("person", ["carl", "ivan", "petra"])
def test_every_page_leads_to_it(
    person: str, client: PortalClient, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    page = client.sign_in(user).page("/", follow=True)

    assert "/help/" in page.xpath("//footer//a/@href")
