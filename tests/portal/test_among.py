"""The lookup for long lists keeps what `__in` keeps."""

import pytest
from django.db.models import Q

from accounts.models import Account, Membership, User
from tests.database import as_owner
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> list[Account]:
    return [AccountFactory.create(legal_name=name) for name in ("A", "B", "C")]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_it_keeps_what_in_keeps(three: list[Account], count: int) -> None:
    ids = tuple(account.pk for account in three[:count])

    with as_owner():
        found = set(Account.objects.filter(pk__among=ids))

    assert found == set(three[:count])


@pytest.mark.parametrize("other", [Q(legal_name="C"), ~Q(legal_name="C")])
def test_an_empty_list_leaves_the_other_half(three: list[Account], other: Q) -> None:
    with as_owner():
        found = set(Account.objects.filter(Q(pk__among=()) | other))
        wanted = set(Account.objects.filter(other))

    assert found == wanted


def test_it_goes_by_foreign_key(northwind: Account, olga: User) -> None:
    with as_owner():
        found = Membership.objects.filter(account_id__among=(northwind.pk,), user=olga)

        assert found.count() == 1


def test_one_id_is_an_equation_by_which_an_index_is_ordered() -> None:
    one, two = (
        str(Account.objects.filter(pk__among=ids).query) for ids in [(7,), (7, 8)]
    )

    assert '"accounts_account"."id" = 7' in one
    assert "ANY" in two
