"""A part of a company becomes a company of its own."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.actions import companies, splitting
from accounts.models import (
    Account,
    AccountEvent,
    Center,
    Membership,
    Notice,
    StaffEvent,
    User,
)
from accounts.states import ProgramStatus, Role
from conversations.models import Conversation
from tests.accounts.inviting import did, roles
from tests.accounts.signing_in import forget
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import AccountFactory, closed, member
from tests.pages import error_words, said_in

TYPED = {
    "legal_name": "Northwind Lamps",
    "importer_numbers": "12-3456789",
    "center": "CEE004",
    "status": "active",
    "accepted_on": "2025-03-01",
    "why": "Lamps were sold",
}


def path(account: Account) -> str:
    return f"/companies/{account.ref}/split/"


def sent(*people: User) -> dict[str, object]:
    return TYPED | {"people": [person.ref for person in people]}


def new_company() -> Account:
    with as_owner():
        found: Account = Account.objects.get(legal_name="Northwind Lamps")
    return found


def parting(*people: User, center: Center) -> splitting.Split:
    today = timezone.localdate()
    profile = companies.Profile(
        "Northwind Lamps", ["12-3456789"], today, None, ProgramStatus.ACTIVE
    )
    refs = [person.ref for person in people]
    return splitting.Split(profile, center, refs, "Lamps were sold")


def test_who_comes_along_has_the_same_role_in_both(
    admin: PortalClient, northwind: Account, olga: User, carl: User, ada: User
) -> None:
    page = admin.page(path(northwind))
    assert said_in(page, "[name=people] + label") == [
        "Ada Brook, Agent",
        "Carl Jensen, Company contact",
        "Olga Petrenko, Company officer",
    ]

    admin.post(path(northwind), sent(olga, ada))

    assert roles(new_company()) == {"Olga Petrenko": "OFFICER", "Ada Brook": "AGENT"}
    assert len(roles(northwind)) == 3


def test_who_comes_along_sees_both_and_nobody_else_the_new_one(
    admin: PortalClient, northwind: Account, olga: User, carl: User, zoe: User
) -> None:
    admin.post(path(northwind), sent(olga))

    address = new_company().get_absolute_url()
    seen = {
        user.name: PortalClient().sign_in(user).get(address).status_code
        for user in (olga, carl, zoe)
    }
    assert list(seen.values()) == [200, 404, 404]
    old = northwind.get_absolute_url()
    for user in (olga, carl):
        assert PortalClient().sign_in(user).get(old).status_code == 200


def test_conversations_stay_with_the_old_company(
    admin: PortalClient, northwind: Account, olga: User, question: Conversation
) -> None:
    admin.post(path(northwind), sent(olga))

    with as_owner():
        stays = Conversation.objects.get(pk=question.pk)
        assert stays.account == northwind
        assert not Conversation.objects.filter(account=new_company()).exists()


def test_the_timelines_of_both_say_so_and_officials_read_why(
    admin: PortalClient, northwind: Account, olga: User, carl: User, ivan: User
) -> None:
    admin.post(path(northwind), sent(olga))

    new = new_company()
    with as_owner():
        old_line = AccountEvent.objects.get(kind="split", account=northwind).sentence
        new_line = AccountEvent.objects.get(kind="split", account=new).sentence
        reasons = StaffEvent.objects.filter(kind="split")
        assert {one.account_id for one in reasons} == {new.pk, northwind.pk}
        assert all(one.sentence.endswith(": Lamps were sold") for one in reasons)
        told = Notice.objects.filter(key__contains=f"split:{new.ref}")
        assert set(told.values_list("recipient__name", flat=True)) == {
            "Olga Petrenko",
            "Ivan Reyes",
        }
    assert old_line == (
        f"Northwind Lamps ({new.ref}) became a company of its own, out of Northwind "
        "Traders. What was said before stays here."
    )
    assert f"out of Northwind Traders ({northwind.ref})" in new_line


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ([], "Choose at least one officer."),
        (["carl"], "A company always has an officer."),
        (["zoe"], "Choose among these people"),
        (["mona"], "Choose among these people"),
    ],
)
def test_an_officer_comes_along_and_nobody_from_elsewhere(
    people: list[str],
    told: str,
    admin: PortalClient,
    northwind: Account,
    olga: User,
    request: pytest.FixtureRequest,
) -> None:
    chosen = [request.getfixturevalue(person) for person in people]
    response = admin.post(path(northwind), sent(*chosen))

    assert response.status_code == 422
    assert error_words(response)[0].startswith(told)
    with as_owner():
        assert not Account.objects.filter(legal_name="Northwind Lamps").exists()


def test_who_left_meanwhile_is_not_taken_along(
    petra: User, northwind: Account, olga: User, carl: User
) -> None:
    going = parting(olga, carl, center=northwind.center)
    closed(carl)

    with pytest.raises(splitting.NobodyComesAlong, match="left meanwhile"):
        did(splitting.split, going, account=northwind, by=petra)


def test_only_an_admin_splits_a_company(
    northwind: Account, olga: User, ivan: User, nora: User
) -> None:
    going = parting(olga, center=northwind.center)
    for by in (olga, ivan, nora):
        with pytest.raises(PermissionDenied):
            did(splitting.split, going, account=northwind, by=by)


def test_who_is_named_twice_comes_once(
    petra: User, northwind: Account, olga: User
) -> None:
    going = parting(olga, center=northwind.center)
    twice = replace(going, people=[olga.ref, olga.ref])
    new = did(splitting.split, twice, account=northwind, by=petra)

    with as_owner():
        assert Membership.objects.filter(account=new).count() == 1


def test_it_asks_first_who_one_is(
    admin: PortalClient, northwind: Account, olga: User
) -> None:
    forget(admin)

    assert admin.post(path(northwind), sent(olga)).status_code == 403

    with as_owner():
        assert Account.objects.count() == 1


def test_names_of_any_length_fit_the_lines(petra: User, apparel: Center) -> None:
    long = AccountFactory.create(legal_name="L" * 160)
    officer = member("Olga Petrenko", long, Role.OFFICER)
    parted = parting(officer, center=apparel)
    profile = replace(parted.profile, legal_name="M" * 160)
    asked = replace(parted, profile=profile, why="W" * 100)

    did(splitting.split, asked, account=long, by=petra)

    with as_owner():
        assert StaffEvent.objects.filter(sentence__endswith="W" * 100).exists()
