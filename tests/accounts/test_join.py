"""Follow the link of an invitation, with a new sign-in or with one's own."""

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.actions import invitations, joining
from accounts.models import Account, Center, Invitation, Posting, User
from accounts.states import Duty, InvitationState, Role
from portal.history import save_as
from tests.accounts.inviting import (
    ADDRESS,
    NEWCOMER,
    accept,
    anew_of,
    did,
    invited,
    link,
    roles,
    run_out,
    timeline,
)
from tests.accounts.test_notices import swept
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import LONG_AGO, MembershipFactory, UserFactory
from tests.pages import said_in


def state(invitation: Invitation) -> InvitationState:
    return anew_of(invitation).state(timezone.now())


def heading(response: Any) -> str:
    return said_in(parsed(response), "h1")[0]


def test_a_newcomer_makes_a_sign_in_and_is_in(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)

    answer = accept(client, invitation, **NEWCOMER)

    assert answer["Location"] == "/"
    assert roles(northwind)["Anna Berg"] == Role.CONTACT
    assert "You have joined Northwind Traders" in "".join(
        said_in(client.page("/"), ".usa-alert")
    )
    assert state(invitation) is InvitationState.ACCEPTED
    assert timeline(northwind)[-1] == (
        "Anna Berg accepted an invitation and became company contact."
    )


def test_a_newcomer_signs_in_later_with_the_address_and_password(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    accept(client, invited(olga, northwind), **NEWCOMER)
    client.logout()

    sent = {"login": ADDRESS, "password": NEWCOMER["password"]}
    client.post("/sign-in/", sent)

    assert client.get(northwind.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"password": "short"}, {"time_zone": "Mars/Olympus"}]
)
def test_a_newcomer_fills_in_the_form(
    typed: dict[str, str], client: PortalClient, olga: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)

    assert accept(client, invitation, **NEWCOMER | typed).status_code == 422
    assert state(invitation) is InvitationState.SENT


def test_the_page_says_that_it_was_seen(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)
    client.get(link(invitation))
    assert state(invitation) is InvitationState.SENT, "A GET changes nothing."

    client.post(f"{link(invitation)}seen/")

    assert state(invitation) is InvitationState.SEEN


def test_one_s_own_sign_in_takes_it_up(
    client: PortalClient, olga: User, zoe: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind, email=zoe.email.upper())

    accept(client.sign_in(zoe), invitation)

    assert roles(northwind)["Zoe Marchetti"] == Role.CONTACT


def test_a_sign_in_of_another_address_has_to_confirm(
    client: PortalClient, olga: User, zoe: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)
    client.sign_in(zoe)

    refused = accept(client, invitation)
    assert refused.status_code == 422
    assert "Zoe Marchetti" not in roles(northwind)

    accept(client, invitation, knowing="on")
    assert roles(northwind)["Zoe Marchetti"] == Role.CONTACT


def test_a_link_is_good_for_one_person(
    client: PortalClient, olga: User, zoe: User, theo: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)
    accept(client.sign_in(zoe), invitation, knowing="on")

    again = accept(PortalClient().sign_in(theo), invitation, knowing="on")

    assert again.status_code == 410
    assert heading(again) == "This invitation was used"
    assert "Theo Lindgren" not in roles(northwind)


def test_links_that_lead_nowhere_say_what_to_do(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    late = invited(olga, northwind)
    run_out(late)
    revoked = invited(olga, northwind, email="b@example.test")
    did(invitations.revoke, invitation=revoked, by=olga)

    found = {
        heading(answer): answer.status_code
        for answer in (
            client.get("/sign-in/invited/nothing/"),
            client.get(link(late)),
            client.get(link(revoked)),
        )
    }

    assert found == {
        "This link leads to no invitation": 404,
        "This invitation has run out": 410,
        "This invitation was taken back": 410,
    }
    assert accept(client, late, **NEWCOMER).status_code == 410


def test_whoever_stands_there_already_is_told_so(
    client: PortalClient, olga: User, carl: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind, role=Role.OFFICER)

    answer = accept(client.sign_in(carl), invitation, knowing="on")

    assert answer.status_code == 422
    assert roles(northwind)["Carl Jensen"] == Role.CONTACT


def test_an_official_takes_a_post(
    client: PortalClient, petra: User, electronics: Center
) -> None:
    invitation = did(
        invitations.invite_official,
        ADDRESS,
        duty=Duty.IMPORT_SPECIALIST,
        office=electronics,
        by=petra,
    )

    accept(client, invitation, **NEWCOMER)

    with as_owner():
        posting = Posting.objects.get(official__name="Anna Berg")
    assert (posting.duty, posting.center) == (Duty.IMPORT_SPECIALIST, electronics)
    assert client.get("/")["Location"] == "/conversations/"


# --- An address that comes back ------------------------------------------------------


@pytest.fixture
def former(northwind: Account) -> User:
    """Somebody who had the address, was Northwind's contact, and has left."""
    former = UserFactory.create(name="Agnes Roth", email=ADDRESS)
    MembershipFactory.create(
        user=former, account=northwind, since=LONG_AGO, until=timezone.now()
    )
    return former


def test_an_address_that_comes_back_inherits_nothing_until_confirmed(
    client: PortalClient, olga: User, former: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)

    answer = accept(client, invitation, **NEWCOMER)

    assert "Anna Berg" not in roles(northwind)
    assert state(invitation) is InvitationState.WAITING
    assert client.get(northwind.get_absolute_url()).status_code == 404
    waits = client.get(answer["Location"])
    assert heading(waits) == "You have joined, and one step is left"


def test_an_officer_sees_which_access_would_return_and_confirms(
    client: PortalClient, olga: User, carl: User, former: User, northwind: Account,
    question: object,
) -> None:  # fmt: skip
    invitation = invited(olga, northwind)
    accept(PortalClient(), invitation, **NEWCOMER)
    swept()
    assert [f"Olga Petrenko <{olga.email}>"] in [each.to for each in mail.outbox]
    path = f"/people/invitations/{invitation.ref}/confirm/"

    shown = said_in(client.sign_in(olga).page(path), "main li")
    client.post(path)

    assert "Agnes Roth, company contact" in shown
    assert "1 conversation of the company, with all that was said" in shown
    assert roles(northwind)["Anna Berg"] == Role.CONTACT
    assert timeline(northwind)[-1] == (
        "Olga Petrenko confirmed that Anna Berg is company contact."
    )


def test_an_officer_may_refuse_whoever_came(
    olga: User, former: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)
    accept(PortalClient(), invitation, **NEWCOMER)

    did(invitations.revoke, invitation=invitation, by=olga)

    with pytest.raises(invitations.NotOpen):
        did(joining.confirm, invitation=invitation, by=olga)
    assert "Anna Berg" not in roles(northwind)


def test_an_address_that_somebody_gave_up_counts_too(
    olga: User, former: User, northwind: Account
) -> None:
    """Agnes married and changed her address; the old one is somebody else's now."""
    with as_owner():
        former.email = "agnes.new@example.test"
        at = timezone.now()
        save_as(former, by=None, why="Married", at=at, fields=["email"])
    invitation = invited(olga, northwind)

    accept(PortalClient(), invitation, **NEWCOMER)

    assert state(invitation) is InvitationState.WAITING


def test_the_same_person_comes_back_without_a_question(
    olga: User, former: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)

    accept(PortalClient().sign_in(former), invitation)

    assert roles(northwind)["Agnes Roth"] == Role.CONTACT
