"""The page of a company's people, and the roles that change there."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import memberships
from accounts.models import Account, JoinRequest, Membership, User
from accounts.states import Role
from tests.accounts.inviting import ADDRESS, did, invited, roles, timeline
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import JoinRequestFactory, MembershipFactory, UserFactory
from tests.pages import said_in


def names(client: PortalClient, path: str = "/people/") -> list[str]:
    return said_in(client.page(path), ".portal-row__title")


def membership(user: User) -> Membership:
    with as_owner():
        return Membership.objects.select_related("account").get(user=user, until=None)


def change(user: User, role: Role, *, by: User, why: str = "New task") -> Any:
    new = memberships.NewRole(role, (), why)
    return did(memberships.change_role, new, membership=membership(user), by=by)


def acts(client: PortalClient) -> list[str]:
    return said_in(client.page("/people/"), ".portal-row__acts")


def test_an_officer_sees_people_and_invitations_and_can_act(
    client: PortalClient, olga: User, carl: User, paul: User, northwind: Account
) -> None:
    invited(olga, northwind)

    assert names(client.sign_in(olga)) == [
        "Carl Jensen",
        "Olga Petrenko (you)",
        ADDRESS,
    ]
    assert len(acts(client)) == 3


def test_a_contact_reads_the_page_and_the_reason_why_not(
    client: PortalClient, olga: User, carl: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page("/people/")

    assert said_in(page, ".portal-row__acts") == []
    assert said_in(page, ".portal-rail .portal-quiet") == [
        "Only an officer of the company manages its people."
    ]


def test_an_agent_sees_no_invitation(
    client: PortalClient, olga: User, ada: User, northwind: Account
) -> None:
    invited(olga, northwind)

    assert ADDRESS not in names(
        client.sign_in(ada), f"/acting-for/?account={northwind.ref}"
    )
    client.post("/acting-for/", {"account": northwind.ref})
    assert names(client) == ["Ada Brook (you)", "Olga Petrenko"]


def test_officials_see_a_company_s_people_on_its_page(
    client: PortalClient, olga: User, nora: User, petra: User, northwind: Account
) -> None:
    for official in (nora, petra):
        page = client.sign_in(official).page(northwind.get_absolute_url())
        assert "Olga Petrenko" in " ".join(said_in(page, ".portal-people__person"))


def test_a_role_changes_at_one_moment_and_both_stand(
    client: PortalClient, olga: User, carl: User, northwind: Account
) -> None:
    path = f"/people/{carl.ref}/role/"
    client.sign_in(olga).page(path)
    client.post(path, {"role": "VIEWER", "why": "Moved to purchasing"})

    with as_owner():
        rows = list(Membership.objects.filter(user=carl).order_by("since"))
    assert [row.role for row in rows] == [Role.CONTACT, Role.VIEWER]
    assert rows[0].until == rows[1].since
    assert timeline(northwind) == [
        "Carl Jensen, company contact until now, became viewer: Moved to purchasing"
    ]


@pytest.mark.parametrize("sent", [{"role": "VIEWER"}, {"role": "CONTACT", "why": "x"}])
def test_a_role_needs_a_reason_and_a_change(
    sent: dict[str, str], client: PortalClient, olga: User, carl: User
) -> None:
    answer = client.sign_in(olga).post(f"/people/{carl.ref}/role/", sent)

    assert answer.status_code == 422


def test_a_role_is_changed_by_officers_only(
    olga: User, carl: User, lena: User, ada: User, nora: User
) -> None:
    for who in (carl, lena, ada, nora):
        with pytest.raises(PermissionDenied):
            change(carl, Role.OFFICER, by=who)


def test_a_viewer_made_contact_writes_with_the_next_request(
    client: PortalClient, olga: User, lena: User, question: Any
) -> None:
    path = f"{question.get_absolute_url()}reply/"
    before = client.sign_in(lena).post(path, {"text": ""}).status_code

    change(lena, Role.CONTACT, by=olga)

    assert (before, client.post(path, {"text": ""}).status_code) == (403, 422)


def test_a_company_keeps_one_officer(olga: User, carl: User) -> None:
    for deed in (
        lambda: change(olga, Role.CONTACT, by=olga),
        lambda: did(memberships.leave, membership=membership(olga), by=olga),
    ):
        with pytest.raises(PermissionDenied, match="always keeps one officer"):
            deed()
    change(carl, Role.OFFICER, by=olga)

    change(olga, Role.CONTACT, by=olga)


def test_an_officer_whose_sign_in_is_closed_does_not_count(
    olga: User, northwind: Account
) -> None:
    other = UserFactory.create(name="Closed", is_active=False)
    MembershipFactory(user=other, account=northwind, role=Role.OFFICER)

    with pytest.raises(PermissionDenied):
        change(olga, Role.CONTACT, by=olga)


# --- Who asks to be invited ----------------------------------------------------------


def test_an_officer_invites_who_asks_in_two_clicks(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    asking = UserFactory.create(name="Wilma Stern")
    JoinRequestFactory(asked_by=asking, company=northwind.ref)
    page = client.sign_in(olga).page("/people/")
    assert "Wilma Stern" in said_in(page, ".portal-row__title")

    sent = {"email": asking.email, "role": "CONTACT"}
    client.post(f"/people/invite/?account={northwind.ref}", sent)

    assert asking.email in names(client)
    assert "Wilma Stern" not in names(client)


def test_an_officer_may_decline_who_asks(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    asked = JoinRequestFactory.create(company=northwind.ref)

    client.sign_in(olga).post(f"/people/requests/{asked.pk}/decline/")

    assert names(client) == ["Olga Petrenko (you)"]
    with as_owner():
        assert JoinRequest.objects.get().answered_by == olga


def test_an_officer_of_another_company_changes_nobody(
    client: PortalClient, zoe: User, carl: User, northwind: Account
) -> None:
    sent = {"role": "VIEWER", "why": "Because"}
    for query in ("", f"?account={northwind.ref}"):
        path = f"/people/{carl.ref}/role/{query}"
        assert client.sign_in(zoe).post(path, sent).status_code == 404

    assert roles(northwind)["Carl Jensen"] == Role.CONTACT
