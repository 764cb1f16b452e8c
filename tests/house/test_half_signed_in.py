"""An official who showed a password and no second factor sees nothing yet."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

from django.urls import reverse
from pytest_django import Settings

from accounts.middleware import WITHOUT_FACTOR
from tests.client import PortalClient
from tests.house.leaks import leaks
from tests.house.rows import PUBLIC
from tests.house.sent import sent
from tests.house.test_access import asked, got
from tests.house.town import Town, undone


def test_every_address_leads_to_the_second_factor_and_shows_no_word(
    town: Town, settings: Settings
) -> None:
    settings.OFFICIALS_NEED_FACTOR = True

    found = "\n".join(faults(town, town.browser("nora")))

    assert not found, found


def faults(town: Town, client: PortalClient) -> Iterator[str]:
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    factor = reverse("factor")
    for route, row, kind in asked("nora"):
        client.cookies = SimpleCookie(cookies)
        path = row.path(route, town)
        with undone():
            answer = kind.ask(client, path, sent(route, town))
        is_open = path.startswith(WITHOUT_FACTOR) or route in PUBLIC
        if not is_open and got(answer) != factor:
            yield f"{kind.name} {route} gave {got(answer)}"
        for text in leaks(town, "anonymous", path, answer):
            yield f"{kind.name} {route} shows “{text}”"
