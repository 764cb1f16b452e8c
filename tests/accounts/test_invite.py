"""Invite an address, send it again, take it back; and the mail with its link."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import tokens
from accounts.actions import invitations
from accounts.models import Account, Center, Invitation, Notice, User
from accounts.states import Duty, InvitationState, NoticeState, Role
from tests.accounts.inviting import (
    ADDRESS,
    anew_of,
    did,
    invited,
    link,
    run_out,
    timeline,
)
from tests.accounts.test_notices import swept
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import InvitationFactory, closed


def test_an_officer_invites_and_the_link_is_mailed(
    olga: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)

    swept()

    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert link(invitation) in message.body
    assert invitation.ref in message.body
    assert "Northwind" not in f"{message.subject} {message.body}"
    assert timeline(northwind) == [
        f"Olga Petrenko invited {ADDRESS} as company contact."
    ]


def test_no_table_holds_the_secret(olga: User, northwind: Account) -> None:
    invitation = invited(olga, northwind)
    token = tokens.token_of(invitation.ref)

    swept()
    with as_owner():
        rows = [*Invitation.objects.values(), *Notice.objects.values()]

    assert token not in str(rows)
    assert tokens.digest_of(token) == invitation.digest
    assert tokens.token_of("IN-0000-0000") != token


@pytest.mark.parametrize("who", ["carl", "lena", "ada", "ivan", "nora", "petra"])
def test_nobody_else_invites(
    who: str, olga: User, northwind: Account, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        invited(request.getfixturevalue(who), northwind)


def test_an_admin_invites_where_no_officer_is_left(
    petra: User, olga: User, northwind: Account
) -> None:
    with pytest.raises(PermissionDenied, match="has an officer"):
        invited(petra, northwind)
    closed(olga)

    assert invited(petra, northwind, role=Role.OFFICER).role == Role.OFFICER


def test_an_admin_invites_an_official_and_nobody_else_does(
    petra: User, olga: User, ivan: User, electronics: Center
) -> None:
    def ask(by: User) -> Invitation:
        invitation: Invitation = did(
            invitations.invite_official,
            ADDRESS,
            duty=Duty.NAM,
            office=electronics,
            by=by,
        )
        return invitation

    for who in (olga, ivan):
        with pytest.raises(PermissionDenied):
            ask(who)
    assert ask(petra).on_behalf_of == str(electronics)


def test_an_address_has_one_open_invitation_to_a_company(
    olga: User, zoe: User, northwind: Account, contoso: Account
) -> None:
    invited(olga, northwind)

    with pytest.raises(invitations.AlreadyInvited):
        invited(olga, northwind, email=ADDRESS.upper())
    assert invited(zoe, contoso), "Another company does not learn of it."


def test_whoever_stands_for_the_company_is_not_invited(
    olga: User, carl: User, northwind: Account
) -> None:
    with pytest.raises(invitations.AlreadyHere):
        invited(olga, northwind, email=carl.email)


def test_sent_again_it_has_a_new_link_and_the_old_one_ends(
    olga: User, northwind: Account, client: PortalClient
) -> None:
    first = invited(olga, northwind)

    again = did(invitations.send_again, invitation=first, by=olga)
    swept()

    assert anew_of(first).state(timezone.now()) is InvitationState.REVOKED
    assert again.state(timezone.now()) is InvitationState.SENT_AGAIN
    assert client.get(link(first)).status_code == 410
    assert client.get(link(again)).status_code == 200
    assert [link(again) in each.body for each in mail.outbox] == [True]
    assert timeline(northwind)[-1].endswith("again.")


def test_an_invitation_that_ran_out_may_be_sent_again_or_made_anew(
    olga: User, northwind: Account
) -> None:
    first = invited(olga, northwind)
    run_out(first)
    second = invited(olga, northwind)
    run_out(second)

    third = did(invitations.send_again, invitation=second, by=olga)

    states = [anew_of(each).state(timezone.now()) for each in (first, second, third)]
    assert states == [
        InvitationState.REVOKED,
        InvitationState.REVOKED,
        InvitationState.SENT_AGAIN,
    ]


def test_a_revoked_one_is_not_mailed_any_more(olga: User, northwind: Account) -> None:
    invitation = invited(olga, northwind)

    did(invitations.revoke, invitation=invitation, by=olga)
    swept()

    assert mail.outbox == []
    with as_owner():
        assert Notice.objects.get(ref=invitation.ref).state == NoticeState.DROPPED
    with pytest.raises(invitations.NotOpen):
        did(invitations.send_again, invitation=invitation, by=olga)
    with pytest.raises(invitations.NotOpen):
        did(invitations.revoke, invitation=invitation, by=olga)


def test_one_that_ran_out_is_not_mailed_any_more(
    olga: User, northwind: Account
) -> None:
    run_out(invited(olga, northwind))

    swept()

    assert mail.outbox == []


NOW = datetime(2027, 3, 1, 12, tzinfo=timezone.get_default_timezone())
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, InvitationState.SENT),
        ({"again": True}, InvitationState.SENT_AGAIN),
        ({"again": True, "seen_at": NOW}, InvitationState.SEEN),
        ({"sent_at": NOW - WEEK}, InvitationState.EXPIRED),
        ({"sent_at": NOW - WEEK, "accepted_at": NOW}, InvitationState.ACCEPTED),
        ({"accepted_at": NOW, "returns": True}, InvitationState.WAITING),
        (
            {"accepted_at": NOW, "returns": True, "confirmed_at": NOW},
            InvitationState.ACCEPTED,
        ),
        ({"accepted_at": NOW, "revoked_at": NOW}, InvitationState.REVOKED),
    ],
)
def test_where_it_stands_follows_from_its_moments(
    values: dict[str, object], state: InvitationState
) -> None:
    known = {"sent_at": NOW, "account": None, "sent_by": None} | values

    assert InvitationFactory.build(**known).state(NOW) is state
    assert set(InvitationState) >= {state}
