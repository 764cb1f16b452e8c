"""Two people at once: one officer stays, and one link lets one person in."""

from typing import Any

import pytest

from accounts.models import Account, User
from accounts.states import Role
from tests.accounts.inviting import accept, invited, roles
from tests.client import PortalClient
from tests.conversations.test_race import at_once
from tests.factories import UserFactory, member

pytestmark = pytest.mark.django_db(transaction=True)


def removing(client: PortalClient, user: User) -> Any:
    return lambda: client.post(f"/people/{user.ref}/leave/", {"successor": "nobody"})


def lowering(client: PortalClient, user: User) -> Any:
    sent = {"role": "CONTACT", "why": "Not needed"}
    return lambda: client.post(f"/people/{user.ref}/role/", sent)


@pytest.mark.parametrize("deed", [removing, lowering])
@pytest.mark.parametrize("_round", range(3))
def test_two_officers_who_remove_each_other_leave_one(
    deed: Any, _round: int, olga: User, northwind: Account
) -> None:
    other = member("Other Officer", northwind, Role.OFFICER)
    clients = [PortalClient().sign_in(officer) for officer in (olga, other)]

    answers = at_once(deed(clients[0], other), deed(clients[1], olga))

    assert sorted(answer.status_code for answer in answers) in ([302, 403], [302, 404])
    assert list(roles(northwind).values()).count(Role.OFFICER) == 1


def test_two_officers_who_leave_at_once_leave_one(
    olga: User, northwind: Account
) -> None:
    other = member("Other Officer", northwind, Role.OFFICER)
    people = (olga, other)
    deeds = [removing(PortalClient().sign_in(one), one) for one in people]

    answers = at_once(*deeds)

    assert sorted(answer.status_code for answer in answers) == [302, 403]
    assert len(roles(northwind)) == 1


def test_a_link_followed_by_many_at_once_lets_one_in(
    olga: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)
    people = [UserFactory.create(name=f"Person {number}") for number in range(8)]
    clients = [PortalClient().sign_in(person) for person in people]

    answers = at_once(
        *[lambda c=c: accept(c, invitation, knowing="on") for c in clients]
    )

    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 302
    assert set(codes[1:]) <= {410, 422}, "Too late for the page, or under the lock."
    assert len(roles(northwind)) == 2
