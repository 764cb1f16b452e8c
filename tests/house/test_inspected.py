"""That the browser tests look at every page, full and in error, new ones included."""

from tests.browser.furnished import FURTHER
from tests.browser.refusals import NEVER_REFUSED, REFUSED
from tests.house.rows import NEVER, Row
from tests.house.table import TABLE

# Pages of one's own sign-in, which need what nobody in the town has.
AT_THE_DOOR = {
    "account_change_password",
    "account_reauthenticate",
    "account_reset_password",
    "add_app",
    "address",
    "confirm_address",
    "recovery_codes",
    "remove_factor",
}  # see tests/browser/test_door_pages.py
# The provider's own pages come between; tests/accounts/test_elsewhere.py.
LED_ON = {"elsewhere", "elsewhere_back"}


def is_shown(row: Row) -> bool:
    """Whether somebody gets a page at the address of a row, or is led on to one."""
    return any(answer == 200 or isinstance(answer, str) for answer in row.get)


def test_every_page_is_shown_full_to_the_inspection() -> None:
    """A row that leads to 404 only is no sample: name a thing that the town has."""
    pages = {
        name
        for name, rows in TABLE.items()
        if any(row.get is not NEVER for row in rows)
    }
    shown = {name for name, rows in TABLE.items() if any(map(is_shown, rows))}

    assert pages - shown - FURTHER.keys() - AT_THE_DOOR == LED_ON


def test_every_form_is_sent_with_an_error_or_has_none() -> None:
    forms = {
        name
        for name, rows in TABLE.items()
        if any(row.post is not NEVER for row in rows)
    }

    assert REFUSED.keys() & NEVER_REFUSED.keys() == set()
    assert REFUSED.keys() | NEVER_REFUSED.keys() | AT_THE_DOOR == forms
