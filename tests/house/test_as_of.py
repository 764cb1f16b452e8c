"""Every table that holds something of a company is turned back, or says why not."""

from django.db.models import ForeignKey, Model

from accounts.models import Account
from portal.as_of.covered import COVERED, EXEMPT
from tests.house.test_models import OURS


def of_a_company() -> set[str]:
    """Return the models whose rows lead to a company, by however many steps."""
    found: set[type[Model]] = {Account}
    while more := {model for model in OURS if leads_to(model, found)} - found:
        found |= more
    return {model._meta.label for model in found}


def leads_to(model: type[Model], found: set[type[Model]]) -> bool:
    keys = [f for f in model._meta.get_fields() if isinstance(f, ForeignKey)]
    return any(key.related_model in found for key in keys)


def test_every_table_of_a_company_is_covered_or_exempt() -> None:
    assert of_a_company() == COVERED.keys() | EXEMPT.keys()


def test_no_table_is_both_and_each_says_why() -> None:
    assert not COVERED.keys() & EXEMPT.keys()
    assert all((COVERED | EXEMPT).values())


def test_a_table_that_is_in_neither_list_is_found() -> None:
    assert "conversations.Entry" in of_a_company()
    assert "criteria.Criterion" not in of_a_company()
