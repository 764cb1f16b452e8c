"""An official leaves a post: the companies go to a successor in one act."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import invitations, posts
from accounts.models import (
    Account,
    Assignment,
    Center,
    Handover,
    Invitation,
    Posting,
    User,
)
from accounts.states import Duty
from tests.accounts.inviting import ADDRESS, did, timeline
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import official
from tests.pages import said_in
from tests.pages import words as words_of


def post_of(user: User) -> Posting:
    with as_owner():
        return Posting.objects.get(official=user, until=None)


def leave(user: User, *, by: User, successor: User | None = None) -> Any:
    return did(posts.end_post, posting=post_of(user), successor=successor, by=by)


def manager(account: Account) -> list[str]:
    with as_owner():
        current = Assignment.objects.current().filter(account=account, duty=Duty.NAM)
        return [each.official.name for each in current.select_related("official")]


@pytest.fixture
def heir(northwind: Account) -> User:
    """Another account manager."""
    return official("Rosa Heir", Duty.NAM, northwind.center)


def test_companies_go_to_the_successor_at_one_moment(
    client: PortalClient, petra: User, nora: User, heir: User, northwind: Account
) -> None:
    path = f"/people/officials/{nora.ref}/NAM/end/"
    page = client.sign_in(petra).page(path)
    assert "Northwind Traders" in " ".join(said_in(page, "main li"))

    client.post(path, {"successor": heir.ref})

    assert manager(northwind) == ["Rosa Heir"]
    words = "national account manager for Northwind Traders, after Nora Blake."
    assert timeline(northwind) == [f"Rosa Heir became {words}"]
    with as_owner():
        ended = Assignment.objects.get(official=nora, duty=Duty.NAM)
        begun = Assignment.objects.get(official=heir)
        assert ended.until == begun.since == Posting.objects.get(official=nora).until


def test_the_successor_is_asked_to_take_the_company_up(
    client: PortalClient, petra: User, nora: User, heir: User, northwind: Account
) -> None:
    leave(nora, by=petra, successor=heir)

    with as_owner():
        handed = Handover.objects.get(account=northwind)
        assert (handed.predecessor, handed.successor) == (nora, heir)
        assert handed.reads_until is not None
    page = client.sign_in(heir).page("/portfolio/handovers/")
    assert "Northwind Traders" in words_of(page)


def test_the_leaver_loses_sight_and_the_successor_gains_it(
    petra: User, nora: User, heir: User, northwind: Account
) -> None:
    clients = [PortalClient().sign_in(user) for user in (nora, heir)]
    path = northwind.get_absolute_url()
    before = [client.get(path).status_code for client in clients]

    leave(nora, by=petra, successor=heir)

    assert before == [200, 404]
    assert [client.get(path).status_code for client in clients] == [404, 200]


def test_no_company_is_left_without_a_successor(
    petra: User, nora: User, ivan: User, northwind: Account
) -> None:
    for successor in (None, ivan, nora):
        with pytest.raises(posts.NoSuccessor):
            leave(nora, by=petra, successor=successor)

    assert manager(northwind) == ["Nora Blake"]


def test_whoever_looks_after_nobody_needs_no_successor(
    client: PortalClient, petra: User, heir: User
) -> None:
    path = f"/people/officials/{heir.ref}/NAM/end/"

    client.sign_in(petra).post(path, {"successor": "nobody"})

    with as_owner():
        assert Posting.objects.get(official=heir).until


def test_only_an_admin_ends_a_post(olga: User, nora: User, heir: User) -> None:
    for by in (olga, nora, heir):
        with pytest.raises(PermissionDenied):
            leave(nora, by=by, successor=heir)


def test_the_program_keeps_one_admin(petra: User) -> None:
    with pytest.raises(posts.NoSuccessor, match="keeps one admin"):
        leave(petra, by=petra)
    official("Pavel Second", Duty.ADMIN, "Headquarters")

    leave(petra, by=petra)


def test_an_admin_invites_officials_on_the_page(
    client: PortalClient, petra: User, electronics: Center
) -> None:
    sent = {"email": ADDRESS, "duty": "NAM", "center": electronics.code}
    client.sign_in(petra).post("/people/officials/invite/", sent)

    page = client.page("/people/officials/")
    assert said_in(page, ".portal-row__title")[0] == ADDRESS
    both = sent | {"office": "Headquarters"}
    assert client.post("/people/officials/invite/", both).status_code == 422


def test_an_admin_sends_an_official_s_invitation_again(
    client: PortalClient, petra: User, electronics: Center
) -> None:
    invitation = did(
        invitations.invite_official,
        ADDRESS,
        duty=Duty.NAM,
        office=electronics,
        by=petra,
    )

    path = f"/people/invitations/{invitation.ref}/again/"
    answer = client.sign_in(petra).post(path)

    assert answer["Location"] == "/people/officials/"
    with as_owner():
        assert Invitation.objects.filter(email=ADDRESS).count() == 2
